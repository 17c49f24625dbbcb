/** Dictionaries: small tables that give the facts of a hit their ids. Known ids are cached. */
import { type SQL, sql } from 'drizzle-orm';
import type { NewHit } from '../../hits/hit.ts';
import { appOfReferrer } from '../../hits/referrer.ts';
import { dayOf } from '../../time.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

/** The ids of a hit's facts; 0 for a fact that a full dictionary does not contain. */
export interface FactIds {
  agentId: number;
  placeId: number;
  referrerId: number;
}

/** How many entries each dictionary may have, because visitors influence what is added. */
export interface DictionaryBounds {
  agents: number;
  places: number;
  /** New hosts per UTC day. */
  referrersPerDay: number;
}

const BOUNDS: DictionaryBounds = { agents: 20_000, places: 200_000, referrersPerDay: 2_000 };

type Fact = (hit: NewHit) => string;

interface Dictionary {
  table: string;
  /** The fact in each column. */
  columns: Record<string, Fact>;
  /** Whether the entry consists of words from Sotto's own lists, and is added even to a full dictionary. */
  isKnown(hit: NewHit): boolean;
  /** Reduces the facts of a hit if the dictionary is full; without it the hit gets no entry. */
  fallback?(hit: NewHit): NewHit;
  /** The condition that the table may grow. */
  hasRoom: SQL;
  /** A further column and its value. */
  learned?: { column: string; value(hit: NewHit): number };
}

/** Whether the list of apps contains this host or package. */
const isAppHost = (name: string) =>
  appOfReferrer({ from: 'web', name }) !== undefined ||
  appOfReferrer({ from: 'android', name }) !== undefined;

const dictionaries = ({ agents, places, referrersPerDay }: DictionaryBounds): Dictionary[] => [
  {
    table: 'agents',
    columns: {
      device: ({ device }) => device,
      os: ({ os }) => os,
      browser: ({ browser }) => browser,
      app: ({ app }) => app,
      certainty: ({ certainty }) => certainty,
    },
    // App and browser names come from Sotto's own lists, so each column has few values; only their combinations are
    // many.
    isKnown: (hit) => hit.app === '' || (hit.device === '' && hit.os === '' && hit.browser === ''),
    fallback: (hit) => ({ ...hit, device: '', os: '', browser: '' }),
    hasRoom: sql`(SELECT coalesce(max(id), 0) FROM agents) < ${raw(agents)}`,
  },
  {
    table: 'places',
    columns: { country: ({ country }) => country, region: ({ region }) => region, city: ({ city }) => city },
    isKnown: (hit) => hit.region === '' && hit.city === '',
    fallback: (hit) => ({ ...hit, region: '', city: '' }),
    hasRoom: sql`(SELECT coalesce(max(id), 0) FROM places) < ${raw(places)}`,
  },
  {
    table: 'referrers',
    columns: { host: ({ referrer }) => referrer },
    isKnown: ({ referrer }) => referrer === '' || isAppHost(referrer),
    hasRoom: sql`(SELECT count(*) FROM referrers WHERE first_seen_day = entry.value ->> 2) < ${raw(referrersPerDay)}`,
    learned: { column: 'first_seen_day', value: (hit) => dayOf(hit.at) },
  },
];

const REMEMBERED = 20_000;

type Level = Map<string, Level | number>;

/**
 * Ids by facts, in nested maps with one level for each fact: a look-up takes a third of the time of one joined text.
 */
function createKnownIds() {
  let root: Level = new Map();
  let size = 0;
  return {
    get(facts: Fact[], hit: NewHit): number | undefined {
      let at: Level | number | undefined = root;
      for (const fact of facts) at = typeof at === 'object' ? at.get(fact(hit)) : undefined;
      return typeof at === 'number' ? at : undefined;
    },
    set(texts: string[], id: number): void {
      // Visitors influence how many there are. Frequent entries are soon cached again.
      if (size >= REMEMBERED) [root, size] = [new Map(), 0];
      size += 1;
      let level = root;
      for (const text of texts.slice(0, -1)) {
        const known = level.get(text);
        const next: Level = typeof known === 'object' ? known : new Map();
        level.set(text, next);
        level = next;
      }
      level.set(texts.at(-1) ?? '', id);
    },
  };
}

/** Inserts the entries `[facts, isKnown, learned]` that do not exist. */
function learn({ table, columns, hasRoom, learned }: Dictionary, entries: string): SQL {
  const own = Object.keys(columns);
  const names = [...own, ...(learned ? [learned.column] : [])].join(', ');
  const values = own.map((_, index) => `entry.value -> 0 ->> ${index}`);
  const all = [...values, ...(learned ? ['entry.value ->> 2'] : [])].join(', ');
  return sql`INSERT INTO ${raw(table)} (${raw(names)}) SELECT ${raw(all)} FROM json_each(${entries}) entry
    WHERE entry.value ->> 1 OR ${hasRoom} ON CONFLICT DO NOTHING`;
}

function lookUp({ table, columns }: Dictionary, entries: string): SQL {
  const own = Object.keys(columns);
  const same = own.map((name, index) => `known.${name} = entry.value -> 0 ->> ${index}`).join(' AND ');
  return sql`SELECT known.id, ${raw(own.map((name) => `known.${name}`).join(', '))}
    FROM json_each(${entries}) entry JOIN ${raw(table)} known ON ${raw(same)}`;
}

/** Answers the id of each hit's entry, in the order of the hits. */
function remember(engine: Engine, dictionary: Dictionary): (hits: readonly NewHit[]) => Promise<number[]> {
  const { columns, isKnown, fallback, learned } = dictionary;
  const [names, facts] = [Object.keys(columns), Object.values(columns)];
  const known = createKnownIds();
  const idOf = (hit: NewHit) => known.get(facts, hit);

  const fetch = async (hits: readonly NewHit[]) => {
    const each = hits.map((hit) => [
      facts.map((fact) => fact(hit)),
      Number(isKnown(hit)),
      learned?.value(hit) ?? 0,
    ]);
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

  return async (hits) => {
    const ids = hits.map(idOf);
    if (!ids.includes(undefined)) return ids as number[]; // the line before proves it
    await fetch(hits.filter((_, index) => ids[index] === undefined));
    const found = hits.map((hit, index) => ids[index] ?? idOf(hit));
    const left = hits.filter((_, index) => found[index] === undefined);
    if (left.length === 0 || fallback === undefined) return found.map((id) => id ?? 0);
    const lesser = left.map(fallback);
    await fetch(lesser);
    const next = lesser.map((hit) => idOf(hit) ?? 0).values();
    return found.map((id) => id ?? next.next().value ?? 0);
  };
}

/** Answers the ids of each hit's facts, in the order of the hits. */
export function createDictionaries(
  engine: Engine,
  bounds: DictionaryBounds = BOUNDS,
): (hits: readonly NewHit[]) => Promise<FactIds[]> {
  const [agents, places, referrers] = dictionaries(bounds).map((each) => remember(engine, each));
  const none = async () => [];
  return async (hits) => {
    const [agent, place, referrer] = [
      await (agents ?? none)(hits),
      await (places ?? none)(hits),
      await (referrers ?? none)(hits),
    ];
    return hits.map((_, index) => ({
      agentId: agent[index] ?? 0,
      placeId: place[index] ?? 0,
      referrerId: referrer[index] ?? 0,
    }));
  };
}
