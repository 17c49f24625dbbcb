/** Agents that are a browser's from beginning to end, with no word of anybody else's. */

/** Major and minor number. */
type Version = readonly [number, number];

const KHTML = String.raw` AppleWebKit/[\d.]+ \(KHTML, like Gecko\)`;
const MOBILE = String.raw`(?: Mobile(?:/\w+)?)?`;
const SYSTEMS = [
  String.raw`Windows NT [\d.]+(?:; (?:Win64; x64|WOW64))?`,
  String.raw`Macintosh; Intel Mac OS X [\d_.]+`,
  'X11; (?:Ubuntu; |Fedora; )?Linux (?:x86_64|aarch64)',
  String.raw`X11; CrOS \w+ [\d.]+`,
  String.raw`(?:iPhone; CPU iPhone|iPad; CPU) OS [\d_]+ like Mac OS X`,
  // What follows is the phone's name, or what a program calls itself.
  String.raw`(?:Linux; )?Android [\d.]+(?:; (?!\S*[Bb]ot\b|[^)]*(?:Google|[Cc]rawl|[Ss]pider))[\w .+-]+(?: Build/[\w.]+)?)?`,
];
const FORM = new RegExp(
  String.raw`^Mozilla/5\.0 \((?:${SYSTEMS.join('|')})(?:; rv:[\d.]+)?\)(?:` +
    String.raw`${KHTML}(?: SamsungBrowser/[\d.]+)? (Chrome|Version|CriOS|FxiOS|EdgiOS)/(\d+)\.?(\d*)[\d.]*${MOBILE} Safari/[\d.]+(?: (?:EdgA?|OPR)/[\d.]+)?` +
    String.raw`| Gecko/[\d.]+ (Firefox)/(\d+)\.(\d+)[\d.]*)$`,
);

/** Since when browsers tell, over HTTPS, how they navigate. Those of other makers on iOS are not held to it. */
const TELLING_SINCE: Partial<Record<string, Version>> = {
  Chrome: [80, 0],
  Firefox: [90, 0],
  Version: [16, 4], // Safari's
};

/** Whether this is all that a common browser says: nobody else's word stands in it, and no app's. */
export function isPlainBrowser(userAgent: string): boolean {
  return FORM.test(userAgent);
}

/** Whether a browser with this agent sends `Sec-Fetch-*` with every navigation over HTTPS. */
export function tellsItsWay(userAgent: string): boolean {
  const [, webkit, webkitMajor, webkitMinor, gecko, geckoMajor, geckoMinor] = FORM.exec(userAgent) ?? [];
  const since = TELLING_SINCE[webkit ?? gecko ?? ''];
  // GNOME's browser bears Safari's version, and keeps no promise of Apple's.
  if (since === undefined || (webkit === 'Version' && !userAgent.includes('Mac OS X'))) return false;
  const major = Number(webkitMajor ?? geckoMajor);
  const minor = Number(webkitMinor ?? geckoMinor);
  return major > since[0] || (major === since[0] && minor >= since[1]);
}
