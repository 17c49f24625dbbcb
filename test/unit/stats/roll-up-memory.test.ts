import { expect, it } from 'vitest';
import type { LiveHit } from '../../../src/sums/counted-hit.ts';
import { emptyMemory, memoryAfter } from '../../../src/sums/roll-up-memory.ts';
import { emptySumRow, type SumKey, sumKey, UNIT_CODE } from '../../../src/sums/sum-row.ts';
import { dayKey } from '../../../src/sums/value-caps.ts';

const DAY = 20_000;
const NOON = (DAY + 0.5) * 86_400_000;

const hitOf = (link: number): LiveHit => ({
  ...{ id: link, at: NOON, linkRowId: link, kind: 'click', isUnique: true, anonymous: false },
  ...{ agentId: 1, placeId: 1, referrerId: 1, mark: null, shareRowId: null, isOwn: false },
  ...{ domain: '', channel: 'mail', app: '', certainty: '' },
});
const sliceOf = (links: number[]) => ({
  state: {
    ...{ version: 1, hitId: 0, changeId: 0, shareId: 0 },
    ...{ closedDay: DAY, closingScope: null, compactedDay: 0 },
  },
  ...{ hits: links.map(hitOf), changed: [], shares: [], channelScope: () => -1 },
});
const noValues = () => ({ referrer: new Set<string>(), mark: new Set<string>() });

it('a day of a link stays far from its cap until its values are read, and then never is again', () => {
  const nearCap = new Map([[dayKey(2, DAY), noValues()]]);
  const [before, rows] = [emptyMemory(1), new Map()];
  const first = memoryAfter(sliceOf([1, 2]), { version: 2, rows, days: nearCap }, before, NOON);
  expect([...first.farFromCap]).toEqual([dayKey(1, DAY)]);
  const read = new Map([[dayKey(1, DAY), noValues()]]);
  const second = memoryAfter(sliceOf([1]), { version: 3, rows, days: read }, first, NOON);
  expect(second.farFromCap.size).toBe(0);
});

it('the next slice finds the newest hour of links and the hours of today of wider scopes', () => {
  const hour = DAY * 24 + 12;
  const keys: SumKey[] = [
    { unit: UNIT_CODE.hour, time: hour, scope: 1 },
    { unit: UNIT_CODE.hour, time: hour - 1, scope: 1 },
    { unit: UNIT_CODE.day, time: DAY, scope: 1 },
    { unit: UNIT_CODE.hour, time: hour - 1, scope: 0 },
    { unit: UNIT_CODE.hour, time: hour - 13, scope: 0 },
  ];
  const rows = new Map(keys.map((key) => [sumKey(key), emptySumRow(key)]));
  const expected = [keys[0], keys[3]].flatMap((key) => (key ? [sumKey(key)] : []));
  const days = new Map();
  const first = memoryAfter(sliceOf([1]), { version: 2, rows, days }, emptyMemory(1), NOON);
  expect([...first.rows.keys()]).toEqual(expected);
  const second = memoryAfter(sliceOf([1]), { version: 3, rows: new Map(), days }, first, NOON);
  expect([...second.rows.keys()]).toEqual(expected);
});
