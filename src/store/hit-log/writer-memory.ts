/** The writer's memory, and how it is loaded from the database. */

import { type SQL, sql } from 'drizzle-orm';
import type { HitKind } from '../../hits/hit.ts';
import { rememberNetworkClick } from '../../hits/judge/client-networks.ts';
import { type JudgeMemory, newJudgeMemory, rememberVisitor } from '../../hits/judge/judge.ts';
import { tryLookUps } from '../../hits/judge/office-look-ups.ts';
import { dayOf } from '../../time.ts';
import type { Reader, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { textOrNull } from '../sql/values.ts';
import { LAST_IDS, SETTLED_ID } from '../sums/newest-hit-ids.ts';
import { eachVisitor, networksIn } from './batch-row.ts';
import { KNOWN_PRESSES, type KnownPresses, knownPressesIn } from './presses.ts';
import { createIdentities, type Identities, identityIn } from './redelivered-hits.ts';

export interface WriterMemory {
  /** The ids of the newest stored hit and change. Ids up to them are not used again. */
  lastId: number;
  lastChangeId: number;
  judge: JudgeMemory;
  identities: Identities;
  presses: KnownPresses;
  /** The newest id up to which hits of any link were erased. */
  erasedId: number;
  /** Days whose visitors were dropped to save memory. They are read again when a hit of such a day arrives. */
  dropped: Set<number>;
}

/** Days whose visitors are remembered: today, yesterday, and what a late delivery may bring. */
const DAYS_KEPT = 4;
/** How many of the newest hits are read, to continue bursts and to recognize redeliveries. */
const NEWEST = 2_000;
/** Batches per query: the hashes of a full one take 100 kB. */
const BATCHES_AT_ONCE = 200;

const ERASED = sql`SELECT id, erased_id FROM links WHERE erased_id > 0`;

const newestHits = sql`SELECT id, at, link_id, nonce, kind, reason, is_unique FROM hits
  WHERE id > (SELECT max(id) FROM hits) - ${raw(NEWEST)} ORDER BY id`;
const newestBatches = sql`SELECT first_id, hits, arrived_at, networks FROM hit_batches
  WHERE first_id + hits > (SELECT max(id) FROM hits) - ${raw(NEWEST)}
    AND first_id > (SELECT max(id) FROM hits) - ${raw(2 * NEWEST)} ORDER BY first_id`;
const visitorsAfter = (firstId: number): SQL => sql`SELECT first_id, arrived_at, visitors FROM hit_batches
  WHERE first_id > ${firstId} ORDER BY first_id LIMIT ${raw(BATCHES_AT_ONCE)}`;

/** Reads everything that the next hits are judged by. Takes about half a second per million hits of two days. */
export async function loadWriterMemory(reader: Reader): Promise<WriterMemory> {
  const [ids = [], hits = [], batches = [], erased = [], settled = [], ...presses] = await reader.read([
    LAST_IDS,
    newestHits,
    newestBatches,
    ERASED,
    sql`SELECT ${SETTLED_ID} AS id`,
    ...KNOWN_PRESSES,
  ]);
  const memory: WriterMemory = {
    lastId: Number(ids[0]?.hit ?? 0),
    lastChangeId: Number(ids[0]?.change ?? 0),
    judge: { ...newJudgeMemory(), settledId: Number(settled[0]?.id ?? 0) },
    identities: identitiesOf(hits, batches),
    presses: knownPressesIn(...presses),
    erasedId: 0,
    dropped: new Set(),
  };
  for (const row of erased) recordErasure(memory, Number(row.id), Number(row.erased_id));
  await readVisitors(reader, memory);
  rememberNetworks(memory.judge, hits, batches);
  return memory;
}

/** Records that the hits of a link up to an id were erased, so that later hits are not judged by them. */
export function recordErasure(memory: WriterMemory, linkRowId: number, erasedId: number): void {
  memory.judge.erased.set(linkRowId, erasedId);
  memory.erasedId = Math.max(memory.erasedId, erasedId);
}

function identitiesOf(hits: Row[], batches: Row[]): Identities {
  // All hits that arrived after the oldest of these batches began are among the newest ones.
  const [oldest] = batches;
  const isAll = hits.length === 0 || Number(hits[0]?.id) === 1;
  const since = isAll ? Number.NEGATIVE_INFINITY : Number(oldest?.arrived_at ?? Number.POSITIVE_INFINITY);
  const identities = createIdentities(since);
  identities.add(hits.map(identityIn), since);
  return identities;
}

/** Reads the visitors of all days, or of one that was dropped before. */
export async function readVisitors(reader: Reader, memory: WriterMemory, day?: number): Promise<void> {
  for (let after = 0; ; ) {
    const [rows = []] = await reader.read([visitorsAfter(after)]);
    for (const row of rows) {
      eachVisitor(String(row.visitors), Number(row.arrived_at), (key, at) => {
        if (day === undefined || dayOf(at) === day) rememberVisitor(memory.judge, key, at);
      });
    }
    if (day === undefined) dropVisitorsOfDays(memory, []);
    if (rows.length < BATCHES_AT_ONCE) break;
    after = Number(rows.at(-1)?.first_id);
  }
  if (day !== undefined) memory.dropped.delete(day);
}

/** Keeps the visitors of the newest days and of those that are needed now. */
export function dropVisitorsOfDays({ judge, dropped }: WriterMemory, needed: number[]): void {
  const days = [...judge.visitors.keys()].sort((one, other) => other - one);
  for (const day of days.slice(DAYS_KEPT)) {
    if (needed.includes(day)) continue;
    judge.visitors.delete(day);
    dropped.add(day);
  }
}

/** Permanently forgets the visitors of days before this one. */
export function forgetDays({ judge, dropped, presses }: WriterMemory, before: number): void {
  for (const [link, at] of presses.links) if (dayOf(at) < before) presses.links.delete(link);
  for (const days of [judge.visitors, dropped]) {
    for (const day of [...days.keys()]) if (day < before) days.delete(day);
  }
}

function rememberNetworks(judge: JudgeMemory, hits: Row[], batches: Row[]): void {
  const networks = new Map(
    batches.flatMap((row) => [...networksIn(String(row.networks), Number(row.first_id))]),
  );
  const lookUps = tryLookUps(judge.lookUps);
  for (const row of hits) {
    const network = networks.get(Number(row.id));
    if (network === undefined) continue;
    const verdict = {
      kind: String(row.kind) as HitKind, // only the writer writes it
      reason: textOrNull(row.reason),
      isUnique: row.is_unique === 1,
    };
    const [id, at, linkRowId] = [Number(row.id), Number(row.at), Number(row.link_id)];
    const click = { id, at, linkRowId, verdict, inBurst: false };
    lookUps.next(network, click);
    rememberNetworkClick(judge, network, click);
  }
  lookUps.keep();
}
