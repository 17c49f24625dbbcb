/** Classifies one request by itself. What depends on earlier hits is decided in `hits/judge`. */

import { fetcherApp, inAppOf, lookUpApp } from '../apps/app-agents.ts';
import type { App } from '../apps/apps.ts';
import type { Certainty, HitKind } from '../hit.ts';
import type { Reason } from '../reasons.ts';
import { appOfReferrer, type Referrer } from '../referrer.ts';
import { AGENT_LIMIT } from './agent-limit.ts';
import { automationSignsOf, LOOK_UP_REASON, type RequestSignals } from './automation-signs.ts';
import { namesBrowser } from './browser-names.ts';
import { isPlainBrowser } from './browsers.ts';
import { isOwnTraffic } from './own-traffic.ts';
import { isProgramAgent } from './program-agents.ts';
import { isMailScanner } from './scanners.ts';

/** What a request says about itself. Header values are raw, '' if absent. */
export interface ClassifierInput extends RequestSignals {
  method: string;
  secPurpose: string;
  /** `Purpose`, `X-Purpose` and `X-Moz`, joined. */
  legacyPurpose: string;
  referredBy: Referrer | null;
  mark: string | null;
  /** The client is in one of the operator's own networks. */
  ownNetwork: boolean;
}

/** What the User-Agent alone shows. The `app` of a click is the app whose built-in browser it is. */
export interface AgentClassification {
  kind: Extract<HitKind, 'click' | 'preview' | 'scanner' | 'bot'>;
  /** Why this is not a click; '' for a click, `look_up` for one that a program makes for its user. */
  reason: Reason | '';
  app: App | '';
  certainty: Certainty | '';
}

/** `reason` may also flag a click. `refusePrefetch`: the browser asks again when it really navigates. */
export interface Classification extends Omit<AgentClassification, 'kind'> {
  kind: HitKind;
  refusePrefetch: boolean;
}

const REFUSABLE = /\b(?:Headless)?Chrom(?:e|ium)\/|\bFirefox\//;
const LEGACY_PREFETCH = /\b(?:prefetch|prerender|preview)\b/i;
const CALLS_ITSELF_PREVIEW = /(?:link|url)[-_ ]?preview|unfurl|rich[-_ ]?link|onebox|\bopengraph\b/i;
const NO_APP = { app: '', certainty: '' } as const;
const PERSON = { kind: 'click', reason: '', ...NO_APP } as const;

/**
 * Tries in this order: preview fetcher of a known app, look-up by a program, mail scanner, fetcher that calls itself one, program, empty or
 * absurd agent, person. The answer depends on the text alone, so that callers can memoize it. Text beyond
 * `AGENT_LIMIT` is ignored.
 */
export function classifyAgent(userAgent: string): AgentClassification {
  const agent = userAgent.slice(0, AGENT_LIMIT);
  // Most agents are plain browsers, in which none of the following patterns can occur.
  if (isPlainBrowser(agent)) return PERSON;
  const fetcher = fetcherApp(agent);
  if (fetcher) return { kind: 'preview', reason: 'preview_agent', ...fetcher };
  const lookUp = lookUpApp(agent);
  if (lookUp) return { kind: 'click', reason: LOOK_UP_REASON, ...lookUp };
  if (isMailScanner(agent)) return { kind: 'scanner', reason: 'scanner_agent', ...NO_APP };
  if (CALLS_ITSELF_PREVIEW.test(agent)) return { kind: 'preview', reason: 'preview_words', ...NO_APP };
  const reason = botReason(agent);
  if (reason !== '') return { kind: 'bot', reason, ...NO_APP };
  return { ...PERSON, ...inAppOf(agent) };
}

/** The operator's own traffic comes first; then method, purpose, agent, embedded request, signs, person. */
export function classify(
  input: ClassifierInput,
  agent: AgentClassification = classifyAgent(input.userAgent),
): Classification {
  const classification = classifyRequest(input, agent);
  return isOwnTraffic(input) ? { ...classification, kind: 'bot', reason: 'own_test' } : classification;
}

function classifyRequest(input: ClassifierInput, agent: AgentClassification): Classification {
  const as = (kind: HitKind, reason: Reason, refusePrefetch = false): Classification => {
    return { ...agent, kind, reason, refusePrefetch };
  };
  if (input.method === 'HEAD') return as('bot', 'head');
  const purpose = prefetchToken(input.secPurpose);
  // WebKit gets the normal answer: it may not ask again, and arriving matters more than counting.
  if (purpose !== undefined) return as('prefetch', purpose, REFUSABLE.test(input.userAgent));
  if (LEGACY_PREFETCH.test(input.legacyPurpose)) return as('prefetch', 'legacy_purpose');
  if (agent.kind !== 'click') return { ...agent, refusePrefetch: false };
  if (isEmbedded(input)) return as('bot', 'embedded');
  const [sign = '', second] = automationSignsOf(input);
  if (second !== undefined) return as('scanner', 'two_signs');
  // The name that an app gives its browser is better evidence than the referrer.
  const seenIn = agent.app === '' ? appOfReferrer(input.referredBy) : undefined;
  return { ...agent, ...seenIn, reason: agent.reason || sign, refusePrefetch: false };
}

function botReason(
  agent: string,
): Extract<Reason, 'empty_agent' | 'isbot' | 'absurd_agent' | 'no_browser'> | '' {
  if (agent.trim() === '') return 'empty_agent';
  if (isProgramAgent(agent)) return 'isbot';
  if (namesBrowser(agent)) return '';
  return agent.length < 10 || !/[a-z]/i.test(agent) ? 'absurd_agent' : 'no_browser';
}

/** A prerender sends `prefetch;prerender`: the narrower token is the better reason. */
function prefetchToken(secPurpose: string): 'prerender' | 'prefetch' | undefined {
  if (secPurpose === '') return undefined;
  const tokens = secPurpose.toLowerCase().split(/[\s;,]+/);
  return (['prerender', 'prefetch'] as const).find((token) => tokens.includes(token));
}

/** An image, frame, script or `fetch` is not a visit. Absent headers prove nothing. */
function isEmbedded(input: ClassifierInput): boolean {
  const { secFetchDest: dest, secFetchMode: mode } = input;
  if (isClickInFrame(input)) return false;
  return (dest !== '' && dest !== 'document' && dest !== 'empty') || (mode !== '' && mode !== 'navigate');
}

/** A person who follows a link inside a frame. The frame's first page is loaded without a user activation. */
function isClickInFrame({
  secFetchDest: dest,
  secFetchMode: mode,
  secFetchUser: user,
}: ClassifierInput): boolean {
  return (dest === 'iframe' || dest === 'frame') && mode === 'navigate' && user === '?1';
}
