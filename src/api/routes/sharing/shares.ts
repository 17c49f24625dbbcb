/** `POST /shares`: apps and share buttons report a press, and get the short link to pass on. */
import { createRoute, z } from '@hono/zod-openapi';
import { AppError, invalid } from '../../../errors.ts';
import { AGENT_LIMIT } from '../../../hits/classify/agent-limit.ts';
import { classifyAgent } from '../../../hits/classify/classify.ts';
import { createShareLinks } from '../../../links/contents/created-by-shares/share-links.ts';
import { hostsOf } from '../../../links/link-domain.ts';
import { isInCidrs } from '../../../net/cidr.ts';
import { readClient } from '../../../net/client.ts';
import type { Deps } from '../../../ports.ts';
import { recordShare, type Shared, type SharePress } from '../../../shares/record-share.ts';
import { UNLIMITED_SHARES } from '../../../shares/share-limits.ts';
import { targetOf } from '../../../shares/share-request.ts';
import { isoTime } from '../../../time.ts';
import { comparableHost } from '../../../urls/destination.ts';
import { isMark } from '../../../urls/mark.ts';
import { authorize } from '../../http/auth.ts';
import { readBody } from '../../http/body.ts';
import type { ApiContext, ApiMiddleware } from '../../http/env.ts';
import { answerOnce } from '../../http/idempotency/idempotency.ts';
import { allowOrigin, keyOfBody } from '../../http/publishable.ts';
import { apiRoute } from '../../http/route.ts';
import { Channel } from '../../schemas/enums.ts';
import * as field from '../../schemas/fields.ts';
import { json, jsonBody, problems } from '../../schemas/shapes.ts';
import { shareAddresses } from '../../schemas/share-addresses.ts';

const MAX_BYTES = 2 * 1024;

const ShareCreate = z
  .strictObject({
    channel: Channel,
    contentId: field
      .optional(z.string().min(1).max(256))
      .openapi({ description: 'Id of the content, or `ext_` and its external id.' }),
    url: field
      .optional(z.string().min(1))
      .openapi({ description: 'Instead of `contentId`: the address of the page.' }),
    from: field.optional(z.string().max(32)).openapi({
      description: 'The share code by which the person came. Anything that is not a mark is ignored.',
    }),
    key: field.optional(z.string().max(200)).openapi({
      description: 'The publishable key, for a body of the type text/plain. Elsewhere send it as a header.',
    }),
  })
  .openapi('ShareCreate', {
    description: 'A press of a share button.',
    example: { channel: 'whatsapp', url: 'https://example.com/guide?id=7' },
  });

const ShareBody = z
  .object({
    id: z.string().nullable().openapi({
      description: 'Id of the share; null if the press was not recorded.',
      example: 'shr_8fWq2xK0pLrT5vBn',
    }),
    at: field.timestamp.openapi({ description: 'Time of the press.' }),
    channel: Channel,
    contentId: z.string().openapi({ description: 'Id of the content.' }),
    linkId: z.string().openapi({ description: 'Id of the short link.' }),
    code: z.string().nullable().openapi({ description: 'The share code; null if the content has none.' }),
    shortUrl: field.address.openapi({ description: 'The short link to pass on, with its code.' }),
    shareUrl: z.string().nullable().openapi({
      description: 'Opens the app with the short link ready to send; null if the app has no such address.',
    }),
  })
  .openapi('Share', { description: 'What somebody shares, and the short link for it.' });

const security = [{ apiKey: ['links:write' as const] }];
const middleware: [ApiMiddleware, ApiMiddleware, ApiMiddleware, ApiMiddleware, ApiMiddleware, ApiMiddleware] =
  [
    readBodyOfText(),
    keyOfBody,
    authorize('links:write', 'shares:write'),
    allowOrigin,
    readBody(MAX_BYTES),
    answerOnce,
  ];

/** Reads only bodies that may contain the key; others are read once the key is checked. */
function readBodyOfText() {
  const read = readBody(MAX_BYTES, false, ['text/plain']);
  return ((c, next) =>
    /^text\/plain\b/i.test(c.req.header('Content-Type') ?? '') ? read(c, next) : next()) as typeof read;
}

export const shareRoutes = [
  apiRoute(
    createRoute({
      method: 'post',
      path: '/shares',
      tags: ['Contents'],
      summary: 'Report a share and get its short link',
      description:
        'For apps and share buttons. Also takes a publishable key with the scope `shares:write`, on pages of its origins; ' +
        'the body may then be text/plain with the key in `key`. The body has at most 2 kB. Which pages can be shared is ' +
        'described in the guide to share links. Repeated within ten seconds by the same visitor, it is the same share.',
      security,
      middleware,
      request: { body: jsonBody(ShareCreate) },
      responses: {
        200: json(ShareBody, 'The share that was recorded a moment ago, or none was recorded.'),
        201: json(ShareBody, 'The recorded share.'),
        ...problems,
      },
    }),
    async (c) => {
      const { channel, contentId = '', url = '', from = '' } = c.req.valid('json');
      const target = targetOf(contentId, url);
      if (!target) throw invalid('/contentId', 'Give exactly one of contentId and url.');
      const { deps } = c.var;
      const hosts = await hostsOf(deps);
      const domain = hosts.own.get(comparableHost(deps.requestHost ?? '')) ?? '';
      const outcome = await recordShare(
        {
          ...deps,
          links: createShareLinks(deps, c.var.caller?.origins ? undefined : deps.author),
          limits: c.var.caller?.origins ? deps.shareLimits : UNLIMITED_SHARES,
          ownHosts: hosts.own,
        },
        { channel, target, domain, source: 'browser', from: isMark(from) ? from : null, ...senderOf(c) },
      );
      if (outcome === 'unknown' || outcome === 'blocked')
        throw new AppError(
          'not_found',
          'No content of this id or page, and the page cannot get one by being shared.',
        );
      if (outcome === 'full')
        throw new AppError('rate_limited', 'Too many new pages were shared. Try again in an hour.');
      const { link, isNew } = outcome;
      const body = presentShare(deps, channel, outcome);
      if (!isNew) return c.json(body, 200);
      c.header('Location', `${deps.settings.publicUrl}/api/v1/links/${link.id}`);
      return c.json(body, 201);
    },
  ),
] as const;

function presentShare(
  { settings, clock }: Pick<Deps, 'settings' | 'clock'>,
  channel: z.infer<typeof Channel>,
  shared: Shared,
): z.infer<typeof ShareBody> {
  const { share, content, link } = shared;
  return {
    id: share?.id ?? null,
    at: isoTime(share?.at ?? clock()),
    ...{ channel, contentId: content.id, linkId: link.id, code: share?.code ?? null },
    ...shareAddresses(settings, shared),
  };
}

/** The visitor who pressed. The address is unknown if a server sends the report for them. */
function senderOf(c: ApiContext): Pick<SharePress, 'visitor' | 'limitAddress' | 'counts'> {
  const { settings } = c.get('deps');
  const { headers } = c.req.raw;
  const { address, limitAddress } = readClient(headers, c.env.connInfo.address, settings);
  const userAgent = (headers.get('User-Agent') ?? '').slice(0, AGENT_LIMIT);
  const optedOut = headers.get('Sec-GPC') === '1' || (settings.honourDnt && headers.get('DNT') === '1');
  if (!c.get('caller')?.origins)
    return { visitor: { address: null, optedOut, userAgent }, limitAddress: null, counts: true };
  if (classifyAgent(userAgent).kind !== 'click')
    throw new AppError('origin_not_allowed', 'This key works only in browsers, on pages of its origins.');
  const isOwn = address !== null && isInCidrs(settings.ownNetworks, address);
  return { visitor: { address, optedOut, userAgent }, limitAddress, counts: !isOwn };
}
