/** Searches for User-Agents that take long to classify: changes the slowest ones found so far, and keeps what is slower. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AGENT_LIMIT } from '../../src/hits/classify/agent-limit.ts';
import { CORPUS } from '../corpus/corpus.ts';

const resolve = createRequire(import.meta.url).resolve;
const SOURCES = [resolve('my-ua-parser'), resolve('isbot')];
/** Texts that patterns with ranges and repetitions match, which their sources do not spell out. */
const GLUE = [
  ' ',
  ';',
  '; ',
  '/',
  '(',
  ')',
  '.',
  '-',
  '_',
  '[',
  ']',
  ':',
  ',',
  '1',
  '10',
  '0.0',
  'a',
  'x',
  'K',
  '\u00e9',
];
const SURVIVORS = 24;

export interface SlowAgent {
  agent: string;
  /** The shortest time of some calls, in microseconds. */
  micros: number;
}

export interface Search {
  /** What is measured. */
  call(agent: string): unknown;
  seed: number;
  seconds: number;
}

/** Returns the slowest agents found, slowest first. */
export function searchSlowAgents({ call, seed, seconds }: Search): SlowAgent[] {
  const random = randomFrom(seed);
  const words = wordsOfPatterns();
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // no list is empty
  const word = () => (random() < 0.4 ? pick(GLUE) : pick(words));
  const phrase = () => Array.from({ length: 1 + Math.floor(random() * 4) }, word).join('');
  const measured = (agent: string): SlowAgent => ({ agent, micros: shortest(call, agent) });

  const filled = (text: string) =>
    text.repeat(Math.ceil(AGENT_LIMIT / Math.max(1, text.length))).slice(0, AGENT_LIMIT);
  const starts = [...words.map(filled), ...GLUE.map(filled), ...CORPUS.map(({ agent }) => filled(agent))];
  let best = slowest(starts.map(measured));

  const changes: ((text: string) => string)[] = [
    (text) => insert(text, at(text), phrase()),
    (text) => insert(text, at(text), phrase().repeat(1 + Math.floor(random() * 20))),
    (text) => text.slice(0, at(text)) + text.slice(at(text)), // leaves something out, or repeats it
    (text) => phrase() + text,
    (text) => text.slice(0, Math.max(0, AGENT_LIMIT - 40)) + phrase(),
    (text) => insert(text, at(text), text.slice(at(text), at(text) + 60)),
    (text) => text.slice(0, at(text)) + pick(best).agent.slice(at(text)),
    (text) => text.replaceAll(text.slice(at(text)).slice(0, 3), word()),
    () => filled(phrase()),
    () => `${phrase()}${filled(phrase()).slice(0, 400)}${phrase()}`,
    () => Array.from({ length: 120 }, word).join(''),
  ];
  function at(text: string): number {
    return Math.floor(random() * text.length);
  }

  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    let agent = pick(best).agent;
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) agent = pick(changes)(agent);
    agent = agent.slice(0, AGENT_LIMIT);
    const found = measured(agent);
    if (found.micros > (best.at(-1)?.micros ?? 0)) {
      // Measured again, because the machine may have been busy just then.
      found.micros = Math.min(found.micros, measured(agent).micros);
      best = slowest([...best.filter((other) => other.agent !== agent), found]);
    }
  }
  return slowest(best.map(({ agent }) => measured(agent)));
}

const slowest = (agents: SlowAgent[]) => agents.sort((a, b) => b.micros - a.micros).slice(0, SURVIVORS);

const insert = (text: string, at: number, part: string) => text.slice(0, at) + part + text.slice(at);

function shortest(call: (agent: string) => unknown, agent: string, times = 7): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const before = performance.now();
    call(agent);
    shortest = Math.min(shortest, performance.now() - before);
  }
  return shortest * 1000;
}

/** The words in the patterns of the libraries that read agents. */
function wordsOfPatterns(): string[] {
  const text = SOURCES.map((path) => readFileSync(path, 'utf8')).join('\n');
  const patterns = text.match(/\/(?![*/ ])(?:\\.|\[[^\]]*\]|[^/\n\\])+\/i/g)?.join(' ') ?? '';
  return [
    ...new Set(
      [...patterns.matchAll(/[a-z][a-z0-9]+/gi), ...text.matchAll(/[a-z]{4,}/g)].map(([found]) => found),
    ),
  ];
}

/** Numbers from 0 to 1, always the same for a seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
