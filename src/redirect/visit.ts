import type { AgentDescription } from '../hits/classify/agent.ts';
import type { Verdict } from '../hits/classify/classify.ts';
import type { NewHit } from '../hits/hit.ts';
import type { RedirectLink } from '../links/link.ts';
import type { ShortPath } from '../urls/short-path.ts';
import type { Site } from './domains.ts';
import type { Effects } from './effects.ts';
import type { Facts } from './facts.ts';

/** One request, read and judged. `at` is UTC milliseconds. */
export interface Visit {
  facts: Facts;
  /** Null: it names no short link. */
  path: ShortPath | null;
  site: Site;
  description: AgentDescription;
  verdict: Verdict;
  at: number;
}

/** The domain of a visit, as the store names it. */
export function domainOf({ site }: Visit): string {
  return site.domain?.domain ?? '';
}

const visitorOf = ({ facts, verdict: { reason } }: Visit) =>
  reason === '' ? facts : { ...facts, sign: reason };

/** Only a click has a visitor: nothing else is counted by person. */
export function hitOn(link: RedirectLink, visit: Visit, effects: Effects): NewHit {
  const { facts, path, verdict, at } = visit;
  const { kind, reason, app, certainty } = verdict;
  const { device, os, browser } = visit.description;
  const { country, region, city } = effects.placeOf(facts, verdict);
  return {
    linkRowId: link.rowId,
    at,
    kind,
    reason,
    app,
    certainty,
    device,
    os,
    browser,
    country,
    region,
    city,
    referrer: facts.referrer,
    mark: path?.mark ?? null,
    visitor: kind === 'click' ? effects.visitorHash(visitorOf(visit), domainOf(visit), at) : null,
    network: kind === 'click' ? effects.networkHash(facts, at) : null,
  };
}
