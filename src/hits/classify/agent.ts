/** What device, system and browser a User-Agent names, in a small closed vocabulary. */
import { LRUCache } from 'lru-cache';
import { UAParser } from 'my-ua-parser';

/** User-Agents are cut to this many characters before anybody looks at them. */
export const AGENT_LIMIT = 512;

/** `device` is mobile, tablet, desktop or other (televisions, consoles, watches); '' where nothing is known. */
export interface AgentDescription {
  device: string;
  os: string;
  browser: string;
}

// The parser repeats the agent's own spelling, which strangers choose: only these names are ever stored.
const DEVICES: Record<string, string> = { mobile: 'mobile', tablet: 'tablet' };
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

// What an app's own browser, or a browser outside the list, is counted for.
const ENGINES: [RegExp, string][] = [
  [/\b(?:Headless)?Chrom(?:e|ium)\//, 'Chrome'],
  [/\bFirefox\//, 'Firefox'],
  [/\b(?:iPhone|iPad|iPod|Macintosh)\b.*AppleWebKit\//, 'Safari'],
];
const DISTRIBUTIONS: [RegExp, string][] = [[/\bLinux\b/, 'Linux']];

/**
 * Families without versions, '' where the agent names none, Other where it names a rare one. A page shown inside
 * an app counts for the browser whose engine shows it (Chrome, on iOS Safari): the app is a fact of its own.
 */
export function describeAgent(userAgent: string): AgentDescription {
  const text = userAgent.slice(0, AGENT_LIMIT);
  // Without a text the parser would look for a browser's own `navigator`.
  if (text === '') return { device: '', os: '', browser: '' };
  const parser = new UAParser(tame(text));
  const os = familyOf(parser.getOS().name, SYSTEMS, text, DISTRIBUTIONS);
  const browser = familyOf(parser.getBrowser().name, BROWSERS, text, ENGINES);
  return { device: deviceOf(parser.getDevice().type, os), os, browser };
}

/**
 * Remembers what `read` said of up to `limit` agents. An agent moves into the lasting part only when it comes
 * back, so a flood of agents that are never seen again drives out no real one. Agents as long as
 * `AGENT_LIMIT` are not kept: they may be cuttings that hold on to a far longer header.
 */
export function memoAgents<Told extends object>(
  limit: number,
  read: (userAgent: string) => Told,
): (userAgent: string) => Told {
  const lasting = new LRUCache<string, Told>({ max: limit });
  const fresh = new LRUCache<string, Told>({ max: Math.max(1, limit >> 2) });
  return (userAgent) => {
    const known = lasting.get(userAgent);
    if (known !== undefined) return known;
    const again = fresh.get(userAgent);
    const told = again ?? read(userAgent);
    if (again !== undefined) lasting.set(userAgent, told);
    else if (userAgent.length < AGENT_LIMIT) fresh.set(userAgent, told);
    return told;
  };
}

/**
 * Two words that cost the parser far more than their length when strangers repeat them. What stands behind the first
 * names no browser that is counted; the second comes a few times at most.
 */
function tame(text: string): string {
  return text
    .replace(/naver\(/gi, 'naver ')
    .split(/(?=android)/i, 6)
    .join('');
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
  if (type !== undefined) return DEVICES[type] ?? 'other';
  return DESKTOPS.has(os) ? 'desktop' : '';
}
