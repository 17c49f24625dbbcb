/** `/share/{channel}`: a plain link by which visitors share a page. It works without JavaScript. */
import type { ChannelEntry } from '../../channels/channel.ts';
import { CHANNELS, type Channel } from '../../channels/registry.ts';
import { classify } from '../../hits/classify/classify.ts';
import { createShareLinks } from '../../links/contents/created-by-shares/share-links.ts';
import type { Deps } from '../../ports.ts';
import { createDomains, type RequestDomain } from '../../redirect/domains.ts';
import { noteProxyProblem } from '../../redirect/proxy-warning.ts';
import { type ConnInfo, type RequestFacts, readFacts } from '../../redirect/request-facts.ts';
import { requestParts } from '../../redirect/request-parts.ts';
import { recordShare, type Shared } from '../../shares/record-share.ts';
import type { ShareLimits } from '../../shares/share-limits.ts';
import { channelOfPath, readShareQuery, type ShareRequest } from '../../shares/share-request.ts';
import { storageTrouble } from '../../storage-trouble.ts';
import { shortUrl } from '../../urls/short-url.ts';
import { forVisitor, type Reply, redirectTo, toResponse, UNCACHED } from '../../visitor-pages/http-reply.ts';
import { messagePage } from '../../visitor-pages/message-page.ts';
import { linkPage, programPage, shareMessage } from './share-page.ts';

export type ShareDoor = (request: Request, conn: ConnInfo) => Promise<Response>;

type DoorDeps = Deps & { reserved: ReadonlySet<string>; shareLimits: ShareLimits };

/** Seconds until a visitor should try again because the database does not answer. */
const RETRY_AFTER = '30';

export function createShareDoor(deps: DoorDeps): ShareDoor {
  const domainFor = createDomains(deps);

  const answer = async (request: Request, facts: RequestFacts): Promise<Reply> => {
    const { method, pathname } = facts;
    if (method !== 'GET' && method !== 'HEAD')
      return messagePage('method_not_allowed', facts, { Allow: 'GET, HEAD' });
    const channel = channelOfPath(pathname);
    if (channel === undefined) return shareMessage(facts, 'channel');
    const visit = visitBy(facts);
    // A browser would show a page that it has prefetched: it asks again when somebody really comes.
    if (visit === 'prefetch') return { status: 503, headers: UNCACHED, body: null };
    const { search, host } = new URL(request.url);
    const wanted = readShareQuery(search);
    if (wanted === undefined) return shareMessage(facts, 'invalid');
    if (visit === 'program') return programPage(facts, channel);
    return open(deps, { channel, wanted, facts, sign: visit.sign, domain: await domainFor(host), host });
  };

  return async (request, conn) => {
    const facts = readFacts(requestParts(request), conn, deps.settings);
    noteProxyProblem(facts, deps);
    const reply = await answer(request, facts).catch((err: unknown) => {
      if (storageTrouble(err) === 'other') throw err;
      deps.log.error({ err }, 'A share link could not be answered');
      return messagePage('unavailable', facts, { 'Retry-After': RETRY_AFTER });
    });
    return toResponse(forVisitor(reply, facts));
  };
}

/**
 * Whether a person navigates here, with the sign that flags the request. Absent `Sec-Fetch-*` headers prove nothing; others must
 * not contradict. The operator's own networks are people like any other.
 */
function visitBy(facts: RequestFacts): { sign: string } | 'program' | 'prefetch' {
  const { kind, reason, refusePrefetch } = classify({ ...facts, mark: null, ownNetwork: false });
  if (refusePrefetch) return 'prefetch';
  const isLookUp = reason === 'look_up';
  return kind === 'click' && !isLookUp ? { sign: reason } : 'program';
}

interface Opening {
  channel: Channel;
  wanted: ShareRequest;
  facts: RequestFacts;
  sign: string;
  domain: RequestDomain;
  host: string;
}

async function open(deps: DoorDeps, { channel, wanted, facts, sign, domain, host }: Opening): Promise<Reply> {
  const { optedOut, userAgent, address, limitAddress } = facts;
  const { listed, requested } = domain.ownHosts;
  const outcome = await recordShare(
    {
      ...deps,
      links: createShareLinks({ ...deps, requestHost: host }),
      limits: deps.shareLimits,
      ownHosts: { has: (each) => listed.has(each) || each === requested },
    },
    {
      ...{ channel, target: wanted.target, from: wanted.from, domain: domain.name, source: 'link' },
      visitor: { address, optedOut, userAgent, sign },
      limitAddress,
      counts: !facts.ownNetwork,
    },
  );
  if (outcome === 'unknown' || outcome === 'blocked') return shareMessage(facts, 'unknown');
  if (outcome === 'full') return shareMessage(facts, 'full');
  return passOn(deps, facts, { ...outcome, channel, text: wanted.text });
}

/** Opens the app with the short link in it, or shows the link. */
function passOn(
  { settings }: DoorDeps,
  facts: RequestFacts,
  { content, link, share, channel, text }: Shared & { channel: Channel; text: string | null },
): Reply {
  const { shareIntent, mark }: ChannelEntry = CHANNELS[channel];
  const short = shortUrl(settings.publicUrl, link, share?.code ?? mark);
  const title = link.title ?? content.title;
  if (shareIntent === null) return linkPage(facts, { channel, shortUrl: short, title });
  const location = shareIntent({ shortUrl: short, title: text ?? title, host: new URL(link.url).host });
  const { headers, ...redirect } = redirectTo(location, 302);
  // The app must not learn on which page somebody has pressed.
  return { ...redirect, headers: { ...headers, 'Referrer-Policy': 'no-referrer' } };
}
