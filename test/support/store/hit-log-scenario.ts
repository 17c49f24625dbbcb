/** Random work of two writers on one hit log, whose calls may fail, and what the queue and the jobs do meanwhile. */
import { type SQL, sql } from 'drizzle-orm';
import fc from 'fast-check';
import type { StampedHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { createDeliveries, type Deliveries } from '../../../src/store/hit-log/queue-deliveries.ts';
import type { Engine, Row } from '../../../src/store/sql/engine.ts';
import { createStore } from '../../../src/store/store.ts';
import { createSumsRunner, type SumsRunner } from '../../../src/store/sums/sums-jobs.ts';
import type { Store } from '../../../src/store-ports/store.ts';
import { arbitraryHit } from '../fixtures/arbitrary-hit.ts';
import { hitOn, mintLink, shareOn } from '../fixtures/records.ts';

const LINKS = 6;
const DAY = 86_400_000;
const MINUTE = 60_000;
const SPAN = 10 * MINUTE;
const CROWD_MS = 3_000;
const START = Date.UTC(2026, 9, 8) - SPAN / 2;
/** When all hits have been made, in UTC milliseconds. */
export const END = START + SPAN;
/** Hits of one roll-up: few, so that there are many roll-ups. */
const SLICE = 7;

export async function mintScenarioLinks(store: Store): Promise<Link[]> {
  const channels = ['whatsapp', 'email', 'whatsapp', 'telegram', 'email', 'whatsapp'] as const;
  const links: Link[] = [];
  for (const channel of channels) links.push(await mintLink(store, { channel }));
  return links;
}

/** What happens to a call of the database: it may fail `before` or `after` the database has executed it. */
type Fate = 'succeeds' | 'before' | 'after';

/** The same database for one of its callers, with delays and failures. */
function unreliable(engine: Engine, fateOf: () => Fate, turns: () => number): Engine {
  const call = async <T>(ask: () => Promise<T>): Promise<T> => {
    const fate = fateOf();
    for (let turn = turns(); turn > 0; turn--) await null;
    if (fate === 'before') throw new Error('The call did not arrive');
    const answer = await ask();
    if (fate === 'after') throw new Error('The answer was lost');
    return answer;
  };
  return {
    db: engine.db,
    atomic: (...list) => call(() => engine.atomic(...list)),
    read: (...queries) => call(() => engine.read(...queries)),
  };
}

/** One isolate: everything that it remembers begins with it. */
export interface Isolate extends Pick<Store, 'maintenance' | 'hits' | 'hitList' | 'shares'> {
  deliveries: Deliveries;
  sums: SumsRunner;
}

export function openIsolate(engine: Engine): Isolate {
  const { writer, ...store } = createStore({ main: engine, redelivers: true });
  return {
    ...store,
    deliveries: createDeliveries(engine, writer),
    sums: createSumsRunner(engine, { size: SLICE }),
  };
}

const TABLES = [
  'hits',
  'hit_batches',
  'hit_changes',
  'sums',
  'totals',
  'sightings',
  'erasures',
  'shares',
  'hit_log_state',
];

/** Empties the log and the sums; the next hit gets an id above `lastId`. */
const empty = (engine: Engine, lastId: number) =>
  engine.atomic([
    ...TABLES.map((table) => sql.raw(`DELETE FROM ${table}`)),
    sql`UPDATE sums_state SET hit_id = ${lastId}, change_id = 0, closed_day = 0, closing_scope = NULL,
      compacted_day = 0, clock_at = 0, round_at = 0`,
  ]);

export const rowsOf = async (engine: Engine, query: SQL): Promise<Row[]> =>
  (await engine.read([query]))[0] ?? [];

type Action =
  | { act: 'deliver'; batches: number[][] }
  | { act: 'share'; links: number[] }
  | { act: 'rollUp' | 'closeDay' | 'purgeHashes' | 'restart' | 'rest' };

/** Lists of any length, where fast-check prefers short ones. */
const FULL = { size: 'max' } as const;

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('deliver'),
      batches: fc.array(fc.array(fc.nat(), { maxLength: 12, ...FULL }), { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('share'),
      links: fc.array(fc.nat({ max: LINKS - 1 }), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('rollUp', 'rollUp', 'closeDay', 'purgeHashes', 'restart', 'rest'),
    }),
  },
) as fc.Arbitrary<Action>; // all kinds are constants

export const scenario = fc.record({
  hits: fc.array(
    fc.record({
      hit: arbitraryHit({ links: LINKS, start: 0, spanMs: SPAN }),
      isClick: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
      inNetwork: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
      reason: fc.constantFrom('', 'no_fetch_metadata'),
      /** The hits that arrive within a few seconds. */
      crowd: fc.constantFrom(0.1, 0.5, 0.5, 0.5),
    }),
    { minLength: 1, maxLength: 50, ...FULL },
  ),
  /** What both isolates do at the same time, step by step. */
  steps: fc.array(fc.tuple(action, action), { maxLength: 16, ...FULL }),
  /** The fates of the first calls, in their order; all later calls succeed. */
  fates: fc.array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constant<Fate>('succeeds') },
      fc.constantFrom<Fate>('before', 'after'),
    ),
    { maxLength: 150, ...FULL },
  ),
  turns: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 40, ...FULL }),
  /** How far the clock of each isolate is wrong. */
  clocks: fc.tuple(fc.integer({ min: -25_000, max: 25_000 }), fc.integer({ min: -25_000, max: 25_000 })),
  lastId: fc.constantFrom(0, 5_000),
});

export type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** A network that clicks on many links at once; a click with a sign against a person counts as a scanner there. */
const hitsIn = (list: Scenario['hits'], links: Link[]): StampedHit[] =>
  list.map(
    ({ hit: [link, { at = 0, kind = 'bot', ...facts }], isClick, inNetwork, reason, crowd }, nonce) => ({
      ...hitOn(links[link] ?? { rowId: 0 }, facts),
      at: START + at + (at <= CROWD_MS ? crowd * SPAN - CROWD_MS / 2 : 0),
      kind: isClick ? 'click' : kind,
      network: facts.visitor && inNetwork ? 'network' : null,
      ...(isClick && { reason }),
      nonce,
    }),
  );

/** Plays a scenario; `meanwhile` runs beside each step, on the first isolate and at its time. */
export async function play(
  { links, engine: real }: { links: Link[]; engine: Engine },
  { hits: list, steps, fates, turns, clocks, lastId }: Scenario,
  meanwhile: (isolate: Isolate, now: number) => Promise<void> = async () => {},
) {
  const hits = hitsIn(list, links);
  const [nextFate, nextTurns, faults] = [fates[Symbol.iterator](), { at: 0 }, { over: false }];
  const engine = unreliable(
    real,
    () => (faults.over ? 'succeeds' : (nextFate.next().value ?? 'succeeds')),
    () => turns[nextTurns.at++ % turns.length] ?? 0,
  );
  await empty(real, lastId);
  const isolates = [openIsolate(engine), openIsolate(engine)];

  const act = async (which: number, what: Action, now: number) => {
    const { deliveries, sums, maintenance, shares } = isolates[which] ?? openIsolate(engine);
    const today = Math.floor(now / DAY);
    const made = hits.filter(({ at }) => at <= now);
    if (what.act === 'deliver') {
      const hitsOf = (picks: number[]) => picks.flatMap((pick) => made[pick % made.length] ?? []);
      await Promise.allSettled(
        what.batches.map((picks) => deliveries.take(hitsOf(picks), [], now + (clocks[which] ?? 0))),
      );
    }
    if (what.act === 'share') {
      const pressed = what.links.flatMap((index) => links[index] ?? []);
      await Promise.allSettled(pressed.map((link) => shares.add(shareOn(link, { at: now }), null)));
    }
    if (what.act === 'rollUp') await sums.rollUp();
    if (what.act === 'closeDay') await sums.closeDays(today);
    if (what.act === 'purgeHashes') await maintenance.purgeHashes(today);
    if (what.act === 'restart') isolates[which] = openIsolate(engine);
  };

  for (const [index, both] of steps.entries()) {
    const now = START + (SPAN * (index + 1)) / steps.length;
    const [first = openIsolate(engine)] = isolates;
    await Promise.allSettled([...both.map((what, which) => act(which, what, now)), meanwhile(first, now)]);
  }
  faults.over = true;
  return { hits, isolates };
}

/** The queue delivers all hits until they are stored; then all are rolled up and the days closed. */
export async function deliverAll(engine: Engine, hits: StampedHit[], isolates: Isolate[]) {
  for (const { deliveries, sums } of [...isolates, openIsolate(engine)]) {
    await deliveries.take(hits, [], END);
    while ((await sums.rollUp()) > 0);
    while (await sums.closeDays(Math.floor(END / DAY) + 1));
  }
}
