/** The redirect, from request to answer: facts, link, decision, effects, answer. */
import { classify } from '../hits/classify/classify.ts';
import type { RedirectLink } from '../links/link.ts';
import type { Deps } from '../ports.ts';
import { storageTrouble } from '../storage-trouble.ts';
import { parseShortPath } from '../urls/short-path.ts';
import { forVisitor, type Reply, redirectTo, toResponse } from '../visitor-pages/http-reply.ts';
import { createAgentReader, type ReadAgent } from './agent-reader.ts';
import { createAnswer } from './answer-visit.ts';
import { safeHref } from './destination.ts';
import { createDomains } from './domains.ts';
import { createFindPlace } from './find-geographic-place.ts';
import { createInstance } from './instance.ts';
import { loadPages } from './load-pages.ts';
import { noteProxyProblem } from './proxy-warning.ts';
import { type ConnInfo, readFacts } from './request-facts.ts';
import { type RequestParts, requestParts } from './request-parts.ts';
import { createEffects } from './side-effects.ts';
import type { Visit } from './visit.ts';

/** Answers any request for a short link. Answers 503 if the link cannot be looked up; rejects only because of a bug. */
export interface Redirect {
  (request: Request, conn: ConnInfo): Promise<Response>;
  /** The same answer to a GET, if nothing has to be looked up; otherwise undefined. */
  remembered(parts: RequestParts, conn: ConnInfo): Promise<Reply> | undefined;
  /** Redirects `/` to the domain's `rootUrl`; null if it has none. The default domain never has one. */
  root(request: Request): Promise<Response | null>;
}

/** Seconds until a visitor should try again because a link cannot be looked up. */
const RETRY_AFTER = '30';

/** Serves the links of all domains. An unknown `Host` gets those of the default domain. */
export function createRedirect(deps: Deps): Redirect {
  const effects = createEffects(deps);
  const answer = createAnswer(deps, effects);
  const domainFor = createDomains(deps);
  const instanceNow = createInstance(deps);
  const findPlace = createFindPlace(deps);
  const agents = createAgentReader();

  function readVisit(
    parts: RequestParts,
    conn: ConnInfo,
    readAgent: ReadAgent,
    target: Pick<Visit, 'path' | 'requestDomain' | 'instance' | 'at'>,
  ): Visit {
    const facts = readFacts(parts, conn, target.instance.reading);
    noteProxyProblem(facts, deps);
    const { description, agent } = readAgent(facts.userAgent);
    const classification = classify({ ...facts, mark: target.path?.mark ?? null }, agent);
    const place = findPlace({ address: facts.address, place: conn.place }, classification);
    return { facts, description, classification, place, ...target };
  }

  // A refused prefetch is refused in any case: only its hit depends on the look-up.
  async function lookUp(visit: Visit): Promise<RedirectLink | undefined> {
    if (visit.path === null) return undefined;
    try {
      return await deps.store.links.resolve(visit.requestDomain.name, visit.path.slug);
    } catch (err) {
      if (!visit.classification.refusePrefetch) throw err;
      deps.log.error({ err }, 'The link of a refused prefetch could not be looked up');
      return undefined;
    }
  }

  async function redirect(request: Request, conn: ConnInfo): Promise<Response> {
    try {
      return await open(request, conn);
    } catch (err) {
      if (storageTrouble(err) === 'other') throw err;
      deps.log.error({ err }, 'A link could not be looked up');
      const facts = readFacts(requestParts(request), conn, deps.settings);
      const page = (await loadPages()).messagePage('unavailable', facts, { 'Retry-After': RETRY_AFTER });
      return toResponse(forVisitor(page, facts));
    }
  }

  async function open(request: Request, conn: ConnInfo): Promise<Response> {
    const parts = requestParts(request);
    const at = deps.clock();
    const [requestDomain, instance] = await Promise.all([domainFor(parts.url.host), instanceNow()]);
    const readAgent = agents.loaded() ?? (await agents.load());
    const path = parseShortPath(parts.url.pathname);
    const visit = readVisit(parts, conn, readAgent, { path, requestDomain, instance, at });
    return toResponse(forVisitor(await answer(await lookUp(visit), visit, request), visit.facts));
  }

  const answerFromMemory = async (link: RedirectLink, visit: Visit) =>
    forVisitor(await answer(link, visit), visit.facts);

  function remembered(parts: RequestParts, conn: ConnInfo): Promise<Reply> | undefined {
    if (parts.method !== 'GET') return undefined;
    const at = deps.clock();
    const requestDomain = domainFor.remembered(parts.url.host);
    const path = parseShortPath(parts.url.pathname);
    const [readAgent, instance] = [agents.loaded(), instanceNow.remembered()];
    if (requestDomain === undefined || path === null || !readAgent || !instance) return undefined;
    const link = deps.store.links.remembered(requestDomain.name, path.slug);
    return (
      link && answerFromMemory(link, readVisit(parts, conn, readAgent, { path, requestDomain, instance, at }))
    );
  }

  async function root(request: Request): Promise<Response | null> {
    const requestDomain = await domainFor(new URL(request.url).host);
    const { domain } = requestDomain;
    const location = domain?.rootUrl ? safeHref(domain.rootUrl, requestDomain) : null;
    return location === null ? null : toResponse(redirectTo(location, 302));
  }

  return Object.assign(redirect, { remembered, root });
}
