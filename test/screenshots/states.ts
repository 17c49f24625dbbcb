/** Instances with nothing, with one content, with one click, and with three thousand contents and ten million clicks. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SYSTEM_AUTHOR } from '../../src/audit/audit-entry.ts';
import { type CreateContent, createContents } from '../../src/links/contents/create-content.ts';
import { createIds } from '../../src/runtime/ids.ts';
import { createPasswords } from '../../src/runtime/node/adapters/passwords.ts';
import { fillDemo } from '../../src/runtime/node/demo/fill-demo.ts';
import { COUNTS } from '../../src/stats/measures.ts';
import { eachValue, encodeValues, type Values } from '../../src/sums/tally.ts';
import { asChrome } from '../support/browser/chromium.ts';
import type { DemoServer, Fill } from './demo-server.ts';
import { openNew } from './report-pages.ts';
import type { Shown } from './shown.ts';

interface State {
  name: string;
  fill: Fill;
  pagesOf(demo: DemoServer): Promise<Shown[]>;
}

const MANY_CONTENTS = 3_000;
/** Makes ten million clicks in 30 days of those of the demo. */
const TIMES = 340;
const PLACE = 'https://www.le-cap.example';
const BATCH = 100;

const nothing: Fill = async () => undefined;

/** Titles as nobody should write them. */
const ODD_TITLES = [
  'Anticonstitutionnellement'.repeat(12),
  'תשלומים בינלאומיים: מה כדאי לדעת על ביטוח אשראי ועל מטבע חוץ בשנה הקרובה',
  '🧾🚢🧾🚢🧾🚢 <b>Incoterms</b> & douane 🧾🚢🧾🚢🧾🚢 '.repeat(6),
  'A title that says at length what would have fitted into three words, and then says it again. '.repeat(4),
  null,
];

const contentAt = (at: number): CreateContent => ({
  url: `${PLACE}/fr/fiches/${at < ODD_TITLES.length ? 'une-adresse-vraiment-longue-'.repeat(8) : ''}fiche-${at}`,
  title: at < ODD_TITLES.length ? (ODD_TITLES[at] ?? null) : `Fiche pratique n° ${at} : le mode d’emploi`,
  description: null,
  image: null,
  utm: null,
  domain: null,
  slug: null,
  externalId: null,
  shareCodes: false,
  campaign: at % 3 === 0 ? 'fiches-2026' : '',
  tags: at % 2 === 0 ? ['fiche', 'finance'] : [],
  channels: ['whatsapp', 'email', 'slack', 'copy'],
});

const fillMany: Fill = async (options) => {
  await fillDemo(options);
  const { store, settings, dataDir, now } = options;
  const deps = {
    store,
    settings,
    passwords: createPasswords(),
    ids: createIds(),
    reserved: new Set<string>(),
  };
  const minting = { ...deps, clock: () => now, author: SYSTEM_AUTHOR };
  for (let from = MANY_CONTENTS - 24; from > 0; from -= BATCH) {
    const places = Array.from({ length: Math.min(BATCH, from) }, (_, at) => from - 1 - at);
    for (const made of await createContents(minting, places.map(contentAt))) {
      if (made instanceof Error) throw made;
    }
  }
  multiplySums(join(dataDir, 'sums.db'));
};

/** Multiplies every count of the sums. Statistics of closed days come from nowhere else. */
function multiplySums(path: string): void {
  const db = new Database(path);
  const multiplied = (encoded: string | null) => {
    if (encoded === null) return null;
    const values: Values = new Map();
    eachValue(encoded, (value, tally) =>
      values.set(
        value,
        tally.map((count) => count * TIMES),
      ),
    );
    return encodeValues(values);
  };
  db.function('multiplied', { deterministic: true }, multiplied);
  const counts = COUNTS.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const changes = counts.map((name) => `${name} = ${name} * ${TIMES}`);
  const lists = ['quarters', 'agents', 'places', 'referrers', 'marks'];
  const listChanges = lists.map((name) => `${name} = multiplied(${name})`);
  db.exec(`UPDATE sums SET ${[...changes, ...listChanges]}; UPDATE totals SET ${changes}`);
  db.close();
}

/** Makes the one content; returns the addresses of its links and its id. */
async function makeOne({ server }: DemoServer): Promise<{ id: string; slugs: string[] }> {
  const title = 'Incoterms 2026 : lequel choisir ?';
  const fields = { url: `${PLACE}/fr/guides/incoterms`, title, slug: 'incoterms' };
  const { id, links } = await server.api<{ id: string; links: { slug: string }[] }>('/contents', fields);
  return { id, slugs: links.map(({ slug }) => slug) };
}

/** Clicks once, unless an earlier run has. */
async function click({ server, browser }: DemoServer, slug: string): Promise<void> {
  const { data } = await server.api<{ data: unknown[] }>('/hits?limit=1');
  if (data.length > 0) return;
  const person = await browser.newContext({ userAgent: asChrome(browser.version()) });
  const headers = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'none' };
  await person.request.get(`${server.url}/${slug}`, { headers, maxRedirects: 0 });
  await person.close();
}

const FRAME: Shown[] = [
  { name: 'overview', path: '/app' },
  { name: 'overview-12m', path: '/app?period=12m' },
  { name: 'contents', path: '/app/contents' },
  { name: 'links', path: '/app/links' },
  { name: 'live', path: '/app/live' },
  { name: 'weekly', path: '/app/weekly' },
  { name: 'reports', path: '/app/reports' },
  { name: 'report', path: '/app/reports', act: openNew },
];

const pagesOfOne = (id: string): Shown[] => [
  ...FRAME,
  { name: 'content', path: `/app/contents/${id}` },
  { name: 'sightings', path: '/app/sightings' },
];

export const STATES: State[] = [
  {
    name: 'empty',
    fill: nothing,
    pagesOf: async () => [
      ...FRAME,
      { name: 'domains', path: '/app/settings/domains' },
      { name: 'general', path: '/app/settings/general' },
      { name: 'keys', path: '/app/settings/keys' },
      { name: 'members', path: '/app/settings/members' },
      { name: 'sightings', path: '/app/sightings' },
    ],
  },
  { name: 'unclicked', fill: nothing, pagesOf: async (demo) => pagesOfOne((await makeOne(demo)).id) },
  {
    name: 'one',
    fill: nothing,
    pagesOf: async (demo) => {
      const { id, slugs } = await makeOne(demo);
      await click(demo, slugs[0] ?? '');
      return pagesOfOne(id);
    },
  },
  {
    name: 'many',
    fill: fillMany,
    pagesOf: async ({ server }) => {
      const { data } = await server.api<{ data: { id: string }[] }>('/contents?q=Affacturage');
      const odd = await server.api<{ data: { id: string }[] }>('/contents?q=vraiment&limit=5');
      return [
        ...pagesOfOne(data[0]?.id ?? ''),
        { name: 'contents-newest', path: '/app/contents?sort=newest' },
        { name: 'links-newest', path: '/app/links?sort=newest' },
        ...odd.data.map(({ id }, at) => ({ name: `odd-${at}`, path: `/app/contents/${id}` })),
      ];
    },
  },
];
