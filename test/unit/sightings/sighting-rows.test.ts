import { expect, it } from 'vitest';
import { type PreviewHit, type SightingRow, sightingRows } from '../../../src/store/sums/sightings.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOON = 20_000 * DAY + DAY / 2;

const preview = (minutes: number, changes: Partial<PreviewHit> = {}): PreviewHit => ({
  linkRowId: 1,
  at: NOON + minutes * MINUTE,
  app: 'slack',
  certainty: 'sure',
  ...changes,
});

const row = (changes: Partial<SightingRow> = {}): SightingRow => ({
  ...{ linkRowId: 1, day: 20_000, app: 'slack', certainty: 'sure' },
  ...{ firstAt: NOON, lastAt: NOON, bursts: 1, previews: 1, ...changes },
});

it('adds previews to the row that is there, and answers it whole', () => {
  expect(sightingRows([preview(10), preview(50)], [row({ bursts: 4, previews: 9 })])).toEqual([
    row({ lastAt: NOON + 50 * MINUTE, bursts: 5, previews: 11 }),
  ]);
});

it('begins no burst within half an hour of a row of the day before, nor of another certainty', () => {
  const late = 12 * 60;
  const known = row({ certainty: 'family', lastAt: NOON + (late - 20) * MINUTE });
  expect(sightingRows([preview(late + 5)], [known])).toEqual([
    row({ day: 20_001, firstAt: NOON + (late + 5) * MINUTE, lastAt: NOON + (late + 5) * MINUTE, bursts: 0 }),
  ]);
});

it('begins no burst when a clock steps back, not even by a day', () => {
  const [earlier] = sightingRows([preview(-24 * 60)], [row()]);
  expect(earlier).toMatchObject({ day: 19_999, bursts: 0, previews: 1 });
});

it('leaves the rows alone that no preview belongs to', () => {
  const others = [row({ linkRowId: 2 }), row({ app: 'teams' }), row({ day: 19_999, lastAt: NOON - DAY })];
  expect(sightingRows([preview(0)], others)).toEqual([row()]);
  expect(sightingRows([], others)).toEqual([]);
});
