/** Reads device, system and browser from a User-Agent, in a small closed vocabulary. */
import { createLRU } from 'lru.min';
import { UAParser } from 'my-ua-parser';
import { AGENT_LIMIT } from './agent-limit.ts';
import { textForParser } from './bounded-agent.ts';

/** `device` is mobile, tablet, desktop, other (televisions, consoles, watches) or '' if unknown. */
export interface AgentDescription {
  device: string;
  os: string;
  browser: string;
}

// The parser returns the agent's own spelling, which anybody can choose. Only these names are ever stored.
const DEVICES = new Set(['mobile', 'tablet']);
const DESKTOPS = new Set(['Windows', 'macOS', 'Linux', 'ChromeOS', 'BSD']);
const SYSTEMS = families({
  Windows: ['windows'],
  'Windows Phone': ['windows phone', 'windows phone os', 'windows mobile'],
  macOS: ['mac os'],
  iOS: ['ios'],
  Android: ['android', 'android-x86', 'android x86'],
  HarmonyOS: ['harmonyos'],
  ChromeOS: ['chromium os'],
  Linux: ['linux', 'gnu'],
  BSD: ['freebsd', 'openbsd', 'netbsd', 'dragonfly'],
  KaiOS: ['kaios'],
  Tizen: ['tizen'],
  webOS: ['webos'],
  watchOS: ['watchos'],
  PlayStation: ['playstation'],
  Xbox: ['xbox'],
  Nintendo: ['nintendo'],
});
const BROWSERS = families({
  Chrome: ['chrome', 'chromium', 'chrome webview', 'chrome headless'],
  Safari: ['safari', 'mobile safari', 'mobilesafari'],
  Firefox: ['firefox', 'firefox focus', 'firefox reality', 'fennec', 'klar'],
  Edge: ['edge'],
  Opera: ['opera', 'opera mini', 'opera mobi', 'opera tablet', 'opera gx', 'opera touch', 'opera coast'],
  'Samsung Internet': ['samsung internet'],
  'Internet Explorer': ['ie', 'iemobile'],
  'Android Browser': ['android browser'],
  'UC Browser': ['ucbrowser'],
  'MIUI Browser': ['miui browser'],
  'Huawei Browser': ['huawei browser'],
  'QQ Browser': ['qqbrowser', 'qqbrowserlite', 'qq'],
  Brave: ['brave'],
  DuckDuckGo: ['duckduckgo'],
  Silk: ['silk'],
  Vivaldi: ['vivaldi'],
  Whale: ['whale'],
  Yandex: ['yandex'],
});

/** Every name that describes an agent. */
export const DEVICE_NAMES = [...DEVICES, 'desktop', 'other'];
export const SYSTEM_NAMES = [...new Set(SYSTEMS.values()), 'Other'];
export const BROWSER_NAMES = [...new Set(BROWSERS.values()), 'Other'];

// The browser that an app's built-in browser, or a browser outside the list, counts as.
const ENGINES: [RegExp, string][] = [
  [/\b(?:Headless)?Chrom(?:e|ium)\//, 'Chrome'],
  [/\bFirefox\//, 'Firefox'],
  [/\b(?:iPhone|iPad|iPod|Macintosh)\b.*AppleWebKit\//, 'Safari'],
];
const DISTRIBUTIONS: [RegExp, string][] = [[/\bLinux\b/, 'Linux']];

/**
 * Families without versions: '' if the agent names none, Other if it names a rare one. A page shown inside an app
 * counts for the browser whose engine shows it (Chrome; Safari on iOS): the app is a separate fact.
 */
export function describeAgent(userAgent: string): AgentDescription {
  const text = userAgent.slice(0, AGENT_LIMIT);
  // Given an empty text, the parser would read the global `navigator`.
  if (text === '') return { device: '', os: '', browser: '' };
  const parser = new UAParser(textForParser(text));
  const os = familyOf(parser.getOS().name, SYSTEMS, text, DISTRIBUTIONS);
  const browser = familyOf(parser.getBrowser().name, BROWSERS, text, ENGINES);
  return { device: deviceOf(parser.getDevice().type, os), os, browser };
}

/**
 * Memoizes `read` for up to `limit` agents. A new agent is kept on probation and becomes permanent when it comes back,
 * so that a flood of agents that are seen only once evicts no common one. Agents as long as `AGENT_LIMIT` are not
 * kept: they may be slices, which would keep a far longer header in memory.
 */
export function memoAgents<Result extends object>(
  limit: number,
  read: (userAgent: string) => Result,
): (userAgent: string) => Result {
  const permanent = createLRU<string, Result>({ max: limit });
  const probation = createLRU<string, Result>({ max: Math.max(1, limit >> 2) });
  return (userAgent) => {
    const known = permanent.get(userAgent);
    if (known !== undefined) return known;
    const seenOnce = probation.get(userAgent);
    const result = seenOnce ?? read(userAgent);
    if (seenOnce !== undefined) permanent.set(userAgent, result);
    else if (userAgent.length < AGENT_LIMIT) probation.set(userAgent, result);
    return result;
  };
}

function families(members: Record<string, string[]>): Map<string, string> {
  return new Map(Object.entries(members).flatMap(([family, names]) => names.map((name) => [name, family])));
}

function familyOf(
  name: string | undefined,
  known: Map<string, string>,
  text: string,
  fallbacks: [RegExp, string][],
): string {
  if (name === undefined) return '';
  const fallback = () => fallbacks.find(([pattern]) => pattern.test(text))?.[1] ?? 'Other';
  return known.get(name.toLowerCase()) ?? fallback();
}

function deviceOf(type: string | undefined, os: string): string {
  if (type !== undefined) return DEVICES.has(type) ? type : 'other';
  return DESKTOPS.has(os) ? 'desktop' : '';
}
