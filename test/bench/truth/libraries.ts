import { isbot } from 'isbot';
import UAParser from 'ua-parser-js';
import { CRAWLER_PATTERNS } from '../../corpus/agents/crawlers.ts';
import { type CorpusSet, type Row, SETS } from '../../corpus/row.ts';
import { share } from '../../corpus/score.ts';

/** The shares of one set that a library takes for automated; it only distinguishes automated from not. */
export interface LibraryShares {
  set: CorpusSet;
  /** The shares by the actual kind of the rows. */
  previews: number;
  robots: number;
  people: number;
}

export interface LibraryResult {
  name: string;
  sets: LibraryShares[];
}

const PATTERNS = new RegExp(CRAWLER_PATTERNS.map((pattern) => `(?:${pattern})`).join('|'));

/** True if the library takes the agent for automated. */
const LIBRARIES: Record<string, (agent: string) => boolean> = {
  isbot,
  'crawler-user-agents': (agent) => PATTERNS.test(agent),
  // It does not detect bots; the closest question is whether it finds a browser.
  'ua-parser-js 1': (agent) => new UAParser(agent).getBrowser().name === undefined,
};

export function judgeByLibraries(corpus: readonly Row[]): LibraryResult[] {
  return Object.entries(LIBRARIES).map(([name, isAutomated]) => ({
    name,
    sets: SETS.map((set) => sharesOf(set, corpus, isAutomated)),
  }));
}

function sharesOf(
  set: CorpusSet,
  corpus: readonly Row[],
  isAutomated: (agent: string) => boolean,
): LibraryShares {
  const rows = corpus.filter((row) => row.set === set);
  const automated = (kinds: string[]) =>
    share(
      rows.filter(({ kind }) => kinds.includes(kind)),
      ({ agent }) => isAutomated(agent),
    );
  return {
    set,
    previews: automated(['preview']),
    robots: automated(['bot', 'scanner']),
    people: automated(['click']),
  };
}
