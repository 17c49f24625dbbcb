/** Which kind of hit one request is, from that request alone; what needs neighbours is the roll-up's. */

import { fetcherApp, inAppOf } from '../apps/app-agents.ts';
import type { App } from '../apps/apps.ts';
import type { Certainty, Kind } from '../hit.ts';
import type { Reason } from '../reasons.ts';
import { appOfReferrer, type Referrer } from '../referrer.ts';
import { AGENT_LIMIT } from './agent.ts';
import { isPlainBrowser } from './browsers.ts';
import { isOwnTraffic } from './own-traffic.ts';
import { isProgram } from './programs.ts';
import { isMailScanner } from './scanners.ts';
import { type Showing, signsOf } from './signs.ts';

/** What a request says about itself; header values are raw, '' where absent. */
export interface Asking extends Showing {
  method: string;
  secPurpose: string;
  /** `Purpose`, `X-Purpose` and `X-Moz`, joined. */
  legacyPurpose: string;
  referredBy: Referrer | null;
  mark: string | null;
  /** The client is in one of the operator's own networks. */
  ownNetwork: boolean;
}

/** What the User-Agent alone tells. A click's `app` is the app whose built-in browser it is. */
export interface AgentVerdict {
  kind: Extract<Kind, 'click' | 'preview' | 'scanner' | 'bot'>;
  /** Why this is no click; '' for a click. */
  reason: Reason | '';
  app: App | '';
  certainty: Certainty | '';
}

/** `reason` may also flag a click. `refusePrefetch`: the true navigation will ask again. */
export interface Verdict extends Omit<AgentVerdict, 'kind'> {
  kind: Kind;
  refusePrefetch: boolean;
}

const REFUSABLE = /\b(?:Headless)?Chrom(?:e|ium)\/|\bFirefox\//;
const LEGACY_PREFETCH = /\b(?:prefetch|prerender|preview)\b/i;
const CALLS_ITSELF_PREVIEW = /(?:link|url)[-_ ]?preview|unfurl|rich[-_ ]?link|onebox|\bopengraph\b/i;
const NO_APP = { app: '', certainty: '' } as const;
const PERSON = { kind: 'click', reason: '', ...NO_APP } as const;

/**
 * Ordered: preview fetcher of a known app, mail scanner, previews by its own words, program, empty or absurd,
 * person. Depends on nothing else: memoise it. What stands beyond `AGENT_LIMIT` is not looked at.
 */
export function judgeAgent(userAgent: string): AgentVerdict {
  const agent = userAgent.slice(0, AGENT_LIMIT);
  // Most agents: nothing of what follows could be found in them.
  if (isPlainBrowser(agent)) return PERSON;
  const fetcher = fetcherApp(agent);
  if (fetcher) return { kind: 'preview', reason: 'preview_agent', ...fetcher };
  if (isMailScanner(agent)) return { kind: 'scanner', reason: 'scanner_agent', ...NO_APP };
  if (CALLS_ITSELF_PREVIEW.test(agent)) return { kind: 'preview', reason: 'preview_words', ...NO_APP };
  const reason = botReason(agent);
  if (reason !== '') return { kind: 'bot', reason, ...NO_APP };
  return { ...PERSON, ...inAppOf(agent) };
}

/** Own tests first, whatever they look like; then method, purpose, agent, embedded request, signs, person. */
export function classify(asking: Asking, agent: AgentVerdict = judgeAgent(asking.userAgent)): Verdict {
  const verdict = classifyStranger(asking, agent);
  return isOwnTraffic(asking) ? { ...verdict, kind: 'bot', reason: 'own_test' } : verdict;
}

function classifyStranger(asking: Asking, agent: AgentVerdict): Verdict {
  const as = (kind: Kind, reason: Reason, refusePrefetch = false): Verdict => {
    return { ...agent, kind, reason, refusePrefetch };
  };
  if (asking.method === 'HEAD') return as('bot', 'head');
  const purpose = prefetchToken(asking.secPurpose);
  // WebKit is answered: whether it asks again is unknown, and arriving matters more than counting.
  if (purpose !== undefined) return as('prefetch', purpose, REFUSABLE.test(asking.userAgent));
  if (LEGACY_PREFETCH.test(asking.legacyPurpose)) return as('prefetch', 'legacy_purpose');
  if (agent.kind !== 'click') return { ...agent, refusePrefetch: false };
  if (isEmbedded(asking)) return as('bot', 'embedded');
  const [sign = '', second] = signsOf(asking);
  if (second !== undefined) return as('scanner', 'two_signs');
  // What the app itself says of its browser is surer than where the page before it stood.
  const seenIn = agent.app === '' ? appOfReferrer(asking.referredBy) : undefined;
  return { ...agent, ...seenIn, reason: sign, refusePrefetch: false };
}

function botReason(agent: string): Extract<Reason, 'empty_agent' | 'isbot' | 'absurd_agent'> | '' {
  if (agent.trim() === '') return 'empty_agent';
  if (isProgram(agent)) return 'isbot';
  return agent.length < 10 || !/[a-z]/i.test(agent) ? 'absurd_agent' : '';
}

/** A prerender says `prefetch;prerender`: the narrower token is the better reason. */
function prefetchToken(secPurpose: string): 'prerender' | 'prefetch' | undefined {
  if (secPurpose === '') return undefined;
  const tokens = secPurpose.toLowerCase().split(/[\s;,]+/);
  return (['prerender', 'prefetch'] as const).find((token) => tokens.includes(token));
}

/** An image, frame, script or `fetch` is no visit. Absent headers contradict nothing. */
function isEmbedded(asking: Asking): boolean {
  const { secFetchDest: dest, secFetchMode: mode } = asking;
  if (isClickInFrame(asking)) return false;
  return (dest !== '' && dest !== 'document' && dest !== 'empty') || (mode !== '' && mode !== 'navigate');
}

/** A person who follows a link inside a frame; the frame's own page comes with no press of anybody's. */
function isClickInFrame({ secFetchDest: dest, secFetchMode: mode, secFetchUser: user }: Asking): boolean {
  return (dest === 'iframe' || dest === 'frame') && mode === 'navigate' && user === '?1';
}
