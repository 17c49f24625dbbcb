/** Which kind of hit one request is, from that request alone; what needs neighbours is the roll-up's. */
import { isbot } from 'isbot';
import type { ChannelEntry } from '../channels/channel.ts';
import { CHANNELS } from '../channels/registry.ts';
import type { Certainty, Kind } from './hit.ts';
import { isOwnTraffic } from './own-traffic.ts';

/** What a request says about itself; header values are raw, '' where absent. */
export interface Asking {
  method: string;
  userAgent: string;
  secPurpose: string;
  /** `Purpose`, `X-Purpose` and `X-Moz`, joined. */
  legacyPurpose: string;
  secFetchDest: string;
  secFetchMode: string;
  mark: string | null;
  /** The client is in one of the operator's own networks. */
  ownNetwork: boolean;
}

/** What the User-Agent alone tells. A click's `app` is the app whose built-in browser it is. */
export interface AgentVerdict {
  kind: Extract<Kind, 'click' | 'preview' | 'bot'>;
  /** Why this is no click; '' for a click. */
  reason: string;
  app: string;
  certainty: Certainty | '';
}

/** `refusePrefetch`: the prefetch may be refused, because the true navigation will ask again. */
export interface Verdict extends Omit<AgentVerdict, 'kind'> {
  kind: Kind;
  refusePrefetch: boolean;
}

const PREVIEW_AGENTS = Object.values<ChannelEntry>(CHANNELS).flatMap((entry) => entry.previewAgents);

/** Built-in browsers of apps; the first match wins, so what Messenger adds to Facebook's tokens comes first. */
const IN_APP: [RegExp, string][] = [
  [/\bFBAN\/Messenger|\bFB_IAB\/(?:MESSENGER|Orca)/, 'messenger'],
  [/\bInstagram \d/, 'instagram'],
  [/\bBarcelona \d/, 'threads'],
  [/\bFBA[NV]\/|\bFB_IAB\//, 'facebook'],
  [/\bLinkedInApp\b/, 'linkedin'],
  [/\bTwitter(?: for i(?:Phone|Pad)|Android)\b/, 'x'],
  [/\bLine\/\d/, 'line'],
  [/\bKAKAOTALK\b/, 'kakaotalk'],
  [/\bMicroMessenger\//, 'wechat'],
  [/\bmusical_ly|\btrill_\d|\bBytedanceWebview\/|\bTikTok\b/, 'tiktok'],
  [/Snapchat\/\d/, 'snapchat'],
  [/\[Pinterest\//, 'pinterest'],
  [/\bTelegram-Android\//, 'telegram'],
  [/\bReddit\/\d/, 'reddit'],
  [/\bTeams\/\d/, 'teams'],
  [/\bGSA\/\d/, 'google'],
];

const REFUSABLE = /\b(?:Headless)?Chrom(?:e|ium)\/|\bFirefox\//;
const LEGACY_PREFETCH = /\b(?:prefetch|prerender|preview)\b/i;
// isbot reads a bot into CUBOT, a maker of phones, and into the carriers Facebook's app names ("Google Fi").
const INNOCENT = /\bcubot|\bFBCR\/[^;\]]*/gi;

/** Ordered: link preview, bot by its own words, empty or absurd, person. Depends on nothing else: memoise it. */
export function judgeAgent(userAgent: string): AgentVerdict {
  const preview = PREVIEW_AGENTS.find(({ pattern }) => pattern.test(userAgent));
  if (preview !== undefined) {
    return { kind: 'preview', reason: 'preview_agent', app: preview.app, certainty: preview.certainty };
  }
  const reason = botReason(userAgent);
  if (reason !== '') return { kind: 'bot', reason, app: '', certainty: '' };
  const app = IN_APP.find(([pattern]) => pattern.test(userAgent))?.[1] ?? '';
  return { kind: 'click', reason: '', app, certainty: app === '' ? '' : 'sure' };
}

/** Own tests first, whatever they look like; then method, purpose, agent, embedded request, person. */
export function classify(asking: Asking, agent: AgentVerdict = judgeAgent(asking.userAgent)): Verdict {
  const verdict = classifyStranger(asking, agent);
  return isOwnTraffic(asking) ? { ...verdict, kind: 'bot', reason: 'own_test' } : verdict;
}

function classifyStranger(asking: Asking, agent: AgentVerdict): Verdict {
  const as = (kind: Kind, reason: string, refusePrefetch = false): Verdict => {
    return { ...agent, kind, reason, refusePrefetch };
  };
  if (asking.method === 'HEAD') return as('bot', 'head');
  const purpose = prefetchToken(asking.secPurpose);
  // WebKit is answered: whether it asks again is unknown, and arriving matters more than counting.
  if (purpose !== undefined) return as('prefetch', purpose, REFUSABLE.test(asking.userAgent));
  if (LEGACY_PREFETCH.test(asking.legacyPurpose)) return as('prefetch', 'legacy_purpose');
  if (agent.kind !== 'click') return as(agent.kind, agent.reason);
  if (isEmbedded(asking)) return as('bot', 'embedded');
  return as('click', '');
}

function botReason(userAgent: string): string {
  if (userAgent.trim() === '') return 'empty_agent';
  if (isbot(userAgent.replace(INNOCENT, ''))) return 'isbot';
  return userAgent.length < 10 || !/[a-z]/i.test(userAgent) ? 'absurd_agent' : '';
}

/** A prerender says `prefetch;prerender`: the narrower token is the better reason. */
function prefetchToken(secPurpose: string): string | undefined {
  if (secPurpose === '') return undefined;
  const tokens = secPurpose.toLowerCase().split(/[\s;,]+/);
  return ['prerender', 'prefetch'].find((token) => tokens.includes(token));
}

/** An image, frame, script or `fetch` is no visit. Absent headers contradict nothing. */
function isEmbedded({ secFetchDest: dest, secFetchMode: mode }: Asking): boolean {
  return (dest !== '' && dest !== 'document' && dest !== 'empty') || (mode !== '' && mode !== 'navigate');
}
