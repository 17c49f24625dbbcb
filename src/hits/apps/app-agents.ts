/** Which app a User-Agent belongs to: as the fetcher of its previews, or as a person in its built-in browser. */

import type { Evidence } from '../referrer.ts';
import { APP_ENTRIES } from './apps.ts';

interface Known {
  agent: RegExp;
  evidence: Evidence;
}

const FETCHERS: Known[] = APP_ENTRIES.flatMap(([app, { fetchers = [] }]) =>
  fetchers.map(({ agent, certainty = 'sure', borrows = false }) => ({
    agent,
    borrows,
    evidence: { app, certainty },
  })),
).sort((one, other) => Number(other.borrows) - Number(one.borrows));

const IN_APP: Known[] = APP_ENTRIES.flatMap(([app, { inApp: agent }]) =>
  agent ? [{ agent, evidence: { app, certainty: 'sure' } }] : [],
);

// What apps on Apple's devices fetch for themselves, also those that name their fetchers alike.
const OWN_DATA = /\bCFNetwork\//;

// Nearly all agents are none of these: one look at each tells.
const ANY_FETCHER = anyOf(FETCHERS);
const ANY_IN_APP = anyOf(IN_APP);

/** The app whose preview fetcher this is; combined tokens before single ones. */
export function fetcherApp(userAgent: string): Evidence | undefined {
  if (!ANY_FETCHER.test(userAgent) || OWN_DATA.test(userAgent)) return undefined;
  return FETCHERS.find(({ agent }) => agent.test(userAgent))?.evidence;
}

/** The app whose built-in browser this is. */
export function inAppOf(userAgent: string): Evidence | undefined {
  if (!userAgent.includes('Mozilla/') || !ANY_IN_APP.test(userAgent)) return undefined;
  return IN_APP.find(({ agent }) => agent.test(userAgent))?.evidence;
}

function anyOf(known: Known[]): RegExp {
  return new RegExp(known.map(({ agent }) => agent.source).join('|'));
}
