interface FacetEntry {
  code: number;
  column: string;
  table: string | null;
  perDay: number | null;
  optional: boolean;
}

/**
 * The facts of a hit that get sums of their own, each under the code its rows carry in the store (never
 * reused). `table` is its dictionary, if any. `perDay` caps how many values of it strangers may create per
 * link and UTC day; beyond it `OTHER`. `optional`: hits without it have no row, they are the rest of the total.
 */
export const FACETS = {
  agent: { code: 1, column: 'agent_id', table: 'agents', perDay: null, optional: false },
  place: { code: 2, column: 'place_id', table: 'places', perDay: null, optional: false },
  referrer: { code: 3, column: 'referrer_id', table: 'referrers', perDay: 200, optional: false },
  mark: { code: 4, column: 'mark', table: null, perDay: 200, optional: true },
} as const satisfies Record<string, FacetEntry>;

export type Facet = keyof typeof FACETS;

/** The value of a capped facet beyond its cap; no mark and no host can look like it. */
export const OTHER = '(other)';
