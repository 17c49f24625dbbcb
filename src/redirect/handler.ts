/** The hot path: facts, link, decision, effects, answer. */
import { describeAgent, memoAgents } from '../hits/classify/agent.ts';
import { classify, judgeAgent } from '../hits/classify/classify.ts';
import type { RedirectLink } from '../links/link.ts';
import type { Deps } from '../ports.ts';
import { parseShortPath } from '../urls/short-path.ts';
import { leadTo, type Reply, toResponse } from '../visitor-pages/reply.ts';
import { createAnswer } from './answer.ts';
import { safeHref } from './decide.ts';
import { createDomains } from './domains.ts';
import { createEffects } from './effects.ts';
import { type Peer, readFacts } from './facts.ts';
import { noteProxy } from './proxy-warning.ts';
import { type Asked, askedOf } from './request-parts.ts';
import { domainOf, type Visit } from './visit.ts';

/** Answers any request for a short link. It rejects only if the link cannot be looked up or unlocked. */
export interface Redirect {
  (request: Request, peer: Peer): Promise<Response>;
  /** The same answer to a GET for which nothing must be looked up; undefined otherwise. */
  remembered(asked: Asked, peer: Peer): Promise<Reply> | undefined;
  /** Where a domain's `/` leads; null where it has no such place, as the default domain has none. */
  root(request: Request): Promise<Response | null>;
}

const AGENTS_KEPT = 5_000;

/** Serves every domain's links; a `Host` that is none of them gets the default one's. */
export function createRedirect(deps: Deps): Redirect {
  const effects = createEffects(deps);
  const answer = createAnswer(deps, effects);
  const siteOf = createDomains(deps);
  const readAgent = memoAgents(AGENTS_KEPT, (userAgent) => ({
    description: describeAgent(userAgent),
    agent: judgeAgent(userAgent),
  }));

  function readVisit(asked: Asked, peer: Peer, where: Pick<Visit, 'path' | 'site' | 'at'>): Visit {
    const facts = readFacts(asked, peer, deps.settings);
    noteProxy(facts, deps);
    const { description, agent } = readAgent(facts.userAgent);
    const verdict = classify({ ...facts, mark: where.path?.mark ?? null }, agent);
    return { facts, description, verdict, ...where };
  }

  // A refused prefetch is refused whatever the lookup says: only its hit depends on it.
  async function lookUp(visit: Visit): Promise<RedirectLink | undefined> {
    if (visit.path === null) return undefined;
    try {
      return await deps.store.links.resolve(domainOf(visit), visit.path.slug);
    } catch (err) {
      if (!visit.verdict.refusePrefetch) throw err;
      deps.log.error({ err }, 'The link of a refused prefetch could not be looked up');
      return undefined;
    }
  }

  async function redirect(request: Request, peer: Peer): Promise<Response> {
    const asked = askedOf(request);
    const at = deps.clock();
    const site = await siteOf(asked.url.host);
    const visit = readVisit(asked, peer, { path: parseShortPath(asked.url.pathname), site, at });
    return toResponse(await answer(await lookUp(visit), visit, request));
  }

  function remembered(asked: Asked, peer: Peer): Promise<Reply> | undefined {
    if (asked.method !== 'GET') return undefined;
    const at = deps.clock();
    const site = siteOf.remembered(asked.url.host);
    const path = parseShortPath(asked.url.pathname);
    if (site === undefined || path === null) return undefined;
    const link = deps.store.links.remembered(site.domain?.domain ?? '', path.slug);
    return link && answer(link, readVisit(asked, peer, { path, site, at }));
  }

  async function root(request: Request): Promise<Response | null> {
    const { domain, ownHosts } = await siteOf(new URL(request.url).host);
    const location = domain?.rootUrl ? safeHref(domain.rootUrl, ownHosts) : null;
    return location === null ? null : toResponse(leadTo(location, 302));
  }

  return Object.assign(redirect, { remembered, root });
}
