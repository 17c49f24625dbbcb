/** Which browsers are of the last years. */

// Device presets of Chrome's developer tools, which forgers pair with versions that never were.
const PRESETS =
  /Nexus 5 Build\/MRA58N|SM-G900P Build\/LRX21T|Pixel 2 Build\/OPD3\.170816\.012|iPhone OS 11_0 like/;

/** The oldest major version of each engine that counts, and where an agent names it. */
const ENGINES: [RegExp, number][] = [
  [/\bChrom(?:e|ium)\/(\d+)/, 100],
  [/\bFirefox\/(\d+)/, 100],
  [/\b(?:iPhone )?OS (\d+)_\d/, 15],
  [/\bMacintosh\b.*\bVersion\/(\d+)/, 15],
];

/** A release since 2022 of Chromium, Firefox or WebKit, and no preset of developer tools. */
export function isCurrent(agent: string): boolean {
  if (PRESETS.test(agent)) return false;
  const engine = ENGINES.find(([version]) => version.test(agent));
  return engine !== undefined && Number(engine[0].exec(agent)?.[1]) >= engine[1];
}
