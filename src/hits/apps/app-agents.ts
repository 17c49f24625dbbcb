/** Finds the app of a User-Agent: as its preview fetcher, as a look-up, or as a person in its built-in browser. */
import type { ReferrerEvidence } from '../referrer.ts';
import type { AppEntry } from './app-entry.ts';
import { APP_ENTRIES } from './apps.ts';

interface Known {
  agent: RegExp;
  evidence: ReferrerEvidence;
}

const FETCHERS: Known[] = APP_ENTRIES.flatMap(([app, { fetchers = [] }]) =>
  fetchers.map(({ agent, certainty = 'sure', carriesOtherTokens = false }) => ({
    agent,
    carriesOtherTokens,
    evidence: { app, certainty },
  })),
).sort((one, other) => Number(other.carriesOtherTokens) - Number(one.carriesOtherTokens));

const IN_APP = knownBy(({ inApp }) => inApp);
const LOOK_UPS = knownBy(({ looksUp }) => looksUp);

// Requests of apps on Apple devices for their own data. Some apps use the same name for their fetchers.
const OWN_DATA = /\bCFNetwork\//;

// Tests all patterns at once, since nearly all agents match none.
const ANY_FETCHER = anyOf(FETCHERS);
const ANY_IN_APP = anyOf(IN_APP);
const ANY_LOOK_UP = anyOf(LOOK_UPS);

/** The app whose preview fetcher this is. Fetchers that carry the tokens of other apps are tried first. */
export function fetcherApp(userAgent: string): ReferrerEvidence | undefined {
  if (!ANY_FETCHER.test(userAgent) || OWN_DATA.test(userAgent)) return undefined;
  return FETCHERS.find(({ agent }) => agent.test(userAgent))?.evidence;
}

/** The app whose built-in browser this is. */
export function inAppOf(userAgent: string): ReferrerEvidence | undefined {
  if (!userAgent.includes('Mozilla/') || !ANY_IN_APP.test(userAgent)) return undefined;
  return IN_APP.find(({ agent }) => agent.test(userAgent))?.evidence;
}

/** The app that looks up the address of a link before it opens it in the browser. */
export function lookUpApp(userAgent: string): ReferrerEvidence | undefined {
  if (!ANY_LOOK_UP.test(userAgent) || OWN_DATA.test(userAgent)) return undefined;
  return LOOK_UPS.find(({ agent }) => agent.test(userAgent))?.evidence;
}

function knownBy(agentOf: (entry: AppEntry) => RegExp | undefined): Known[] {
  return APP_ENTRIES.flatMap(([app, entry]) => {
    const agent = agentOf(entry);
    return agent ? [{ agent, evidence: { app, certainty: 'sure' } }] : [];
  });
}

function anyOf(known: Known[]): RegExp {
  return new RegExp(known.map(({ agent }) => agent.source).join('|'));
}
