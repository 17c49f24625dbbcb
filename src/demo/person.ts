/** The people who open links in the demo. */
import { DESKTOPS, MOBILES } from './agents.ts';
import type { ChannelHabits } from './channel-life.ts';
import type { Random, Weighted } from './random.ts';

export interface DemoVisitor {
  agent: string;
  country: string;
  /** The visitor's hash on one day; null for a browser that opted out. */
  visitor: string | null;
}

const ANONYMOUS = 0.035;
// 64 bits, like real hashes.
const HASH = ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 11] as const;

const FRENCH: Weighted<string> = [
  ['FR', 660],
  ['BE', 100],
  ['CH', 68],
  ['CA', 54],
  ['MA', 28],
  ['LU', 26],
  ['SN', 16],
  ['CI', 12],
  ['TN', 12],
  ['DE', 10],
  ['', 14],
];
const ENGLISH: Weighted<string> = [
  ['GB', 240],
  ['FR', 200],
  ['US', 170],
  ['DE', 100],
  ['NL', 74],
  ['BE', 50],
  ['IE', 40],
  ['ES', 34],
  ['IT', 30],
  ['SE', 22],
  ['IN', 20],
  ['', 20],
];

/** The countries of a content's readers, by the language at the beginning of its path. */
export function countriesOf(path: `${'en' | 'fr'}/${string}`): Weighted<string> {
  return path.startsWith('fr/') ? FRENCH : ENGLISH;
}

/** The hash of a visitor or of a network. */
export const newHash = (random: Random): string => random.text(...HASH);

/** A new person who opens a link of this channel. */
export function newDemoVisitor(
  random: Random,
  life: ChannelHabits,
  countries: Weighted<string>,
): DemoVisitor {
  return {
    agent: agentOf(random, life),
    country: random.pick(countries),
    visitor: random.chance(ANONYMOUS) ? null : newHash(random),
  };
}

function agentOf(random: Random, { mobile, inApp }: ChannelHabits): string {
  if (!random.chance(mobile)) return random.pick(DESKTOPS);
  return inApp && random.chance(inApp.share) ? inApp.agent : random.pick(MOBILES);
}
