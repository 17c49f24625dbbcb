/** `/domains`: the domains of short links, except the default one. */
import { createRoute, z } from '@hono/zod-openapi';
import { addDomain } from '../../domains/add-domain.ts';
import type { Domain } from '../../domains/domain.ts';
import { editDomain } from '../../domains/edit-domain.ts';
import { listDomains } from '../../domains/list-domains.ts';
import { removeDomain } from '../../domains/remove-domain.ts';
import { showDomain } from '../../domains/show-domain.ts';
import { isoTime } from '../../time.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import * as field from '../schemas/fields.ts';
import { chooseFields, fieldsQuery } from '../schemas/list-fields.ts';
import { pageInMemory, pageQuery, readPage } from '../schemas/page.ts';
import { conflicts, json, jsonBody, namedParameter, pageOf, problems } from '../schemas/shapes.ts';

const domain = z
  .string()
  .openapi({ example: 'go.example', description: 'Host name, with its port if it has one.' });
const rootUrl = field.address.nullable().openapi({ description: 'Destination of the root, `/`.' });
const notFoundUrl = field.address.nullable().openapi({ description: 'Destination of unknown slugs.' });

export const DomainCreate = z
  .strictObject({
    domain,
    rootUrl: rootUrl.default(null),
    notFoundUrl: notFoundUrl.default(null),
  })
  .openapi('DomainCreate', {
    description: 'A domain to add.',
    example: { domain: 'go.example', rootUrl: 'https://www.example/' },
  });

export const DomainEdit = z
  .strictObject({
    rootUrl: field.optional(rootUrl),
    notFoundUrl: field.optional(notFoundUrl),
    domain: field.immutable,
    createdAt: field.immutable,
  })
  .openapi('DomainEdit', {
    description: 'Fields of a domain to change.',
    example: { notFoundUrl: 'https://www.example/lost' },
  });

const DomainBody = z
  .object({
    domain,
    rootUrl,
    notFoundUrl,
    createdAt: field.timestamp.openapi({ description: 'Time of creation.' }),
  })
  .openapi('Domain', { description: 'A domain of short links.' });

const DomainPage = pageOf('DomainPage', DomainBody);

const params = z.object({ domain: domain.openapi(namedParameter('DomainName')) });

const presentDomain = ({ domain, rootUrl, notFoundUrl, createdAt }: Domain): z.infer<typeof DomainBody> => ({
  domain,
  rootUrl,
  notFoundUrl,
  createdAt: isoTime(createdAt),
});

export const domainRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/domains',
      tags: ['Domains'],
      summary: 'Add a domain',
      ...secured('admin'),
      request: { body: jsonBody(DomainCreate) },
      responses: { 201: json(DomainBody, 'The new domain.'), ...conflicts('domain_taken'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const added = await addDomain(deps, c.req.valid('json'));
      const path = `${c.req.path}/${encodeURIComponent(added.domain)}`;
      c.header('Location', `${deps.settings.publicUrl}${path}`);
      return c.json(presentDomain(added), 201);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/domains',
      tags: ['Domains'],
      summary: 'List domains, newest first',
      description: 'All domains except the default one.',
      ...secured('admin'),
      request: { query: z.strictObject({ ...pageQuery, fields: fieldsQuery('Domain', DomainBody) }) },
      responses: { 200: json(DomainPage, 'One page of domains.'), ...problems },
    }),
    async (c) => {
      const domains = await listDomains(c.var.deps);
      const { fields, ...query } = c.req.valid('query');
      const { rows, nextCursor } = await readPage(c, query, pageInMemory(domains));
      return c.json({ data: chooseFields(rows.map(presentDomain), fields), nextCursor }, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/domains/{domain}',
      tags: ['Domains'],
      summary: 'Get a domain',
      ...secured('admin'),
      request: { params },
      responses: { 200: json(DomainBody, 'The domain.'), ...problems },
    }),
    async (c) => c.json(presentDomain(await showDomain(c.var.deps, c.req.valid('param').domain)), 200),
  ),
  apiRoute(
    createRoute({
      method: 'patch',
      path: '/domains/{domain}',
      tags: ['Domains'],
      summary: 'Update a domain',
      description: 'A JSON Merge Patch: absent fields stay as they are, null clears a field.',
      ...secured('admin'),
      request: { params, body: jsonBody(DomainEdit) },
      responses: { 200: json(DomainBody, 'The updated domain.'), ...problems },
    }),
    async (c) => {
      const { domain } = c.req.valid('param');
      return c.json(presentDomain(await editDomain(c.var.deps, domain, c.req.valid('json'))), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/domains/{domain}',
      tags: ['Domains'],
      summary: 'Remove a domain',
      description: 'Possible only if no link was ever created on it; deleted links count too.',
      ...secured('admin'),
      request: { params },
      responses: {
        204: { description: 'The domain is removed.' },
        ...conflicts('domain_in_use'),
        ...problems,
      },
    }),
    async (c) => {
      await removeDomain(c.var.deps, c.req.valid('param').domain);
      return c.body(null, 204);
    },
  ),
] as const;
