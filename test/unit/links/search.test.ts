import { describe, expect, it } from 'vitest';
import { foldText, searchTextOf } from '../../../src/links/search-text.ts';
import { searchNewest } from '../../../src/store/links/search.ts';

describe('folded text', () => {
  it.each([
    ['Été', 'ete', 'ÉTÉ', 'e\u0301te\u0301'],
    ['Größe', 'GRÖSSE', 'grosse', 'Gro\u0308ße'],
    ['Привет', 'ПРИВЕТ', 'привет'],
    ['Σίσυφος', 'ΣΊΣΥΦΟΣ', 'σισυφοσ'],
    ['ﬁnance', 'Finance', 'FINANCE'],
    ['İstanbul', 'istanbul', 'ISTANBUL'],
    ['Ｈｅｌｌｏ', 'hello'],
  ])('is the same for %s and %s', (...spellings) => {
    expect(new Set(spellings.map(foldText)).size).toBe(1);
  });

  it('is stored only where SQLite cannot fold the text itself', () => {
    expect(searchTextOf('Guide', null)).toBeNull();
    expect(searchTextOf(null)).toBeNull();
    expect(searchTextOf('Guide', 'Größe')).toBe('GUIDE\nGROSSE');
  });
});

describe('a search', () => {
  /** A list of rows with ids down from `rows`, of which a search accepts some. */
  const list = (rows: number, isAccepted: (id: number) => boolean) => {
    const windows: number[] = [];
    const search = {
      firstOf: async (before: number, size: number) => Math.max(0, Math.min(before, rows + 1) - size - 1),
      read: async ({ from, before, limit }: { from: number; before: number; limit: number }) => {
        const top = Math.min(before, rows + 1);
        windows.push(top - Math.max(from, 1));
        const found: number[] = [];
        for (let id = top - 1; id >= Math.max(from, 1) && found.length < limit; id--) {
          if (isAccepted(id)) found.push(id);
        }
        return found;
      },
    };
    return { search, windows };
  };

  it('finds each row once, the newest first, in windows that no other window overlaps', async () => {
    const { search, windows } = list(120_000, (id) => id % 40_000 === 7);
    expect(await searchNewest({ ...search, page: { limit: 9, before: null } })).toEqual([80_007, 40_007, 7]);
    expect(await searchNewest({ ...search, page: { limit: 2, before: 80_007 } })).toEqual([40_007, 7]);
    expect(Math.max(...windows)).toBeLessThanOrEqual(50_001);
  });

  it('reads one small window for a filter that accepts many', async () => {
    const { search, windows } = list(1_000_000, (id) => id % 2 === 0);
    expect(await searchNewest({ ...search, page: { limit: 51, before: null } })).toHaveLength(51);
    expect(windows).toHaveLength(1);
    expect(windows[0]).toBeLessThanOrEqual(2_001);
  });

  it('continues elsewhere after one small window, from where it is', async () => {
    const { search, windows } = list(1_000_000, (id) => id === 999_999 || id === 5);
    const elsewhere = async ({ limit, before }: { limit: number; before: number | null }) => {
      expect({ limit, before }).toEqual({ limit: 50, before: 998_000 });
      return [5];
    };
    expect(await searchNewest({ ...search, elsewhere, page: { limit: 51, before: null } })).toEqual([
      999_999, 5,
    ]);
    expect(windows).toHaveLength(1);
  });

  it('is refused once it has read two million rows', async () => {
    const { search, windows } = list(3_000_000, () => false);
    await expect(searchNewest({ ...search, page: { limit: 51, before: null } })).rejects.toMatchObject({
      code: 'query_too_large',
    });
    expect(windows.length).toBeLessThan(50);
  });
});
