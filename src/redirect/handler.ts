/** The hot path: facts, link, decision, effects, answer. */
import { describeAgent, memoAgents } from '../hits/agent.ts';
import { classify, judgeAgent } from '../hits/classify.ts';
import type { RedirectLink } from '../links/link.ts';
import { parseShortPath } from '../links/short-path.ts';
import type { Deps } from '../ports.ts';
import { createAnswer, leadTo } from './answer.ts';
import { safeHref } from './decide.ts';
import { createDomains } from './domains.ts';
import { createEffects } from './effects.ts';
import { type Peer, readFacts } from './facts.ts';
import { noteProxy } from './proxy-warning.ts';
import { domainOf, type Visit } from './visit.ts';

/** Answers any request for a short link. It rejects only if the link cannot be looked up or unlocked. */
export interface Redirect {
  (request: Request, peer: Peer): Promise<Response>;
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

  async function readVisit(request: Request, peer: Peer, at: number): Promise<Visit> {
    const facts = readFacts(request, peer, deps.settings);
    noteProxy(facts, deps);
    const path = parseShortPath(facts.pathname);
    const { description, agent } = readAgent(facts.userAgent);
    const verdict = classify({ ...facts, mark: path?.mark ?? null }, agent);
    const site = await siteOf(facts.host, at);
    return { facts, path, site, description, verdict, at };
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
    const visit = await readVisit(request, peer, deps.clock());
    return answer(await lookUp(visit), visit, request);
  }

  async function root(request: Request): Promise<Response | null> {
    const { domain, ownHosts } = await siteOf(new URL(request.url).host, deps.clock());
    const location = domain?.rootUrl ? safeHref(domain.rootUrl, ownHosts) : null;
    return location === null ? null : leadTo(location, 302);
  }

  return Object.assign(redirect, { root });
}
