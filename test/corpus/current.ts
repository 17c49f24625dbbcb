/** Recognises recent browsers. */

// Device presets of Chrome's developer tools, which forged agents combine with versions that do not exist.
const PRESETS =
  /Nexus 5 Build\/MRA58N|SM-G900P Build\/LRX21T|Pixel 2 Build\/OPD3\.170816\.012|iPhone OS 11_0 like/;

/** The pattern of each engine's major version, and the oldest one that counts as recent. */
const ENGINES: [RegExp, number][] = [
  [/\bChrom(?:e|ium)\/(\d+)/, 100],
  [/\bFirefox\/(\d+)/, 100],
  [/\b(?:iPhone )?OS (\d+)_\d/, 15],
  [/\bMacintosh\b.*\bVersion\/(\d+)/, 15],
];

/** True for a release of Chromium, Firefox or WebKit since 2022 that is not a preset of developer tools. */
export function isCurrent(agent: string): boolean {
  if (PRESETS.test(agent)) return false;
  const engine = ENGINES.find(([version]) => version.test(agent));
  return engine !== undefined && Number(engine[0].exec(agent)?.[1]) >= engine[1];
}
