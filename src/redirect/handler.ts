/** The hot path: facts, link, decision, effects, answer. */
import { type AgentDescription, describeAgent, memoAgents } from '../hits/agent.ts';
import { classify, judgeAgent, type Verdict } from '../hits/classify.ts';
import type { NewHit, TurnedAwayReason } from '../hits/hit.ts';
import type { RedirectLink } from '../links/link.ts';
import type { Deps } from '../ports.ts';
import { allows, decide } from './decide.ts';
import { createEffects, type Effects } from './effects.ts';
import { type Facts, type Peer, readFacts } from './facts.ts';
import { NOTICE_OF, noticeAnswer } from './notice.ts';
import { parseShortPath } from './path.ts';

/** Answers any request for a short link. It rejects only if the link cannot be looked up. */
export interface Redirect {
  (request: Request, peer: Peer): Promise<Response>;
  /** Hits lost since the start, for the metrics. */
  dropped(): number;
}

/** One request, read and judged. `at` is UTC milliseconds. */
interface Visit {
  facts: Facts;
  mark: string | null;
  description: AgentDescription;
  verdict: Verdict;
  at: number;
}

/** The default domain, as the store names it. */
const DOMAIN = '';
const AGENTS_KEPT = 5_000;
// No Referrer-Policy among them: it would erase the destination's Referer.
const UNCACHED = { 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' };

/** Serves the default domain's links, whatever `Host` says. */
export function createRedirect(deps: Deps): Redirect {
  const effects = createEffects(deps);
  const readAgent = memoAgents(AGENTS_KEPT, (userAgent) => ({
    description: describeAgent(userAgent),
    agent: judgeAgent(userAgent),
  }));

  function readVisit(request: Request, peer: Peer, at: number) {
    const facts = readFacts(request, peer);
    const path = parseShortPath(facts.pathname);
    const mark = path?.mark ?? null;
    const { description, agent } = readAgent(facts.userAgent);
    const verdict = classify({ ...facts, mark }, agent);
    return { slug: path?.slug, visit: { facts, mark, description, verdict, at } };
  }

  // A refused prefetch is refused whatever the lookup says: only its hit depends on it.
  async function lookUp(slug: string, refused: boolean): Promise<RedirectLink | undefined> {
    try {
      return await deps.store.links.resolve(DOMAIN, slug);
    } catch (err) {
      if (!refused) throw err;
      deps.log.error({ err }, 'The link of a refused prefetch could not be looked up');
      return undefined;
    }
  }

  async function redirect(request: Request, peer: Peer): Promise<Response> {
    const { slug, visit } = readVisit(request, peer, deps.clock());
    const { facts, verdict, at: now } = visit;
    const wanted = slug !== undefined && allows(facts.method);
    const link = wanted ? await lookUp(slug, verdict.refusePrefetch) : undefined;
    const { publicUrl } = deps.settings;
    const decision = decide(link, { ...facts, ...verdict, now, publicUrl });

    switch (decision.answer) {
      case 'redirect':
        if (decision.takesClick && !(await effects.takeClick(decision.link.rowId))) {
          return turnAway(effects, visit, decision.link, 'used_up');
        }
        await effects.keep(hitOn(decision.link, visit, effects));
        return new Response(null, {
          status: decision.status,
          headers: { Location: decision.location, ...UNCACHED },
        });
      case 'refuse_prefetch':
        if (decision.link) await effects.keep(hitOn(decision.link, visit, effects));
        return new Response(null, { status: 503, headers: UNCACHED });
      case 'turn_away':
        return turnAway(effects, visit, decision.link, decision.reason);
      case 'unsafe_destination':
        deps.log.error({ linkRowId: decision.link.rowId }, 'A stored destination is not safe to send');
        return noticeAnswer('unknown', facts.language, facts.method);
      case 'unknown':
      case 'method_not_allowed':
        return noticeAnswer(decision.answer, facts.language, facts.method);
    }
  }

  return Object.assign(redirect, { dropped: effects.dropped });
}

async function turnAway(effects: Effects, visit: Visit, link: RedirectLink, reason: TurnedAwayReason) {
  await effects.turnAway(link.rowId, visit.at, reason);
  return noticeAnswer(NOTICE_OF[reason], visit.facts.language, visit.facts.method);
}

/** Only a click has a visitor: nothing else is counted by person. */
function hitOn(link: RedirectLink, visit: Visit, effects: Effects): NewHit {
  const { facts, mark, description, verdict, at } = visit;
  const { kind, reason, app, certainty } = verdict;
  return {
    linkRowId: link.rowId,
    at,
    kind,
    reason,
    app,
    certainty,
    ...description,
    country: '',
    region: '',
    city: '',
    referrer: facts.referrer,
    mark,
    visitor: kind === 'click' ? effects.visitorHash(facts, DOMAIN, at) : null,
  };
}
