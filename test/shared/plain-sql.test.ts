import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHome } from '#open';
import { KINDS, type NewHit } from '../../src/hits/hit.ts';
import type { Link } from '../../src/links/link.ts';
import type { Home } from '../support/home.ts';
import { hitOn, mintLink } from '../support/make.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const DAY = 86_400_000;

let home: Home;
let links: Link[] = [];
beforeAll(async () => {
  home = await openHome();
  links = [
    await mintLink(home.store),
    await mintLink(home.store, { channel: 'email' }),
    await mintLink(home.store, { channel: 'email', domain: 'go.example' }),
  ];
});
afterAll(() => home.close());

/** Each raw hit with what it counts as, said without any word of ours. */
const JUDGED = `SELECT h.*, l.domain, l.channel, h.kind = 0 AND h.anonymous AS nobody,
    v.visitor IS NOT NULL AND row_number() OVER before = 1 AS uniq,
    CASE WHEN v.visitor IS NOT NULL AND abs(h.at - max(h.at)
      OVER (before ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) <= 1000 THEN 1 ELSE h.kind END AS counts_as
  FROM hits h JOIN links l ON l.id = h.link_id AND l.deleted_at IS NULL
  LEFT JOIN hit_visitors v ON v.day = h.at / ${DAY} AND v.hit_id = h.id
  WINDOW before AS (PARTITION BY h.link_id, h.at / ${DAY}, coalesce(v.visitor, h.id) ORDER BY h.id)`;
const FACETS = ['agent_id', 'place_id', 'referrer_id', 'mark']
  .map((fact, n) => `SELECT *, ${n + 1} AS facet, ${fact} AS value FROM judged WHERE ${fact} IS NOT NULL`)
  .join(' UNION ALL ');
/** Facts of hits on days on which their link has many. */
const BUSY = `SELECT * FROM facets JOIN (SELECT link_id AS busy, at / ${DAY} AS on_day FROM judged
  GROUP BY 1, 2 HAVING count(*) >= 32 AND at / ${DAY} < (SELECT busy_day FROM fold_state)) ON busy = link_id AND on_day = at / ${DAY}`;
const COUNTS = `sum(counts_as = 0) AS clicks, sum(uniq) AS uniques, sum(counts_as = 1) AS repeats,
  sum(nobody) AS anonymous, sum(counts_as = 2) AS previews, sum(counts_as = 3) AS prefetches,
  sum(counts_as = 4) AS scanners, sum(counts_as = 5) AS bots`;
const NAMES = 'clicks, uniques, repeats, anonymous, previews, prefetches, scanners, bots';

const quarter = `at / ${DAY / 96} AS quarter`;
const hour = `at / ${DAY / 24} AS hour`;
const day = `at / ${DAY} AS day`;
const SUMS: [table: string, from: string, keys: string[]][] = [
  ['link_totals', 'judged', ['link_id']],
  ['link_quarters', 'judged', ['link_id', quarter]],
  ['day_links', 'judged', [day, 'link_id']],
  ['channel_quarters', 'judged', [quarter, 'domain', 'channel']],
  ['channel_days', 'judged', [day, 'domain', 'channel']],
  ['link_facets', 'facets', ['link_id', hour, 'facet', 'value']],
  ['link_facet_days', 'busy', ['link_id', day, 'facet', 'value']],
  ['hour_facets', 'facets', [hour, 'channel', 'facet', 'value']],
  ['facet_hours', 'facets', [hour, 'facet', 'value']],
  ['facet_days', 'facets', [day, 'facet', 'value']],
];

async function expectPlainSums(): Promise<void> {
  for (const [table, from, keys] of SUMS) {
    const names = keys.map((key) => key.replace(/.* AS /, '')).join(', ');
    const plain = `WITH judged AS (${JUDGED}), facets AS (${FACETS}), busy AS (${BUSY})
      SELECT ${keys.join(', ')}, ${COUNTS} FROM ${from} GROUP BY ${names} ORDER BY ${names}`;
    const kept = `SELECT ${names}, ${NAMES} FROM ${table} ORDER BY ${names}`;
    const [expected, found] = await home.engine.read([sql.raw(plain), sql.raw(kept)]);
    expect(found, table).toEqual(expected);
  }
}

const foldAll = async () => {
  while ((await home.folder.fold()) > 0);
  while ((await home.folder.removeDeleted()) > 0);
};

describe('the sums', () => {
  const anyHit = fc.record({
    link: fc.nat({ max: 2 }),
    kind: fc.constantFrom(...KINDS.filter((kind) => kind !== 'repeat')),
    at: fc.oneof(fc.nat({ max: 3 * DAY }), fc.nat({ max: 3_000 })),
    visitor: fc.option(fc.constantFrom('a', 'b', 'c')),
    mark: fc.option(fc.constantFrom('letter', 'share', '007')),
    country: fc.constantFrom('FR', 'BE', ''),
    referrer: fc.constantFrom('', 't.co', 'com.slack'),
  });
  const batches = fc.array(fc.tuple(fc.array(anyHit, { minLength: 1, maxLength: 12 }), fc.boolean()), {
    minLength: 1,
    maxLength: 6,
  });
  const hitOf = ({ link, at, ...facts }: Partial<NewHit> & { link: number; at: number }) =>
    hitOn(links[link] ?? { rowId: 0 }, { ...facts, at: NOON + at });

  it('are what plain SQL makes of the raw hits, folded in whatever slices and counted again', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (traffic) => {
        for (const [hits, fold] of traffic) {
          await home.store.hits.append(hits.map(hitOf));
          if (fold) await home.folder.fold();
        }
        await foldAll();
        await expectPlainSums();
        await home.folder.rebuild();
        await expectPlainSums();
      }),
      { numRuns: 12 },
    );
  });

  it('are it still without a link that was deleted', async () => {
    const gone = await mintLink(home.store, { channel: 'slack' });
    await home.store.hits.append([hitOn(gone, { visitor: 'a' }), hitOn(gone, { kind: 'bot', mark: 'm' })]);
    await foldAll();
    await home.store.links.remove(gone, 1);
    await foldAll();
    await expectPlainSums();
    await home.folder.rebuild();
    await expectPlainSums();
  });
});
