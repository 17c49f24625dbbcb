/** User-Agents that consist of a common browser's tokens and nothing else. */

/** Major and minor number. */
type Version = readonly [number, number];

const KHTML = String.raw` AppleWebKit/[\d.]+ \(KHTML, like Gecko\)`;
const MOBILE = String.raw`(?: Mobile(?:/\w+)?)?`;
const SYSTEMS = [
  String.raw`Windows NT [\d.]+(?:; (?:Win64; x64|WOW64))?`,
  // Without the two that Discord's fetcher pretends to be.
  String.raw`Macintosh; Intel Mac OS X (?!10\.10; rv:38\.|11\.6; rv:92\.)[\d_.]+`,
  'X11; (?:Ubuntu; |Fedora; )?Linux (?:x86_64|aarch64)',
  String.raw`X11; CrOS \w+ [\d.]+`,
  String.raw`(?:iPhone; CPU iPhone|iPad; CPU) OS [\d_]+ like Mac OS X`,
  // The phone's model follows, or the name of a program.
  String.raw`(?:Linux; )?Android [\d.]+(?:; (?!\S*[Bb]ot\b|[^)]*(?:Google|[Cc]rawl|[Ss]pider))[\w .+-]+(?: Build/[\w.]+)?)?`,
];
const FORM = new RegExp(
  String.raw`^Mozilla/5\.0 \((?:${SYSTEMS.join('|')})(?:; rv:[\d.]+)?\)(?:` +
    String.raw`${KHTML}(?: SamsungBrowser/[\d.]+)? (Chrome|Version|CriOS|FxiOS|EdgiOS)/(\d+)\.?(\d*)[\d.]*${MOBILE} Safari/[\d.]+(?: (?:EdgA?|OPR)/[\d.]+)?` +
    String.raw`| Gecko/[\d.]+ (Firefox)/(\d+)\.(\d+)[\d.]*)$`,
);

/** The first versions that send `Sec-Fetch-*` over HTTPS. Other makers' browsers on iOS are left out. */
const FETCH_METADATA_SINCE = new Map<string, Version>([
  ['Chrome', [80, 0]],
  ['Firefox', [90, 0]],
  ['Version', [16, 4]], // Safari's
]);

/** Whether the agent is exactly that of a common browser, without any token of an app or program. */
export function isPlainBrowser(userAgent: string): boolean {
  return FORM.test(userAgent);
}

/** Whether a browser with this agent sends `Sec-Fetch-*` with every navigation over HTTPS. */
export function sendsFetchMetadata(userAgent: string): boolean {
  const [, webkit, webkitMajor, webkitMinor, gecko, geckoMajor, geckoMinor] = FORM.exec(userAgent) ?? [];
  const since = FETCH_METADATA_SINCE.get(webkit ?? gecko ?? '');
  // GNOME's browser also says `Version/`, but does not follow Safari's versions.
  if (since === undefined || (webkit === 'Version' && !userAgent.includes('Mac OS X'))) return false;
  const major = Number(webkitMajor ?? geckoMajor);
  const minor = Number(webkitMinor ?? geckoMinor);
  return major > since[0] || (major === since[0] && minor >= since[1]);
}
