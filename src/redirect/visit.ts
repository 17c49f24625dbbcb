import type { AgentDescription } from '../hits/classify/agent.ts';
import type { Classification } from '../hits/classify/classify.ts';
import type { Place } from '../hits/geographic-place.ts';
import type { NewHit } from '../hits/hit.ts';
import type { RedirectLink } from '../links/link.ts';
import type { ShortPath } from '../urls/short-path.ts';
import type { RequestDomain } from './domains.ts';
import type { Instance } from './instance.ts';
import type { RequestFacts } from './request-facts.ts';
import type { Effects } from './side-effects.ts';

/** One request, read and classified. `at` is UTC milliseconds. */
export interface Visit {
  facts: RequestFacts;
  /** Null if the path cannot be a short link. */
  path: ShortPath | null;
  requestDomain: RequestDomain;
  instance: Instance;
  description: AgentDescription;
  classification: Classification;
  place: Place;
  at: number;
}

const READS = new Set(['GET', 'HEAD']);

/**
 * The visit as it counts on this link. People send GET, or the form of a password; everything else but HEAD, which has
 * a reason of its own, comes from a program.
 */
export function visitOf(link: RedirectLink | undefined, visit: Visit): Visit {
  const { classification, facts } = visit;
  const isForm = facts.method === 'POST' && link !== undefined && link.passwordHash !== null;
  if (READS.has(facts.method) || isForm || classification.reason === 'own_test') return visit;
  return { ...visit, classification: { ...classification, kind: 'bot', reason: 'method' } };
}

const visitorOf = ({ facts, classification: { reason } }: Visit) =>
  reason === '' ? facts : { ...facts, sign: reason };

/** The hit that this visit is on a link. Only clicks get hashes: nothing else is counted by visitor. */
export function hitOn(link: RedirectLink, visit: Visit, effects: Effects): NewHit {
  const { facts, path, classification, at } = visit;
  const { kind, reason, app, certainty } = classification;
  const { device, os, browser } = visit.description;
  const { country, region, city } = visit.place;
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
    visitor: kind === 'click' ? effects.visitorHash(visitorOf(visit), visit.requestDomain.name, at) : null,
    network: kind === 'click' ? effects.networkHash(facts, at) : null,
  };
}
