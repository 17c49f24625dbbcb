/** `/links/bulk` and `/contents/bulk`: changes of many links or contents in one request, each with its own answer. */
import { createRoute, z } from '@hono/zod-openapi';
import { AppError, invalid } from '../../errors.ts';
import { deleteLinks, editLinks } from '../../links/change-links.ts';
import { deleteContents, editContents } from '../../links/contents/change-contents.ts';
import { missingScope, secured } from '../http/auth.ts';
import { MAX_BULK_BODY, readBody } from '../http/body.ts';
import { limitItems, MAX_ITEMS, MAX_PASSWORDS, type Refused, refused } from '../http/bulk.ts';
import type { ApiContext } from '../http/env.ts';
import { apiRoute } from '../http/route.ts';
import { invalidInput } from '../http/validation.ts';
import { ContentEdit } from '../schemas/content-requests.ts';
import { ContentBody, LinkBody } from '../schemas/link-bodies.ts';
import { LinkEdit } from '../schemas/link-requests.ts';
import { presentInTurns, sendData } from '../schemas/page-body.ts';
import { presentContents, presentLinks } from '../schemas/present-links.ts';
import { allOf, json, jsonBody, Problem, problems } from '../schemas/shapes.ts';

const index = z.int().openapi({ description: 'Position in the request, starting at 0.' });
const status = z.int().openapi({ description: 'Status that a request of its own would have answered with.' });

const refusedRow = z
  .object({ index, status, problem: Problem })
  .openapi('BulkRefusal', { description: 'Why one item was not changed.' });

const changedLinks = allOf(
  'ChangedLinks',
  z.union([
    z.object({ index, status, link: LinkBody }).openapi('ChangedLink', { description: 'A changed link.' }),
    refusedRow,
  ]),
);
const changedContents = allOf(
  'ChangedContents',
  z.union([
    z
      .object({ index, status, content: ContentBody })
      .openapi('ChangedContent', { description: 'A changed content.' }),
    refusedRow,
  ]),
);
const deleted = allOf(
  'Deletions',
  z.union([
    z
      .object({ index, status, id: z.string().openapi({ description: 'Id of the request.' }) })
      .openapi('Deletion', { description: 'A link or content that is deleted.' }),
    refusedRow,
  ]),
);

const items = (description: string) =>
  z
    .array(z.unknown())
    .openapi({ type: 'array', items: { type: 'object' }, maxItems: MAX_ITEMS, description });

const LinkPatches = z
  .strictObject({ links: items('Links to change: each an `id` and what `PATCH /links/{id}` takes.') })
  .openapi('LinkPatches', {
    description: 'Links to change.',
    example: { links: [{ id: 'lnk_8fWq2xK0pLrT5vBn', archived: true }] },
  });
const ContentPatches = z
  .strictObject({
    contents: items('Contents to change: each an `id` and what `PATCH /contents/{id}` takes.'),
  })
  .openapi('ContentPatches', {
    description: 'Contents to change.',
    example: { contents: [{ id: 'cnt_8fWq2xK0pLrT5vBn', tags: ['spring'] }] },
  });
const idList = (name: string, example: string) =>
  z
    .strictObject({
      ids: z
        .array(z.string())
        .openapi({ maxItems: MAX_ITEMS, description: 'Ids, or `ext_` followed by external ids.' }),
    })
    .openapi(name, { description: 'What to delete.', example: { ids: [example] } });
const LinkIds = idList('LinkIds', 'lnk_8fWq2xK0pLrT5vBn');
const ContentIds = idList('ContentIds', 'cnt_8fWq2xK0pLrT5vBn');

const Named = z.looseObject({ id: z.string() });

/** The items with their ids and patches, or why they are refused. */
function readPatches<Patch>(
  given: unknown[],
  schema: z.ZodType<Patch>,
  check: (patch: Patch) => AppError | null = () => null,
): ({ id: string; patch: Patch } | AppError)[] {
  return given.map((item) => {
    const named = Named.safeParse(item);
    if (!named.success) return invalidInput(named.error.issues);
    const { id, ...rest } = named.data;
    const patch = schema.safeParse(rest);
    if (!patch.success) return invalidInput(patch.error.issues);
    return check(patch.data) ?? { id, patch: patch.data };
  });
}

/** Changes the valid items, and answers each in its place; `present` shows some of the changed ones. */
async function answerEach<Patch, Changed, Shown>(
  c: ApiContext,
  read: ({ id: string; patch: Patch } | AppError)[],
  change: (items: { id: string; patch: Patch }[]) => Promise<(Changed | Error)[]>,
  present: (changed: Changed[]) => Promise<Shown[]>,
): Promise<({ index: number } & (Refused | { status: number; shown: Shown }))[]> {
  const valid = read.flatMap((item) => (item instanceof AppError ? [] : [item]));
  const outcomes = (await change(valid)).values();
  const all = read.map((item) => (item instanceof AppError ? item : outcomes.next().value));
  const shown = (
    await presentInTurns(
      all.flatMap((one) => (one === undefined || one instanceof Error ? [] : [one])),
      present,
    )
  ).values();
  return all.map((one, index) => {
    if (one instanceof Error) return { index, ...refused(c, one) };
    const next = shown.next();
    return next.done
      ? { index, ...refused(c, new Error('An item of a bulk request has no answer')) }
      : { index, status: 200, shown: next.value };
  });
}

const deletions = (c: ApiContext, ids: string[], outcomes: (null | Error)[]) => ({
  data: ids.map((id, index) => {
    const outcome = outcomes[index];
    return outcome instanceof Error ? { index, ...refused(c, outcome) } : { index, status: 204, id };
  }),
});

/** What a link of a bulk request may not do. */
function linkCheck(scopes: readonly string[]): (patch: z.output<typeof LinkEdit>) => AppError | null {
  let passwords = 0;
  return (patch) => {
    if (patch.blocked !== undefined) return missingScope(scopes, 'admin');
    if (typeof patch.password === 'string') passwords += 1;
    if (passwords <= MAX_PASSWORDS || typeof patch.password !== 'string') return null;
    const detail = `At most ${MAX_PASSWORDS} links of a request may get a password. Send the others in another request.`;
    return invalid('/password', detail);
  };
}

const route = <Path extends string, Method extends 'patch' | 'delete'>(
  method: Method,
  path: Path,
  operationId: string,
) => ({
  ...{ method, path, operationId, tags: [path.startsWith('/links') ? 'Links' : 'Contents'] },
  ...secured('links:write', readBody(MAX_BULK_BODY, true)),
});

const EACH = 'in order; a refused one does not affect the others.';

export const bulkChangeRoutes = [
  apiRoute(
    createRoute({
      ...route('patch', '/links/bulk', 'updateLinks'),
      summary: `Update up to ${MAX_ITEMS} links`,
      description: `Handles each link like its own \`PATCH /links/{id}\`, ${EACH} At most ${MAX_PASSWORDS} links may get a password.`,
      request: { body: jsonBody(LinkPatches) },
      responses: { 200: json(changedLinks, 'One row per link, in order.'), ...problems },
    }),
    async (c) => {
      const { links } = c.req.valid('json');
      const { deps, scopes } = c.var;
      limitItems('/links', links);
      const rows = await answerEach(
        c,
        readPatches(links, LinkEdit, linkCheck(scopes)),
        (items) => editLinks(deps, items),
        (changed) => presentLinks(deps, changed),
      );
      const data = rows.map((row) => ('shown' in row ? rename(row, 'link') : row));
      return sendData(c, data);
    },
  ),
  apiRoute(
    createRoute({
      ...route('delete', '/links/bulk', 'deleteLinks'),
      summary: `Delete up to ${MAX_ITEMS} links`,
      description: `Handles each link like its own \`DELETE /links/{id}\`, ${EACH}`,
      request: { body: jsonBody(LinkIds) },
      responses: { 200: json(deleted, 'One row per link, in order.'), ...problems },
    }),
    async (c) => {
      const { ids } = c.req.valid('json');
      limitItems('/ids', ids);
      return c.json(deletions(c, ids, await deleteLinks(c.var.deps, ids)), 200);
    },
  ),
  apiRoute(
    createRoute({
      ...route('patch', '/contents/bulk', 'updateContents'),
      summary: `Update up to ${MAX_ITEMS} contents`,
      description: `Handles each content like its own \`PATCH /contents/{id}\`, ${EACH} Each row shows the first 25 links of its content.`,
      request: { body: jsonBody(ContentPatches) },
      responses: { 200: json(changedContents, 'One row per content, in order.'), ...problems },
    }),
    async (c) => {
      const { contents } = c.req.valid('json');
      const { deps } = c.var;
      limitItems('/contents', contents);
      const rows = await answerEach(
        c,
        readPatches(contents, ContentEdit),
        (items) => editContents(deps, items),
        (changed) => presentContents(deps, changed),
      );
      const data = rows.map((row) => ('shown' in row ? rename(row, 'content') : row));
      return sendData(c, data);
    },
  ),
  apiRoute(
    createRoute({
      ...route('delete', '/contents/bulk', 'deleteContents'),
      summary: `Delete up to ${MAX_ITEMS} contents and all their links`,
      description: `Handles each content like its own \`DELETE /contents/{id}\`, ${EACH} None of the links redirects any more; a job deletes those of large contents.`,
      request: { body: jsonBody(ContentIds) },
      responses: { 200: json(deleted, 'One row per content, in order.'), ...problems },
    }),
    async (c) => {
      const { ids } = c.req.valid('json');
      limitItems('/ids', ids);
      return c.json(deletions(c, ids, await deleteContents(c.var.deps, ids)), 200);
    },
  ),
] as const;

/** The row with what it shows under the name of its kind. */
function rename<Shown, Name extends string>(
  { index, status, shown }: { index: number; status: number; shown: Shown },
  name: Name,
) {
  return { index, status, [name]: shown } as { index: number; status: number } & Record<Name, Shown>; // one key
}
