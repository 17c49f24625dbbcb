/** Agents in the frozen formats that browser vendors document, one for each release. */
import type { Group } from '../row.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const DESKTOPS = [
  'Windows NT 10.0; Win64; x64',
  'Macintosh; Intel Mac OS X 10_15_7',
  'X11; Linux x86_64',
  'X11; CrOS x86_64 14541.0.0',
];
const ANDROID = 'Linux; Android 10; K';
const MAJORS = Array.from({ length: 34 }, (_, index) => 120 + index);
const SAFARIS = [
  '16.0',
  '16.1',
  '16.2',
  '16.3',
  '16.4',
  '16.5',
  '16.6',
  '17.0',
  '17.1',
  '17.2',
  '17.3',
  '17.4',
].concat(['17.5', '17.6', '18.0', '18.1', '18.2', '18.3', '18.4', '18.5']);
/** Samsung Internet and the Chromium it is built on. */
const SAMSUNGS = [
  [20, 106],
  [21, 110],
  [22, 111],
  [23, 115],
  [24, 117],
  [25, 121],
  [26, 122],
  [27, 125],
  [28, 130],
] as const;

const people = (source: string, agents: string[]): Group => ({ kind: 'click', app: null, source, agents });

const chrome = (major: number) => [
  ...DESKTOPS.map((system) => `Mozilla/5.0 (${system}) ${WEBKIT} Chrome/${major}.0.0.0 Safari/537.36`),
  `Mozilla/5.0 (${ANDROID}) ${WEBKIT} Chrome/${major}.0.0.0 Mobile Safari/537.36`,
  `Mozilla/5.0 (${ANDROID}) ${WEBKIT} Chrome/${major}.0.0.0 Safari/537.36`,
];

const edge = (major: number) => [
  ...DESKTOPS.slice(0, 3).map(
    (system) => `Mozilla/5.0 (${system}) ${WEBKIT} Chrome/${major}.0.0.0 Safari/537.36 Edg/${major}.0.0.0`,
  ),
  `Mozilla/5.0 (${ANDROID}) ${WEBKIT} Chrome/${major}.0.0.0 Mobile Safari/537.36 EdgA/${major}.0.0.0`,
];

const firefox = (major: number) => [
  ...[
    'Windows NT 10.0; Win64; x64',
    'Macintosh; Intel Mac OS X 10.15',
    'X11; Linux x86_64',
    'X11; Ubuntu; Linux x86_64',
  ].map((system) => `Mozilla/5.0 (${system}; rv:${major}.0) Gecko/20100101 Firefox/${major}.0`),
  `Mozilla/5.0 (Android 14; Mobile; rv:${major}.0) Gecko/${major}.0 Firefox/${major}.0`,
];

const safari = (version: string) => {
  const system = version.replace('.', '_');
  return [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/${version} Safari/605.1.15`,
    `Mozilla/5.0 (iPhone; CPU iPhone OS ${system} like Mac OS X) ${SAFARI} Version/${version} Mobile/15E148 Safari/604.1`,
    `Mozilla/5.0 (iPad; CPU OS ${system} like Mac OS X) ${SAFARI} Version/${version} Mobile/15E148 Safari/604.1`,
  ];
};

export const VENDOR_FORMS: Group[] = [
  people('https://www.chromium.org/updates/ua-reduction/', MAJORS.flatMap(chrome)),
  people(
    'https://learn.microsoft.com/en-us/microsoft-edge/web-platform/user-agent-guidance',
    MAJORS.flatMap(edge),
  ),
  people(
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/User-Agent/Firefox',
    MAJORS.flatMap(firefox),
  ),
  people(
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/User-Agent',
    SAFARIS.flatMap(safari),
  ),
  people(
    'https://developer.samsung.com/internet/user-agent-string-format.html',
    SAMSUNGS.map(
      ([samsung, chromium]) =>
        `Mozilla/5.0 (${ANDROID}) ${WEBKIT} SamsungBrowser/${samsung}.0 Chrome/${chromium}.0.0.0 Mobile Safari/537.36`,
    ),
  ),
];
