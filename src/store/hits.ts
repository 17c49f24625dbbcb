import { type SQL, sql } from 'drizzle-orm';
import type { NewHit } from '../hits/hit.ts';
import type { HitStore } from '../ports.ts';
import type { Engine } from './engine.ts';
import { DAY, kindCode } from './judged.ts';

// Dictionaries hold what strangers may influence; beyond these bounds a hit keeps its kind and loses the fact.
const MOST_AGENTS = 20_000;
const MOST_PLACES = 200_000;
const MOST_REFERRERS = 50_000;

function learn(table: string, columns: string[], most: number, rows: SQL): SQL {
  const names = sql.raw(columns.join(', '));
  const values = sql.raw(columns.map((name) => `row.value ->> '$.${name}' AS ${name}`).join(', '));
  const same = sql.raw(columns.map((name) => `known.${name} = fresh.${name}`).join(' AND '));
  return sql`INSERT INTO ${sql.raw(table)} (${names}) SELECT * FROM (SELECT DISTINCT ${values} FROM ${rows}) fresh
    WHERE NOT EXISTS (SELECT 1 FROM ${sql.raw(table)} known WHERE ${same})
    AND (SELECT coalesce(max(id), 0) FROM ${sql.raw(table)}) < ${sql.raw(String(most))} ON CONFLICT DO NOTHING`;
}

function lookUp(table: string, columns: string[]): SQL {
  const same = sql.raw(columns.map((name) => `${name} = row.value ->> '$.${name}'`).join(' AND '));
  return sql`coalesce((SELECT id FROM ${sql.raw(table)} WHERE ${same}), 0)`;
}

const AGENT = ['device', 'os', 'browser', 'app', 'certainty', 'reason'];
const PLACE = ['country', 'region', 'city'];

/** Appends are one JSON parameter, the same text on both engines; a batch is stored whole or not at all. */
export function appendStatements(hits: NewHit[], nonce: () => number): SQL[] {
  const batch = hits.map(({ kind, visitor, referrer, ...hit }) => ({
    ...hit,
    host: referrer,
    kind: kindCode(kind),
    anonymous: visitor === null ? 1 : 0,
    visitor: kind === 'click' ? visitor : null,
    nonce: nonce(),
  }));
  const rows = sql`json_each(${JSON.stringify(batch)}) row`;
  const statements = [
    learn('agents', AGENT, MOST_AGENTS, rows),
    learn('places', PLACE, MOST_PLACES, rows),
    learn('referrers', ['host'], MOST_REFERRERS, rows),
    sql`INSERT INTO hits (nonce, at, link_id, kind, anonymous, agent_id, place_id, referrer_id, mark)
      SELECT row.value ->> '$.nonce', row.value ->> '$.at', row.value ->> '$.linkRowId', row.value ->> '$.kind',
        row.value ->> '$.anonymous', ${lookUp('agents', AGENT)}, ${lookUp('places', PLACE)},
        ${lookUp('referrers', ['host'])}, row.value ->> '$.mark'
      FROM ${rows} ORDER BY row.key`,
  ];
  if (batch.every(({ visitor }) => visitor === null)) return statements;
  return [
    ...statements,
    // Ids of one statement are consecutive, the newest is the batch's last.
    sql`INSERT INTO hit_visitors (day, hit_id, visitor)
      SELECT (row.value ->> '$.at') / ${sql.raw(String(DAY))},
        (SELECT max(id) FROM hits) - ${batch.length - 1} + row.key, row.value ->> '$.visitor'
      FROM ${rows} WHERE row.value ->> '$.visitor' IS NOT NULL`,
  ];
}

/** Rows per step: the longest took 18 ms at a million visitors a day. */
const FORGET_STEP = 5_000;

/** One step of emptying a table of visitor hashes before a UTC day; the table's rows begin with their day. */
export function forgetStatement(table: 'hit_visitors' | 'visitors', keys: string, day: number): SQL {
  const rows = sql.raw(keys);
  return sql`DELETE FROM ${sql.raw(table)} WHERE day < ${day} AND (${rows}) IN
    (SELECT ${rows} FROM ${sql.raw(table)} WHERE day < ${day} LIMIT ${sql.raw(String(FORGET_STEP))})`;
}

export function createHitStore({ db, atomic, read }: Engine, nonce: () => number): HitStore {
  return {
    async append(hits) {
      if (hits.length > 0) await atomic(appendStatements(hits, nonce));
    },

    async takeClick(linkRowId) {
      const taken = await db.all(sql`UPDATE links SET clicks_taken = clicks_taken + 1
        WHERE id = ${linkRowId} AND clicks_taken < max_clicks RETURNING id`);
      return taken.length > 0;
    },

    async turnAway(linkRowId, day, reason) {
      await atomic([
        sql`INSERT INTO turned_away (link_id, day, reason, times) VALUES (${linkRowId}, ${day}, ${reason}, 1)
          ON CONFLICT DO UPDATE SET times = times + 1`,
      ]);
    },

    async forgetVisitors(day) {
      await atomic([forgetStatement('hit_visitors', 'day, hit_id', day)]);
      const [left] = await read([sql`SELECT 1 FROM hit_visitors WHERE day < ${day} LIMIT 1`]);
      return (left?.length ?? 0) > 0;
    },
  };
}
