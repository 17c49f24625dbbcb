/** What strangers can make share links and the keys of share buttons do. */
import Database from 'better-sqlite3';
import { CHANNEL_NAMES } from '../../src/channels/registry.ts';
import { SHARED_PER_HOUR } from '../../src/links/contents/content.ts';
import { shareCode } from '../../src/shares/share-code.ts';
import { CREATED_PER_NETWORK, RECORDED_PER_NETWORK } from '../../src/shares/share-limits.ts';
import { SLUG_ALPHABET } from '../../src/urls/slug.ts';
import { findDatabase } from './files.ts';
import { API, BROWSER, nextAddress, PUBLIC_URL, SHARE_HOST, type Target } from './target.ts';
import type { Threat } from './threat.ts';

const LISTED = `https://${SHARE_HOST}`;
const PAGES = 'https://pages.example';
const TABLES = ['contents', 'links', 'shares', 'share_presses', 'share_days'] as const;
type Rows = Record<(typeof TABLES)[number], number>;

/** Another code for each number, as an outsider could compute it. */
const codeOf = (n: number): string =>
  shareCode(
    [0, 1, 2, 3, 4, 5].map((place) => SLUG_ALPHABET.charAt(Math.floor(n / 10 ** place) % 10)).join(''),
  );

/** How many rows each table has. */
function rowsOf({ dataDir }: Target): Rows {
  const count = (table: string) => {
    const database = new Database(findDatabase(dataDir, table), { readonly: true });
    try {
      return Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    } finally {
      database.close();
    }
  };
  return Object.fromEntries(TABLES.map((table) => [table, count(table)])) as Rows; // one entry for each table
}

/** How many rows were added to each table. */
const added = (before: Rows, after: Rows) =>
  Object.fromEntries(TABLES.map((table) => [table, after[table] - before[table]])) as Rows;

const isEmpty = (rows: Rows) => Object.values(rows).every((count) => count === 0);

async function contentOf({ api }: Target, fields: Record<string, unknown> = {}): Promise<string> {
  const url = `${PAGES}/${crypto.randomUUID()}`;
  const { json } = await api('POST', '/contents', { body: { url, channels: ['email'], ...fields } });
  return String(json?.id);
}

const share = (channel: string, query: Record<string, string>) =>
  `/share/${channel}?${new URLSearchParams(query)}`;

/** Sends requests, some at the same time; returns how often each status was answered. */
async function flood(requests: number, send: (n: number) => Promise<{ status: number }>) {
  const statuses = new Map<number, number>();
  for (let from = 0; from < requests; from += WAVE) {
    const wave = Array.from({ length: Math.min(WAVE, requests - from) }, (_, n) => send(from + n));
    for (const { status } of await Promise.all(wave)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  return statuses;
}
const WAVE = 50;

/** Addresses that look like the listed host or a known page, and are on neither. */
const ALIKE = [
  ...[
    `https://${SHARE_HOST}.evil.example/`,
    `https://evil.example/${SHARE_HOST}`,
    `https://sub.${SHARE_HOST}/`,
  ],
  ...[`//${SHARE_HOST}/`, '//evil.example/', '/\\evil.example', 'https:evil.example', SHARE_HOST],
  ...[`https://${SHARE_HOST}@evil.example/`, `https://a@${SHARE_HOST}/`, `https://a:b@${SHARE_HOST}/`],
  ...[`https://${SHARE_HOST}./`, `https://${SHARE_HOST}:8443/`, `http://${SHARE_HOST}:443/`],
  ...[
    `https://${SHARE_HOST.replace('o', '\u043e')}/`,
    `https://${SHARE_HOST.replace('.', '\u3002')}.evil.example/`,
  ],
  ...[
    `https://${SHARE_HOST}%2eevil.example/`,
    `https://${SHARE_HOST}\n.evil.example/`,
    'java\nscript:alert(1)',
  ],
  ...[`javascript:alert(1)//${SHARE_HOST}`, `data:text/html,${SHARE_HOST}`, `ftp://${SHARE_HOST}/`],
  ...[
    'http://127.0.0.1/',
    'https://[::1]/',
    'http://localhost/',
    `${PUBLIC_URL}/`,
    `${PUBLIC_URL}/share/copy?u=${LISTED}/`,
  ],
];

const pages: Threat = {
  name: 'Share links for other pages',
  guarantee:
    'only pages with a content, and pages on listed hosts, can be shared, whatever an address looks like',
  async check(target, must) {
    const { visit } = target;
    const path = `/${crypto.randomUUID()}`;
    await contentOf(target, { url: PAGES + path });
    await contentOf(target, { url: 'https://shared-host.example/our/page' });
    const before = rowsOf(target);
    const known = [
      ...[
        'https://pages.example.',
        'https://pages.example:8443',
        'https://www.pages.example',
        'https://a@pages.example',
      ],
      ...['https://p\u0430ges.example', 'https://pages.example.evil.example', '//pages.example'],
    ].map((host) => host + path);
    const others = [
      'https://shared-host.example/others/page',
      'https://shared-host.example/our',
      `${PAGES}/`,
    ];
    for (const u of [...ALIKE, ...known, ...others]) {
      for (const channel of ['whatsapp', 'copy']) {
        const { status, headers, body } = await visit(share(channel, { u }));
        const hasLink = headers.location !== undefined || body.includes(PUBLIC_URL);
        must(`${JSON.stringify(u)} gets no link (${status})`, status === 404 && !hasLink);
      }
    }
    for (const query of [
      '',
      '?u=',
      '?content=',
      `?content=cnt_none&u=${LISTED}`,
      `?u=${LISTED}/${'x'.repeat(12_000)}`,
    ]) {
      const { status } = await visit(`/share/copy${query}`);
      must(`${query.slice(0, 30)} is refused (${status})`, status === 400);
    }
    must(
      `nothing was written (${JSON.stringify(added(before, rowsOf(target)))})`,
      isEmpty(added(before, rowsOf(target))),
    );
    const evil = 'https://evil.example/';
    const query = { u: `HTTPS://PAGES.example${path}`, t: evil, url: evil, next: evil, to: evil, from: evil };
    for (const channel of CHANNEL_NAMES) {
      const { status, headers, body } = await visit(share(channel, query));
      must(`${channel} shares the known page, in any case (${status})`, status === 302 || status === 200);
      if (status === 200) must(`the page of ${channel} shows no text of strangers`, !body.includes('evil'));
      else {
        const { host } = new URL(headers.location ?? 'x:');
        must(`${channel} leads to the app (${host})`, !host.includes('evil'));
        must(
          `${channel} has a link of this server`,
          headers.location?.includes(encodeURIComponent(PUBLIC_URL)) === true,
        );
      }
    }
  },
};

/** What is no person's navigation. */
const PROGRAMS: [name: string, headers: Record<string, string>, method?: string][] = [
  ['a crawler', { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
  ['a preview', { 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
  ['a preview of Meta', { 'User-Agent': 'facebookexternalhit/1.1' }],
  ['a scanner of mail', { 'User-Agent': 'Mimecast-URL-Scanner/1.0' }],
  ['curl', { 'User-Agent': 'curl/8.5.0' }],
  ['no agent', { 'User-Agent': '' }],
  ['a prefetch', { 'Sec-Purpose': 'prefetch' }],
  ['a prerender', { 'Sec-Purpose': 'prefetch;prerender' }],
  ['an old prefetch', { Purpose: 'prefetch' }],
  ['an image', { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors' }],
  ['a script', { 'Sec-Fetch-Dest': 'empty', 'Sec-Fetch-Mode': 'cors' }],
  ['a frame', { 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-Mode': 'navigate' }],
  ['HEAD', {}, 'HEAD'],
];

const programs: Threat = {
  name: 'Programs at share links',
  guarantee: 'crawlers, previews, prefetches and parts of pages get no link and write nothing',
  async check(target, must) {
    const { send } = target;
    const content = await contentOf(target);
    const before = rowsOf(target);
    for (const [name, headers, method = 'GET'] of PROGRAMS) {
      for (const query of [{ content }, { u: `${LISTED}/${crypto.randomUUID()}` }]) {
        const options = { headers: { 'User-Agent': BROWSER, ...headers } };
        const answer = await send(method, share('whatsapp', query), options);
        const hasLink = answer.headers.location !== undefined || answer.body.includes(PUBLIC_URL);
        must(`${name} gets no link (${answer.status})`, [200, 503].includes(answer.status) && !hasLink);
      }
    }
    const rows = added(before, rowsOf(target));
    must(`nothing was written (${JSON.stringify(rows)})`, isEmpty(rows));
  },
};

const floods: Threat = {
  name: 'Floods of shares',
  guarantee:
    'one network stores 100 shares in ten minutes and 20 pages an hour, all together 100 pages, and invented codes nothing',
  scope: 'tests send a few hundred requests, the command ten thousand',
  async check(target, must) {
    const { api, requests, visit } = target;
    const content = await contentOf(target, { shareCodes: true, channels: ['whatsapp'] });
    const began = rowsOf(target);
    const address = nextAddress();
    const agent = (n: number) => ({ 'User-Agent': `${BROWSER} n/${n}` });
    const pressed = await flood(requests, (n) => visit(share('whatsapp', { content }), agent(n), address));
    must(`all ${requests} presses get the link (${[...pressed]})`, pressed.get(302) === requests);
    const shares = added(began, rowsOf(target));
    const most = RECORDED_PER_NETWORK.max;
    must(`they add no page or link (${JSON.stringify(shares)})`, shares.contents + shares.links === 0);
    must(`they are at most ${most} shares (${shares.shares})`, shares.shares > 0 && shares.shares <= most);
    must(`with as many presses (${shares.share_presses})`, shares.share_presses === shares.shares);

    const strings = Math.ceil(requests / 10);
    const post = (n: number) => share('copy', { u: `${LISTED}/post?x=${n}` });
    const before = rowsOf(target);
    await flood(strings, (n) => visit(post(n), {}, address));
    const own = added(before, rowsOf(target));
    must(
      `${strings} query strings are at most ${CREATED_PER_NETWORK.max} pages (${own.contents})`,
      own.contents <= CREATED_PER_NETWORK.max,
    );
    const wide = await flood(strings + SHARED_PER_HOUR, (n) => visit(post(n + strings)));
    const all = added(before, rowsOf(target));
    must(
      `from many networks they are at most ${SHARED_PER_HOUR} (${all.contents}, ${[...wide]})`,
      all.contents <= SHARED_PER_HOUR && wide.get(429) !== undefined,
    );
    must(`each with one link (${all.links})`, all.links === all.contents);

    const { json } = await api('GET', `/links?contentId=${content}`);
    const [link] = (json?.data ?? []) as { slug: string }[];
    await flood(strings, (n) => visit(`/${link?.slug}.${codeOf(n)}`));
    await target.eventually(`/stats?contentId=${content}`, (answer) => {
      const total = answer.json?.total as { hits: number } | undefined;
      return (total?.hits ?? 0) >= strings;
    });
    const invented = rowsOf(target);
    must(
      `invented codes are no shares and count for none (${invented.share_days})`,
      added(began, invented).shares === shares.shares + all.shares &&
        invented.share_days === began.share_days,
    );
    const { json: stats } = await api('GET', `/stats?contentId=${content}&groupBy=mark`);
    const marks = ((stats?.data ?? []) as { mark: string | null }[]).map(({ mark }) => mark);
    must(`they are one mark (${marks})`, marks.length === 1 && marks[0] === '(unknown)');
  },
};

const publishable: Threat = {
  name: 'Keys of share buttons',
  guarantee: 'a key that anybody can read in a page reports shares from its pages, and does nothing else',
  async check(target, must) {
    const { api, send } = target;
    const contentId = await contentOf(target);
    const body = { name: 'buttons', scopes: ['shares:write'], origins: [PAGES] };
    const { json } = await api('POST', '/keys', { body });
    const key = String(json?.key);
    const press = (headers: Record<string, string>, fields: Record<string, unknown> = {}) =>
      send('POST', `${API}/shares`, {
        headers: { 'User-Agent': BROWSER, 'Content-Type': 'text/plain', ...headers },
        body: JSON.stringify({ key, contentId, channel: 'copy', ...fields }),
      });
    const before = rowsOf(target);
    const foreign = [
      ...[
        'https://evil.example',
        'https://www.pages.example',
        'http://pages.example',
        'https://pages.example:8443',
      ],
      ...['https://pages.example.', `${PAGES}.evil.example`, 'https://p\u0430ges.example', 'null', ''],
    ];
    for (const origin of foreign) {
      const answer = await press({ Origin: encodeURI(origin) });
      const isHidden = answer.headers['access-control-allow-origin'] === undefined;
      must(`${origin || 'no origin'} is refused (${answer.status})`, answer.status === 403 && isHidden);
      const headers = { Origin: encodeURI(origin), 'Access-Control-Request-Method': 'POST' };
      const asked = await send('OPTIONS', `${API}/shares`, { headers });
      must(
        `so is its preflight (${asked.status})`,
        asked.headers['access-control-allow-origin'] === undefined,
      );
    }
    const own = { Origin: PAGES };
    const program = await press({ ...own, 'User-Agent': 'curl/8.5.0' });
    must(`a program is refused (${program.status})`, program.status === 403);
    const large = await press(own, { from: 'x'.repeat(2_100) });
    must(`more than 2 kB are refused (${large.status})`, large.status === 413);
    const writer = await api('POST', '/keys', { body: { name: 'writer', scopes: ['links:write'] } });
    const secret = await press(own, { key: String(writer.json?.key) });
    must(`a body takes no secret key (${secret.status})`, secret.status === 401);
    for (const url of ALIKE.filter((each) => !each.includes('\n'))) {
      const { status } = await press(own, { contentId: undefined, url });
      must(`it cannot share ${url} (${status})`, status === 404);
    }
    for (const path of [
      '/links',
      '/contents',
      '/stats',
      '/hits',
      '/keys',
      '/settings',
      `/contents/${contentId}/reach`,
    ]) {
      const { status, headers } = await api('GET', path, { key, headers: own });
      const isHidden = headers['access-control-allow-origin'] === undefined;
      must(`it does not open ${path} (${status})`, status === 403 && isHidden);
    }
    const rows = added(before, rowsOf(target));
    must(`nothing was written (${JSON.stringify(rows)})`, isEmpty(rows));
    const taken = await press(own);
    must(
      `its own page may read the answer (${taken.status})`,
      taken.status === 201 && taken.headers['access-control-allow-origin'] === PAGES,
    );
    must('without credentials', taken.headers['access-control-allow-credentials'] === undefined);
  },
};

export const sharing: Threat[] = [pages, programs, floods, publishable];
