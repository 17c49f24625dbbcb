/** The combinations of device, system and browser that exist: a User-Agent can claim any other, too. */
import type { AgentDescription } from './agent.ts';

interface System {
  systems: readonly string[];
  devices: readonly string[];
  browsers: readonly string[];
}

const ENGINES = ['', 'Other', 'Chrome', 'Firefox'];
const COMMON = [...ENGINES, 'Edge', 'Opera', 'Brave', 'DuckDuckGo', 'Vivaldi', 'Yandex', 'Whale'];
const CHINESE = ['UC Browser', 'QQ Browser', 'MIUI Browser', 'Huawei Browser'];

const PLAUSIBLE: readonly System[] = [
  {
    systems: ['Windows'],
    devices: ['desktop', 'tablet'],
    browsers: [...COMMON, 'Internet Explorer', 'Safari', 'UC Browser', 'QQ Browser'],
  },
  { systems: ['macOS'], devices: ['desktop'], browsers: [...COMMON, 'Safari', 'QQ Browser'] },
  { systems: ['Linux'], devices: ['desktop', 'other'], browsers: [...COMMON, 'Safari', 'Samsung Internet'] },
  { systems: ['ChromeOS', 'BSD'], devices: ['desktop'], browsers: COMMON },
  {
    systems: ['iOS'],
    devices: ['mobile', 'tablet', ''],
    browsers: [...COMMON, 'Safari', 'UC Browser', 'QQ Browser'],
  },
  {
    systems: ['Android'],
    devices: ['mobile', 'tablet', 'other', ''],
    browsers: [...COMMON, ...CHINESE, 'Samsung Internet', 'Android Browser', 'Silk', 'Safari'],
  },
  { systems: ['HarmonyOS'], devices: ['mobile', 'tablet', ''], browsers: [...COMMON, ...CHINESE] },
  {
    systems: ['Windows Phone'],
    devices: ['mobile', 'tablet'],
    browsers: [...ENGINES, 'Edge', 'Internet Explorer', 'Opera'],
  },
  { systems: ['KaiOS'], devices: ['mobile'], browsers: ENGINES },
  {
    systems: ['Tizen', 'webOS'],
    devices: ['mobile', 'other', ''],
    browsers: [...ENGINES, 'Safari', 'Samsung Internet'],
  },
  { systems: ['watchOS'], devices: ['other', ''], browsers: [...ENGINES, 'Safari'] },
  {
    systems: ['PlayStation', 'Xbox', 'Nintendo'],
    devices: ['other'],
    browsers: [...ENGINES, 'Safari', 'Edge', 'Internet Explorer', 'Silk'],
  },
  {
    systems: ['', 'Other'],
    devices: ['', 'mobile', 'tablet', 'other'],
    browsers: [...ENGINES, 'Safari', 'Edge'],
  },
];

const keyOf = (device: string, os: string, browser: string) => `${device}/${os}/${browser}`;

const KEYS = new Set(
  PLAUSIBLE.flatMap(({ systems, devices, browsers }) =>
    systems.flatMap((os) =>
      devices.flatMap((device) => browsers.map((browser) => keyOf(device, os, browser))),
    ),
  ),
);

/** How many combinations there are. */
export const PLAUSIBLE_AGENTS = KEYS.size;

export const isPlausibleAgent = ({ device, os, browser }: AgentDescription): boolean =>
  KEYS.has(keyOf(device, os, browser));
