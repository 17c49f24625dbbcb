import { expect, it } from 'vitest';
import { APP_ENTRIES } from '../../../src/hits/apps/apps.ts';
import { describeAgent } from '../../../src/hits/classify/agent.ts';
import { classifyAgent } from '../../../src/hits/classify/classify.ts';
import { isPlausibleAgent, PLAUSIBLE_AGENTS } from '../../../src/hits/classify/plausible-agent.ts';
import { CORPUS } from '../../corpus/corpus.ts';

/** In a list of the sums, a value takes about ten characters, and a row must be shorter than 0.9 MB. */
const MOST_ENTRIES = 85_000;

it('all agents of apps in the corpus are plausible, and nearly all others', () => {
  const odd = CORPUS.filter(({ agent }) => !isPlausibleAgent(describeAgent(agent)));
  expect(odd.filter(({ agent }) => classifyAgent(agent).app !== '')).toEqual([]);
  expect(odd.length / CORPUS.length).toBeLessThan(0.005);
});

it('the plausible agents of all apps fit into a row of the sums', () => {
  const certainties = APP_ENTRIES.map(([, { fetchers = [], inApp, referrers = [] }]) => {
    const found = [...fetchers, ...referrers].map(({ certainty = 'sure' }) => certainty);
    const claimed = referrers.some(({ packages }) => packages) ? ['claimed'] : [];
    return new Set([...found, ...claimed, ...(inApp ? ['sure'] : [])]).size;
  });
  const entries = certainties.reduce((sum, count) => sum + count, 0) * PLAUSIBLE_AGENTS;
  expect(entries).toBeLessThan(MOST_ENTRIES);
});

it.each([
  ['desktop', 'Windows', 'Samsung Internet'],
  ['mobile', 'macOS', 'Safari'],
  ['desktop', 'iOS', 'Safari'],
  ['desktop', 'Windows', 'a new browser'],
])('%s, %s and %s are not a plausible combination', (device, os, browser) => {
  expect(isPlausibleAgent({ device, os, browser })).toBe(false);
});
