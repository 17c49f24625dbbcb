/** How many hits each link must have, by what was answered. */

export interface Expected {
  /** Answered redirects: each is a hit. */
  answered: number;
  /** Requests without an answer: each may be a hit. */
  unsure: number;
}

export interface Ledger {
  note(slug: string, status: number): void;
  add(slug: string, counts: Expected): void;
  links(): Map<string, Expected>;
}

export function createLedger(): Ledger {
  const links = new Map<string, Expected>();
  const of = (slug: string) => {
    const known = links.get(slug) ?? { answered: 0, unsure: 0 };
    links.set(slug, known);
    return known;
  };
  return {
    note(slug, status) {
      if (status === 0) of(slug).unsure += 1;
      else if (status >= 300 && status < 400) of(slug).answered += 1;
    },
    add(slug, { answered, unsure }) {
      of(slug).answered += answered;
      of(slug).unsure += unsure;
    },
    links: () => links,
  };
}
