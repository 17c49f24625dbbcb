/** Dictionaries: small tables that give the facts of a hit their ids. Known ids are cached. */
import { type SQL, sql } from 'drizzle-orm';
import { isPlausibleAgent } from '../../hits/classify/plausible-agent.ts';
import type { NewHit } from '../../hits/hit.ts';
import type { DictionaryUsage } from '../../store-ports/hit-stores.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { createKnownIds } from './dictionary-id-cache.ts';
import { createReferrers, MAX_NEW_REFERRERS } from './referrers.ts';

/** The ids of a hit's facts; 0 for a fact that a full dictionary does not contain. */
export interface FactIds {
  agentId: number;
  placeId: number;
  referrerId: number;
}

type Fact = (hit: NewHit) => string;

interface Dictionary {
  table: string;
  /** The fact in each column. */
  columns: Record<string, Fact>;
  /** Reduces the facts of a hit that the dictionary does not take. */
  lesser(hit: NewHit): NewHit;
  /** Whether the dictionary takes the facts of the hit however large it is. */
  isClosed(hit: NewHit): boolean;
  /** How many entries it may have in all, besides those that it always takes. */
  bound: number;
}

/**
 * All words come from Sotto's own lists. An app with a combination of the others that does not exist is stored alone, so
 * that there are few enough combinations to be stored without a bound.
 */
const AGENTS: Dictionary = {
  table: 'agents',
  columns: {
    device: ({ device }) => device,
    os: ({ os }) => os,
    browser: ({ browser }) => browser,
    app: ({ app }) => app,
    certainty: ({ certainty }) => certainty,
  },
  lesser: (hit) => ({ ...hit, device: '', os: '', browser: '' }),
  isClosed: (hit) => hit.app === '' || isPlausibleAgent(hit),
  bound: 0,
};

/** The platform names the places, which strangers cannot choose. */
const MAX_PLACES = 200_000;

const PLACES: Dictionary = {
  table: 'places',
  columns: { country: ({ country }) => country, region: ({ region }) => region, city: ({ city }) => city },
  lesser: (hit) => ({ ...hit, region: '', city: '' }),
  isClosed: (hit) => hit.region === '' && hit.city === '',
  bound: MAX_PLACES,
};

/** Inserts the entries `[facts, isClosed]` that do not exist, as far as there is room. */
function learn({ table, columns, bound }: Dictionary, entries: string): SQL {
  const names = Object.keys(columns);
  const values = names.map((_, index) => `entry.value -> 0 ->> ${index}`);
  return sql`INSERT INTO ${raw(table)} (${raw(names.join(', '))}) SELECT ${raw(values.join(', '))}
    FROM json_each(${entries}) entry
    WHERE entry.value ->> 1 OR (SELECT coalesce(max(id), 0) FROM ${raw(table)}) < ${raw(bound)} ON CONFLICT DO NOTHING`;
}

function lookUp({ table, columns }: Dictionary, entries: string): SQL {
  const own = Object.keys(columns);
  const same = own.map((name, index) => `known.${name} = entry.value -> 0 ->> ${index}`).join(' AND ');
  return sql`SELECT known.id, ${raw(own.map((name) => `known.${name}`).join(', '))}
    FROM json_each(${entries}) entry JOIN ${raw(table)} known ON ${raw(same)}`;
}

/** Answers the id of each hit's entry, in the order of the hits. */
function remember(engine: Engine, dictionary: Dictionary): (hits: readonly NewHit[]) => Promise<number[]> {
  const { columns, isClosed, lesser, bound } = dictionary;
  const [names, facts] = [Object.keys(columns), Object.values(columns)];
  const known = createKnownIds(facts);
  const mayBeTaken = (hit: NewHit) => bound > 0 || isClosed(hit);

  const fetch = async (hits: readonly NewHit[]) => {
    const each = hits.map((hit) => [facts.map((fact) => fact(hit)), Number(isClosed(hit))]);
    const byFacts = new Map(each.map((entry) => [JSON.stringify(entry[0]), entry]));
    const entries = JSON.stringify([...byFacts.values()]);
    await engine.atomic([learn(dictionary, entries)]);
    const [rows = []] = await engine.read([lookUp(dictionary, entries)]);
    for (const row of rows)
      known.set(
        names.map((name) => String(row[name])),
        Number(row.id),
      );
  };

  return async (given) => {
    const hits = given.map((hit) => (mayBeTaken(hit) ? hit : lesser(hit)));
    const ids = hits.map(known.get);
    if (!ids.includes(undefined)) return ids as number[]; // the line before proves it
    await fetch(hits.filter((_, index) => ids[index] === undefined));
    const found = hits.map((hit, index) => ids[index] ?? known.get(hit));
    const left = hits.filter((_, index) => found[index] === undefined).map(lesser);
    if (left.length > 0) await fetch(left);
    const next = left.map((hit) => known.get(hit) ?? 0).values();
    return found.map((id) => id ?? next.next().value ?? 0);
  };
}

/** Answers the ids of each hit's facts, in the order of the hits. */
export function createDictionaries(engine: Engine): (hits: readonly NewHit[]) => Promise<FactIds[]> {
  const agentsOf = remember(engine, AGENTS);
  const placesOf = remember(engine, PLACES);
  const referrersOf = createReferrers(engine);
  return async (hits) => {
    const [agents, places] = [await agentsOf(hits), await placesOf(hits)];
    const referrers = await referrersOf(hits);
    return hits.map((_, index) => ({
      agentId: agents[index] ?? 0,
      placeId: places[index] ?? 0,
      referrerId: referrers[index] ?? 0,
    }));
  };
}

/** How full the dictionaries with a bound are on a UTC day. */
export async function readRoom({ read }: Reader, day: number): Promise<DictionaryUsage[]> {
  const [rows] = await read([
    sql`SELECT (SELECT count(*) FROM referrers WHERE first_seen_day = ${day}) AS referrers,
      (SELECT coalesce(max(id), 0) FROM places) AS places`,
  ]);
  const { referrers, places } = rows?.[0] ?? {};
  return [
    { name: 'referrers', entries: Number(referrers), bound: MAX_NEW_REFERRERS },
    { name: 'places', entries: Number(places), bound: MAX_PLACES },
  ];
}
