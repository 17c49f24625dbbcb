import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { HIT_KINDS, type NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import type { Row } from '../../../src/store/sql/engine.ts';
import { eachValue } from '../../../src/sums/tally.ts';
import { hitOn, mintLink, shareOn } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const DAY = 86_400_000;
const DAYS = 4;

let runtime: TestRuntime;
let links: Link[] = [];
beforeAll(async () => {
  runtime = await openRuntime();
  links = [
    await mintLink(runtime.store),
    await mintLink(runtime.store, { channel: 'email' }),
    await mintLink(runtime.store, { channel: 'email', domain: 'go.example' }),
  ];
});
afterAll(() => runtime.close());

// Shares have a kind of their own and no facts.
const LIVE = `SELECT h.at, h.link_id, h.kind, h.reason, h.is_unique, h.anonymous, h.agent_id, h.place_id, h.referrer_id,
    h.mark, -s.id AS channel_scope FROM hits h
  JOIN links l ON l.id = h.link_id AND l.deleted_at IS NULL AND h.id > l.erased_id
  JOIN scopes s ON s.domain = l.domain AND s.channel = l.channel
  UNION ALL SELECT p.at, p.link_id, 'share', NULL, 0, 0, NULL, NULL, NULL, NULL, -s.id FROM shares p
  JOIN links l ON l.id = p.link_id AND l.deleted_at IS NULL AND p.id > l.erased_share_id
  JOIN scopes s ON s.domain = l.domain AND s.channel = l.channel`;
const COUNTS = `sum(kind = 'click') AS clicks, sum(is_unique) AS unique_clicks, sum(kind = 'repeat') AS repeats,
  sum(anonymous) AS anonymous_clicks, sum(kind = 'preview') AS previews, sum(kind = 'prefetch') AS prefetches,
  sum(kind = 'scanner') AS scanners, sum(kind = 'bot') AS bots,
  sum(kind = 'click' AND reason IS 'own') AS own_clicks, sum(kind = 'share') AS shares`;
const NAMES =
  'clicks, unique_clicks, repeats, anonymous_clicks, previews, prefetches, scanners, bots, own_clicks, shares';

/** Every hit once for each scope and unit of time that has a row for it. */
const ROWS = `SELECT u.value AS unit, CASE u.value WHEN 0 THEN at / ${DAY / 24} ELSE at / ${DAY} END AS time,
    s.value AS scope, live.*
  FROM live, json_each('[0,1]') u, json_each(json_array(link_id, channel_scope, 0)) s
  WHERE u.value = 0 OR at / ${DAY} < (SELECT closed_day FROM sums_state)`;
const LISTS: [column: string, value: string][] = [
  ['quarters', `CASE unit WHEN 0 THEN at % ${DAY / 24} / ${DAY / 96} END`],
  ['agents', 'agent_id'],
  ['places', 'place_id'],
  ['referrers', 'referrer_id'],
  ['marks', 'mark'],
];

const read = async (query: string): Promise<Row[]> => (await runtime.engine.read([sql.raw(query)]))[0] ?? [];

/** The lists of values in the rows, as a row for each value. */
async function valuesIn(column: string): Promise<string[]> {
  const rows = await read(
    `SELECT unit, time, scope, ${column} AS list FROM sums WHERE ${column} IS NOT NULL`,
  );
  return rows.flatMap(({ unit, time, scope, list }) => {
    const found: string[] = [];
    eachValue(String(list), (value, tally) => found.push(JSON.stringify([unit, time, scope, value, tally])));
    return found;
  });
}

async function expectPlainSums(): Promise<void> {
  const sums = await read(`SELECT unit, time, scope, ${NAMES} FROM sums ORDER BY unit, time, scope`);
  expect(sums).toEqual(
    await read(`WITH live AS (${LIVE}), counted AS (${ROWS}) SELECT unit, time, scope, ${COUNTS}
      FROM counted GROUP BY unit, time, scope ORDER BY unit, time, scope`),
  );
  for (const [column, value] of LISTS) {
    const expected = await read(`WITH live AS (${LIVE}), counted AS (${ROWS})
      SELECT unit, time, scope, ${value} AS value, ${COUNTS} FROM counted WHERE ${value} IS NOT NULL
      GROUP BY unit, time, scope, ${value}`);
    const rows = expected.map(({ unit, time, scope, value: named, ...counts }) =>
      JSON.stringify([unit, time, scope, named, Object.values(counts)]),
    );
    expect((await valuesIn(column)).sort(), column).toEqual(rows.sort());
  }
  const totals = await read(`SELECT link_id, ${NAMES}, last_click_at FROM totals ORDER BY link_id`);
  const closed = `at / ${DAY} < (SELECT closed_day FROM sums_state)`;
  expect(totals).toEqual(
    await read(`SELECT link_id, ${COUNTS}, max(CASE kind WHEN 'click' THEN at END) AS last_click_at
      FROM (${LIVE}) WHERE ${closed} GROUP BY link_id ORDER BY link_id`),
  );
}

const rollUp = async () => {
  while ((await runtime.sums.rollUp()) > 0);
  while (await runtime.sums.subtractErased());
};

let closedDay = Math.floor(NOON / DAY);
const closeDay = async () => {
  closedDay = Math.min(closedDay + 1, Math.floor(NOON / DAY) + DAYS - 1);
  while (await runtime.sums.closeDays(closedDay));
};

describe('the sums', () => {
  const anyHit = fc.record({
    link: fc.nat({ max: 2 }),
    kind: fc.constantFrom(...HIT_KINDS.filter((kind) => kind !== 'repeat')),
    at: fc.oneof(fc.nat({ max: (DAYS - 1) * DAY }), fc.nat({ max: 3_000 })),
    visitor: fc.option(fc.constantFrom('a', 'b', 'c')),
    mark: fc.option(fc.constantFrom('letter', 'share', '007')),
    country: fc.constantFrom('FR', 'BE', ''),
    referrer: fc.constantFrom('', 't.co', 'com.slack'),
  });
  const step = fc.tuple(
    fc.array(anyHit, { minLength: 1, maxLength: 12 }),
    fc.constantFrom('nothing', 'roll up', 'close a day'),
  );
  const hitOf = ({ link, at, ...facts }: Partial<NewHit> & { link: number; at: number }) =>
    hitOn(links[link] ?? { rowId: 0 }, { ...facts, at: NOON + at });

  it('equal what plain SQL counts in the stored hits and shares, whatever the slices, also after a rebuild', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (traffic) => {
        for (const [hits, next] of traffic) {
          await runtime.store.hits.append(hits.map(hitOf));
          for (const { link, at } of hits.slice(0, 3)) {
            const shared = links[link];
            if (shared)
              await runtime.store.shares.add(shareOn(shared, { at: NOON + Math.floor(at / 2) }), null);
          }
          if (next !== 'nothing') await runtime.sums.rollUp();
          if (next === 'close a day') await closeDay();
        }
        await rollUp();
        await expectPlainSums();
        await runtime.sums.rebuild();
        while (await runtime.sums.closeDays(closedDay));
        await expectPlainSums();
      }),
      { numRuns: 12 },
    );
  });

  it('still do after a link was deleted', async () => {
    const gone = await mintLink(runtime.store, { channel: 'slack' });
    await runtime.store.hits.append([hitOn(gone, { visitor: 'a' }), hitOn(gone, { kind: 'bot', mark: 'm' })]);
    await runtime.store.shares.add(shareOn(gone), null);
    await rollUp();
    await runtime.store.links.remove(gone, 1);
    await rollUp();
    await expectPlainSums();
    await runtime.sums.rebuild();
    while (await runtime.sums.closeDays(closedDay));
    await expectPlainSums();
  });
});
