import { isbot } from 'isbot';
import UAParser from 'ua-parser-js';
import { CRAWLER_PATTERNS } from '../../corpus/agents/crawlers.ts';
import { type CorpusSet, type Row, SETS } from '../../corpus/row.ts';
import { share } from '../../corpus/score.ts';

/** What a library that knows only "automated or not" makes of one set, as shares. */
export interface Seen {
  set: CorpusSet;
  /** Rows taken for automated, by what they are. */
  previews: number;
  robots: number;
  people: number;
}

export interface Rival {
  name: string;
  sets: Seen[];
}

const PATTERNS = new RegExp(CRAWLER_PATTERNS.map((pattern) => `(?:${pattern})`).join('|'));

/** True where the library takes the agent for no person. */
const LIBRARIES: Record<string, (agent: string) => boolean> = {
  isbot,
  'crawler-user-agents': (agent) => PATTERNS.test(agent),
  // It tells no bots: whoever uses it can only ask whether there is a browser.
  'ua-parser-js 1': (agent) => new UAParser(agent).getBrowser().name === undefined,
};

export function judgeByRivals(corpus: readonly Row[]): Rival[] {
  return Object.entries(LIBRARIES).map(([name, isAutomated]) => ({
    name,
    sets: SETS.map((set) => seen(set, corpus, isAutomated)),
  }));
}

function seen(set: CorpusSet, corpus: readonly Row[], isAutomated: (agent: string) => boolean): Seen {
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
