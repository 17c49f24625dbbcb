/** Small tables that give a hit's facts a number; the numbers once known are remembered. */

import { type SQL, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { NewHit } from '../hits/hit.ts';
import type { Engine } from './engine.ts';

/** The ids of a hit's facts; 0 where the dictionary is full and does not know them. */
export interface FactIds {
  agentId: number;
  placeId: number;
  referrerId: number;
}

interface Dictionary {
  table: string;
  columns: string[];
  /** Strangers may influence what is learnt: beyond this a hit keeps its kind and loses the fact. */
  most: number;
  factsOf(hit: NewHit): string[];
}

const AGENTS: Dictionary = {
  table: 'agents',
  columns: ['device', 'os', 'browser', 'app', 'certainty', 'reason'],
  most: 20_000,
  factsOf: (hit) => [hit.device, hit.os, hit.browser, hit.app, hit.certainty, hit.reason],
};
const PLACES: Dictionary = {
  table: 'places',
  columns: ['country', 'region', 'city'],
  most: 200_000,
  factsOf: (hit) => [hit.country, hit.region, hit.city],
};
const REFERRERS: Dictionary = {
  table: 'referrers',
  columns: ['host'],
  most: 50_000,
  factsOf: (hit) => [hit.referrer],
};

const REMEMBERED = 20_000;
const keyOf = (facts: string[]) => facts.join('\0');

/** Adds the unknown entries; an entry that another writer adds meanwhile is his. */
function learn({ table, columns, most }: Dictionary, entries: string): SQL {
  const names = sql.raw(columns.join(', '));
  const values = sql.raw(columns.map((_, index) => `entry.value ->> ${index}`).join(', '));
  return sql`INSERT INTO ${sql.raw(table)} (${names}) SELECT ${values} FROM json_each(${entries}) entry
    WHERE (SELECT coalesce(max(id), 0) FROM ${sql.raw(table)}) < ${sql.raw(String(most))} ON CONFLICT DO NOTHING`;
}

function lookUp({ table, columns }: Dictionary, entries: string): SQL {
  const names = sql.raw(columns.join(', '));
  const same = sql.raw(
    columns.map((name, index) => `known.${name} = entry.value ->> ${index}`).join(' AND '),
  );
  return sql`SELECT known.id, ${names} FROM json_each(${entries}) entry JOIN ${sql.raw(table)} known ON ${same}`;
}

function remember(engine: Engine, dictionary: Dictionary): (hits: NewHit[]) => Promise<number[]> {
  const known = new LRUCache<string, number>({ max: REMEMBERED });
  return async (hits) => {
    const wanted = hits.map((hit) => dictionary.factsOf(hit));
    const ids = wanted.map((facts) => known.get(keyOf(facts)));
    if (!ids.includes(undefined)) return ids.map((id) => id ?? 0);
    const unknown = wanted.filter((_, index) => ids[index] === undefined);
    const entries = JSON.stringify([...new Map(unknown.map((facts) => [keyOf(facts), facts])).values()]);
    await engine.atomic([learn(dictionary, entries)]);
    const [rows = []] = await engine.read([lookUp(dictionary, entries)]);
    const learnt = new Map(
      rows.map((row) => [keyOf(dictionary.columns.map((name) => String(row[name]))), Number(row.id)]),
    );
    for (const [key, id] of learnt) known.set(key, id);
    return wanted.map((facts, index) => ids[index] ?? learnt.get(keyOf(facts)) ?? 0);
  };
}

/** Answers the ids of each hit's facts, in the order of the hits. */
export function createDictionaries(engine: Engine): (hits: NewHit[]) => Promise<FactIds[]> {
  const agents = remember(engine, AGENTS);
  const places = remember(engine, PLACES);
  const referrers = remember(engine, REFERRERS);
  return async (hits) => {
    const [agent, place, referrer] = [await agents(hits), await places(hits), await referrers(hits)];
    return hits.map((_, index) => ({
      agentId: agent[index] ?? 0,
      placeId: place[index] ?? 0,
      referrerId: referrer[index] ?? 0,
    }));
  };
}
