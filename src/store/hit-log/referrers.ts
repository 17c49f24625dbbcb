/** The dictionary of referrers, whose hosts strangers can invent. */
import { type SQL, sql } from 'drizzle-orm';
import type { NewHit } from '../../hits/hit.ts';
import { listedReferrer } from '../../hits/referrer.ts';
import { createLazyLru } from '../../lazy-lru.ts';
import { RARE_BELOW_CLICKS } from '../../stats/rare-values.ts';
import { dayOf } from '../../time.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

/** New hosts per UTC day. */
export const MAX_NEW_REFERRERS = 2_000;
/** Of these, from one network, so that a stranger cannot use them up; and from all clicks without a known network. */
const MAX_OF_NETWORK = 50;
const MAX_OF_UNKNOWN_NETWORKS = 500;

const REMEMBERED = 20_000;
const MAX_NETWORKS = 50_000;
/**
 * Days after the compaction of a day until a host that was last seen on it is deleted: by then no row contains it. No
 * writer remembers rare hosts for longer.
 */
const MARGIN_DAYS = 30;

/** An entry of the dictionary as it was on a UTC day. Entries with fewer uses than `RARE_BELOW` may be deleted. */
interface Known {
  id: number;
  uses: number;
  day: number;
}

/** `[host, day, isListed]` */
type NewEntry = [host: string, day: number, isListed: 0 | 1];

/** What Sotto's own lists contain of a host; no referrer is one of their values. */
const listedOrNone = (host: string) => (host === '' ? '' : listedReferrer(host));

/** Inserts the entries that do not exist; in their order, until the day is full. */
const learn = (entries: readonly NewEntry[]): SQL => sql`WITH entry AS MATERIALIZED (
    SELECT value ->> 0 AS host, value ->> 1 AS day, value ->> 2 AS is_listed,
      row_number() OVER (PARTITION BY value ->> 1, value ->> 2 ORDER BY key) AS nth
    FROM json_each(${JSON.stringify(entries)})
  ), known AS MATERIALIZED (
    SELECT day, (SELECT count(*) FROM referrers WHERE first_seen_day = day) AS hosts
    FROM (SELECT DISTINCT day FROM entry)
  )
  INSERT INTO referrers (host, first_seen_day, last_seen_day, uses) SELECT host, day, day, 0
  FROM entry JOIN known USING (day) WHERE is_listed OR hosts + nth <= ${raw(MAX_NEW_REFERRERS)} ON CONFLICT DO NOTHING`;

const lookUp = (hosts: readonly string[]): SQL => sql`SELECT known.id, known.host, known.uses
  FROM json_each(${JSON.stringify(hosts)}) entry JOIN referrers known ON known.host = entry.value`;

/** Counts the uses `[id, uses, day]`, up to the number from which on a host is not rare. */
const countUses = (uses: readonly number[][]): SQL => sql`UPDATE referrers
  SET uses = min(referrers.uses + u.value ->> 1, ${raw(RARE_BELOW_CLICKS)}), last_seen_day = max(last_seen_day, u.value ->> 2)
  FROM json_each(${JSON.stringify(uses)}) u WHERE referrers.id = u.value ->> 0`;

/**
 * Answers the id of each hit's referrer, in the order of the hits; 0 for a host that is not learned. Only clicks add
 * new hosts. The hosts in Sotto's own list of apps are added by every hit; a subdomain of one that is not learned gets
 * its id.
 */
export function createReferrers({ atomic, read }: Engine): (hits: readonly NewHit[]) => Promise<number[]> {
  const known = new Map<string, Known>();
  /** New hosts by day and network. */
  const shares = createLazyLru<string, number>(MAX_NETWORKS);

  const get = (host: string, at: number): Known | undefined => {
    const entry = known.get(host);
    return entry && (entry.uses >= RARE_BELOW_CLICKS || dayOf(at) - entry.day < MARGIN_DAYS)
      ? entry
      : undefined;
  };

  const remember = async (hosts: readonly string[], day: number) => {
    const [rows = []] = await read([lookUp(hosts)]);
    if (known.size > REMEMBERED) known.clear();
    for (const host of hosts) known.delete(host);
    for (const row of rows) known.set(String(row.host), { id: Number(row.id), uses: Number(row.uses), day });
  };

  const takesShare = ({ network, at }: NewHit): boolean => {
    const key = `${dayOf(at)} ${network ?? ''}`;
    const taken = shares.get(key) ?? 0;
    if (taken >= (network === null ? MAX_OF_UNKNOWN_NETWORKS : MAX_OF_NETWORK)) return false;
    shares.set(key, taken + 1);
    return true;
  };

  /** The entry that the hit may add: its host, or what the list of apps has of it. */
  const newEntry = (hit: NewHit, listed: string | undefined): NewEntry | undefined => {
    const day = dayOf(hit.at);
    if (listed === hit.referrer) return [listed, day, 1];
    if (hit.kind === 'click' && takesShare(hit)) return [hit.referrer, day, 0];
    return listed === undefined || known.has(listed) ? undefined : [listed, day, 1];
  };

  /** The entries that the hits of unknown hosts may add. */
  const newEntries = (hits: readonly NewHit[]): NewEntry[] => {
    const entries = new Map<string, NewEntry>();
    for (const hit of hits) {
      if (entries.has(hit.referrer)) continue;
      const entry = newEntry(hit, listedOrNone(hit.referrer));
      if (entry) entries.set(entry[0], entry);
    }
    return [...entries.values()];
  };

  const fetch = async (hits: readonly NewHit[]) => {
    const day = Math.max(...hits.map(({ at }) => dayOf(at)));
    const hosts = hits.flatMap(({ referrer }) => [referrer, listedOrNone(referrer) ?? referrer]);
    await remember([...new Set(hosts)], day);
    const entries = newEntries(hits.filter(({ referrer }) => !known.has(referrer)));
    if (entries.length === 0) return;
    await atomic([learn(entries)]);
    await remember(
      entries.map(([host]) => host),
      day,
    );
  };

  const entryOf = ({ referrer, at }: NewHit) =>
    get(referrer, at) ?? get(listedOrNone(referrer) ?? referrer, at);

  const noteUses = async (hits: readonly NewHit[]) => {
    const uses = new Map<Known, number[]>();
    for (const hit of hits) {
      const entry = entryOf(hit);
      if (entry === undefined || entry.uses >= RARE_BELOW_CLICKS) continue;
      const [, times = 0, day = 0] = uses.get(entry) ?? [];
      uses.set(entry, [entry.id, times + 1, Math.max(day, dayOf(hit.at))]);
    }
    if (uses.size === 0) return;
    await atomic([countUses([...uses.values()])]);
    for (const [entry, [, times = 0]] of uses) entry.uses += times;
  };

  return async (hits) => {
    const unknown = hits.filter(({ referrer, at }) => get(referrer, at) === undefined);
    if (unknown.length > 0) await fetch(unknown);
    await noteUses(hits);
    return hits.map((hit) => entryOf(hit)?.id ?? 0);
  };
}

/** Rows per step. */
const STEP = 1_000;

/** Selects hosts that have stayed rare and have no hits: their counts are among those of `(other)`. */
export const unusedReferrers = (
  compactedDay: number,
): SQL => sql`SELECT id FROM referrers INDEXED BY referrers_rare
  WHERE uses < ${raw(RARE_BELOW_CLICKS)} AND host <> '' AND last_seen_day < ${compactedDay - MARGIN_DAYS} LIMIT ${raw(STEP)}`;
