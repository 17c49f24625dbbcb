interface FacetEntry {
  column: string;
  sums: string;
  table: string | null;
  perDay: number | null;
  optional: boolean;
}

/**
 * The facts of a hit that have sums of their own. `column` is the fact in a stored hit, `sums` the column of the sums
 * that counts its values, `table` its dictionary, if any. `perDay` caps how many values visitors may invent per link
 * and UTC day; further values count as `OTHER`. With `optional`, hits without the fact are in no list: they are the
 * rest of the row's counts.
 */
export const FACETS = {
  agent: { column: 'agent_id', sums: 'agents', table: 'agents', perDay: null, optional: false },
  place: { column: 'place_id', sums: 'places', table: 'places', perDay: null, optional: false },
  referrer: {
    column: 'referrer_id',
    sums: 'referrers',
    table: 'referrers',
    perDay: 200,
    optional: false,
  },
  mark: { column: 'mark', sums: 'marks', table: null, perDay: 200, optional: true },
} as const satisfies Record<string, FacetEntry>;

export type Facet = keyof typeof FACETS;
export const FACET_NAMES = Object.keys(FACETS) as Facet[];

/** The value that counts hits beyond the cap of a facet. No mark and no host can have this text. */
export const OTHER = '(other)';
