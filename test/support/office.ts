/** Colleagues behind one address who get the same letter: their browsers, and when they open its links. */
import { createRandom, type Random } from '../../src/demo/random.ts';

/** What Safari sends with a link that somebody presses in a mail on the web. */
const SAFARI = { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'cross-site' };
/** Chromium and Firefox also tell that somebody pressed. */
const PRESSED = { ...SAFARI, 'Sec-Fetch-User': '?1' };

const CHROMIUM = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0';
const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6';
const DESKTOP = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROMIUM} Safari/537.36`;
const ANDROID = `Mozilla/5.0 (Linux; Android 10; K) ${CHROMIUM} Mobile Safari/537.36`;
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0';
const MAC = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Safari/605.1.15`;
const IPHONE = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} Mobile/15E148 Safari/604.1`;

export interface Reader {
  agent: string;
  headers: Record<string, string>;
  /** Asks with every request not to be followed. */
  optedOut: boolean;
}

const reader = (agent: string, sent: Record<string, string>, optedOut = false): Reader => ({
  agent,
  headers: { 'User-Agent': agent, ...sent, ...(optedOut ? { 'Sec-GPC': '1' } : {}) },
  optedOut,
});

export const ON_CHROME = reader(DESKTOP, PRESSED);
export const ON_FIREFOX = reader(FIREFOX, PRESSED);
export const ON_PRIVATE_FIREFOX = reader(FIREFOX, PRESSED, true);
/** The browser of most, whose headers something on the way drops. */
export const ODD = reader(DESKTOP, {});

/** Fifty people: how many have each browser. */
const STAFF: [count: number, reader: Reader][] = [
  [29, ON_CHROME],
  [7, reader(`${DESKTOP} Edg/142.0.0.0`, PRESSED)],
  [4, ON_FIREFOX],
  [2, ON_PRIVATE_FIREFOX],
  [3, reader(MAC, SAFARI)],
  [3, reader(IPHONE, SAFARI)],
  [1, reader(ANDROID, PRESSED)],
  [1, reader(ANDROID, PRESSED, true)],
];
const PEOPLE = STAFF.flatMap(([count, each]) => Array.from({ length: count }, () => each));

/** Of one office: its people, those nobody may tell apart, and how many visitors the others can be told apart into. */
export const STAFFED = {
  people: PEOPLE.length,
  anonymous: PEOPLE.filter(({ optedOut }) => optedOut).length,
  visitors: new Set(PEOPLE.filter(({ optedOut }) => !optedOut).map(({ agent }) => agent)).size,
};

export interface Visit {
  office: number;
  person: number;
  reader: Reader;
  /** Which of the letter's links. */
  link: number;
  /** Whole seconds after the letter was sent. */
  second: number;
}

const OPENED_WITHIN = 90;
const READ_FOR = 8;

/**
 * Everybody in every office opens every link, many within the same second, in the order of time. Left out is only what
 * nobody can tell from one person's double click: the same browser on the same link less than two seconds apart.
 */
export function readLetter(letter: { offices: number; links: number; seed: number }): Visit[] {
  const random = createRandom(letter.seed);
  const visits: Visit[] = [];
  for (let office = 0; office < letter.offices; office++) {
    const taken = new Set<string>();
    for (const [person, each] of PEOPLE.entries()) {
      let second = Math.floor(random.after(OPENED_WITHIN / 3, OPENED_WITHIN));
      for (const link of inAnyOrder(letter.links, random)) {
        second = nextFree(taken, `${each.agent} ${link}`, second + Math.floor(random.between(0, READ_FOR)));
        visits.push({ office, person, reader: each, link, second });
      }
    }
  }
  return visits.sort((one, other) => one.second - other.second);
}

function nextFree(taken: Set<string>, name: string, from: number): number {
  let second = from;
  while ([-1, 0, 1].some((aside) => taken.has(`${name} ${second + aside}`))) second++;
  taken.add(`${name} ${second}`);
  return second;
}

function inAnyOrder(count: number, random: Random): number[] {
  return Array.from({ length: count }, (_, link) => ({ link, place: random.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ link }) => link);
}
