import { describe, expect, it } from 'vitest';
import { createIds } from '../../../src/runtime/ids.ts';

const ids = createIds();

/** Busy until the clock says another millisecond. */
function nextMillisecond(): void {
  const now = Date.now();
  while (Date.now() === now);
}

describe('an id', () => {
  it('has a prefix for its kind, followed by letters and digits', () => {
    expect(ids.id('lnk')).toMatch(/^lnk_[0-9A-Za-z]{21}$/);
    expect(ids.id('cnt')).toMatch(/^cnt_[0-9A-Za-z]{21}$/);
  });

  it('sorts after every id of an earlier millisecond', () => {
    const made = Array.from({ length: 20 }, () => {
      nextMillisecond();
      return ids.id('lnk');
    });
    expect(made.toSorted()).toEqual(made);
  });

  it('is different each time, with 14 random characters', () => {
    const tails = Array.from({ length: 10_000 }, () => ids.id('lnk').slice(-14));
    expect(new Set(tails).size).toBe(tails.length);
  });
});

describe('the id of a request', () => {
  it('does not contain the time', () => {
    const starts = Array.from({ length: 1_000 }, () => ids.requestId().slice(0, 7));
    expect(new Set(starts).size).toBe(starts.length);
  });
});
