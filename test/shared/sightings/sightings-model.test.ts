import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { Certainty } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import type { SightingPlan } from '../../../src/sightings/sighting.ts';
import { createSumsRunner } from '../../../src/store/sums/sums-jobs.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const MINUTE = 60_000;
const GAP = 30 * MINUTE;
const DAY = 86_400_000;
const EVENING = Date.UTC(2026, 9, 7, 22);

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

interface Preview {
  link: number;
  app: string;
  certainty: Certainty;
  at: number;
}

interface Row {
  link: string;
  day: number;
  app: string;
  certainty: Certainty;
  firstAt: number;
  lastAt: number;
  bursts: number;
  previews: number;
}

/** The rule once more, one preview after the other in the order in which they were stored. */
function model(previews: Preview[], links: Link[]): Row[] {
  const rows = new Map<string, Row>();
  const latest = new Map<string, number>();
  for (const { link: index, app, certainty, at } of previews) {
    const link = links[index]?.id ?? '';
    const place = `${link} ${app}`;
    const before = latest.get(place);
    latest.set(place, Math.max(before ?? at, at));
    const day = Math.floor(at / DAY);
    const name = `${place} ${day} ${certainty}`;
    const row = rows.get(name) ?? {
      link,
      day,
      app,
      certainty,
      firstAt: at,
      lastAt: at,
      bursts: 0,
      previews: 0,
    };
    rows.set(name, {
      ...row,
      firstAt: Math.min(row.firstAt, at),
      lastAt: Math.max(row.lastAt, at),
      bursts: row.bursts + (before === undefined || at - before > GAP ? 1 : 0),
      previews: row.previews + 1,
    });
  }
  return [...rows.values()];
}

const ALL = { apps: [], certainties: [], crossed: null, fromDay: null, toDay: null, after: null };
const nameOf = ({ link, app, certainty, day }: Row) => `${link} ${app} ${certainty} ${day}`;
const sorted = (rows: Row[]) => rows.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

async function list(links: Link[], changes: Partial<SightingPlan> = {}): Promise<Row[]> {
  const filters = { link: links.map(({ id }) => id) };
  const { sightings } = await runtime.store.sightings.slice({ ...ALL, filters, limit: 1_000, ...changes });
  const times = sightings.map(({ lastAt }) => lastAt);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  return sightings.map(({ linkId, day, app, certainty, firstAt, lastAt, bursts, previews }) => {
    return { link: linkId, day, app, certainty, firstAt, lastAt, bursts, previews };
  });
}

// From one preview to the next: around the half hour, over midnight, and back as clocks that are put right.
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, GAP - 1, GAP, GAP + 1, -GAP, -GAP - 1) },
  { weight: 1, arbitrary: fc.constantFrom(2 * GAP, 4 * GAP, DAY, -DAY) },
  { weight: 2, arbitrary: fc.integer({ min: -90 * MINUTE, max: 90 * MINUTE }) },
);
const place = fc.constantFrom<[string, Certainty]>(
  ['teams', 'sure'],
  ['teams', 'sure'],
  ['teams', 'family'],
  ['slack', 'sure'],
);
const traffic = fc.array(
  fc.record({
    link: fc.constantFrom(0, 0, 1),
    place,
    step,
    next: fc.constantFrom('', '', 'roll up', 'roll up a little'),
  }),
  { minLength: 1, maxLength: 24 },
);

it('are the same before and after any roll-up as in a simple model', async () => {
  const runners = {
    'roll up': runtime.sums,
    'roll up a little': createSumsRunner(runtime.engine, { size: 2 }),
  };
  await fc.assert(
    fc.asyncProperty(traffic, async (steps) => {
      const links = [await mintLink(runtime.store), await mintLink(runtime.store)];
      const previews: Preview[] = [];
      let at = EVENING;
      for (const {
        link: index,
        place: [app, certainty],
        step,
        next,
      } of steps) {
        at += step;
        previews.push({ link: index, app, certainty, at });
        const link = links[index];
        // People among them: they are no sightings, and move the ends of slices.
        const both = [{}, { kind: 'preview', app, certainty, at } as const];
        await runtime.store.hits.append(link ? both.map((facts) => hitOn(link, facts)) : []);
        if (next !== '') await runners[next].rollUp();
      }
      const expected = sorted(model(previews, links));
      expect(sorted(await list(links))).toEqual(expected);
      while ((await runners['roll up a little'].rollUp()) > 0);
      expect(sorted(await list(links))).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

it('are the same after a rebuild from the hits', async () => {
  const link = await mintLink(runtime.store);
  const times = [0, 29, 59, 90, 121, 300, 10].map((minutes) => EVENING + minutes * MINUTE);
  for (const at of times) {
    await runtime.store.hits.append([hitOn(link, { kind: 'preview', app: 'slack', certainty: 'sure', at })]);
    await runtime.sums.rollUp();
  }
  const kept = await list([link]);
  expect(kept.map(({ bursts, previews }) => [bursts, previews])).toEqual([
    [2, 2],
    [2, 5],
  ]);
  await runtime.sums.rebuild();
  expect(await list([link])).toEqual(kept);
});
