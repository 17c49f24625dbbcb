import * as fc from 'fast-check';
import { UAParser } from 'my-ua-parser';
import { describe, expect, it } from 'vitest';
import { AGENT_LIMIT } from '../../../src/hits/classify/agent-limit.ts';
import { textForParser } from '../../../src/hits/classify/bounded-agent.ts';
import { CORPUS } from '../../corpus/corpus.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)';

/** How often the most frequent pair of letters occurs. */
function mostPairs(text: string): number {
  const pairs = new Map<string, number>();
  for (let at = 1; at < text.length; at++) {
    const pair = text.slice(at - 1, at + 1).toLowerCase();
    if (/^[a-z]{2}$/.test(pair)) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return Math.max(0, ...pairs.values());
}

const droids = (text: string) => text.match(/droid/gi)?.length ?? 0;

/** Words that begin slow expressions, and what the search for slow agents found before they were limited. */
const SLOW = [
  'droid',
  'android',
  'DROID ',
  'droid 1; ',
  'naver(',
  'moto',
  'oid ',
  'hbbtv technisat ',
  'poco ',
  'tb ',
];
const filled = (text: string) => text.repeat(AGENT_LIMIT).slice(0, AGENT_LIMIT);

describe('the text for the agent parser', () => {
  it.each(SLOW)('repeats %s only a few times', (word) => {
    for (const agent of [filled(word), `${ANDROID} ${filled(word)}`, filled(`${word}x${word}y`)]) {
      const text = textForParser(agent);
      expect(agent.startsWith(text)).toBe(true);
      expect(mostPairs(text)).toBeLessThanOrEqual(6);
      expect(droids(text)).toBeLessThanOrEqual(3);
    }
  });

  it('is a short beginning of any text without much repetition', () => {
    const words = fc.constantFrom(...SLOW, 'Mozilla/5.0 (', 'Build/', '; ', 'é', ' Chrome/1 Mobile Safari/');
    const agents = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 30 })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(agents, (parts) => {
        const agent = parts.join('');
        const text = textForParser(agent);
        expect(agent.startsWith(text)).toBe(true);
        expect(text.length).toBeLessThanOrEqual(320);
        expect(mostPairs(text)).toBeLessThanOrEqual(6);
        expect(droids(text)).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('is for every agent of the corpus long enough to find the same device, system and browser', () => {
    const read = (agent: string) => {
      const parser = new UAParser(agent || ' ');
      return [parser.getDevice().type, parser.getOS().name, parser.getBrowser().name];
    };
    const changed = CORPUS.filter(({ agent }) => {
      const text = textForParser(agent);
      return text !== agent && read(text).join() !== read(agent.slice(0, AGENT_LIMIT)).join();
    });
    expect(changed.map(({ agent }) => agent)).toEqual([]);
  });
});
