/** One request for every operation, in an order in which each finds what it needs. Their answers are the examples of the document. */
import { shareCode } from '../../../src/shares/share-code.ts';
import { assemble, CHROME, SETTINGS, type Sotto } from '../runtimes/sotto.ts';
import type { TestRuntime } from '../runtimes/test-runtime.ts';
import { type Operation, operationsOf, readDocument } from './document.ts';

/** A request and what the server answered. `query` is encoded; `answer` is absent if the answer is empty. */
export interface Example {
  path?: Record<string, string>;
  query?: string;
  body?: unknown;
  status: number;
  answer?: unknown;
}

/** The fields of an answer that later requests need. */
interface Answer {
  id: string;
  host: string;
  links: Answer[];
  data: Answer[];
}

type Step = Pick<Example, 'path' | 'query' | 'body'>;

const PUBLIC_URL = 'https://go.example';
const PAGE = 'https://example.com/guide?id=7';
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A PNG picture of one red pixel. */
const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4XmO4o6YGAAMKASkZNVziAAAAAElFTkSuQmCC';

/** Ids that look like any others and are the same in every run. */
function fixedIds() {
  let state = 7;
  const text = (length: number) =>
    Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return ALPHABET.charAt(Math.floor((state / 2 ** 31) * ALPHABET.length));
    }).join('');
  return { id: (prefix: string) => `${prefix}_${text(16)}`, slug: () => text(7), requestId: () => text(21) };
}

// What is random on purpose, below the ids.
const withoutSecrets = (answer: string) =>
  answer
    .replaceAll(/(sotto_key_\w{4}|\/app\/join\/)[\w-]+/g, '$1…')
    .replaceAll(/hit_(\w+?)\w{7}(?=")/g, 'hit_$1k2v9x0q')
    // The picture of a code, of which nobody reads more than the beginning.
    .replaceAll(/(?<= d="M[^"]{40})[^"]+/g, '…');

export interface Examples {
  /** By operation id. */
  operations: Record<string, Example>;
  /** Failures by their status. */
  problems: Record<string, unknown>;
}

/** Makes all requests, and some that fail. */
export async function requestExamples(runtime: TestRuntime): Promise<Examples> {
  const sotto = await assemble(runtime, {
    ids: fixedIds(),
    settings: { ...SETTINGS, publicUrl: PUBLIC_URL },
  });
  sotto.clock.now = Date.UTC(2026, 4, 12, 8, 30);
  const operations = new Map(operationsOf(await readDocument(sotto)).map((each) => [each.operationId, each]));
  const examples: Record<string, Example> = {};
  const ask = async (operationId: string, step: Step = {}) => {
    const operation = operations.get(operationId);
    if (!operation) throw new Error(`No operation is called ${operationId}`);
    sotto.clock.now += 1000;
    const example = await requestExample(sotto, operation, step);
    examples[operationId] = example;
    return example.answer as Answer; // the steps know what they asked for
  };
  await createAndVisit(sotto, ask);
  await manage(ask);
  await ask('upsertContent', { path: { id: 'ext_guide-9' } });
  await ask('upsertLink', { path: { id: 'ext_guide-9-flyer' } });
  const problems = await fail(sotto);
  await removeAll(sotto, ask);
  return { operations: examples, problems };
}

type Ask = (operationId: string, step?: Step) => Promise<Answer>;

async function requestExample(sotto: Sotto, operation: Operation, given: Step): Promise<Example> {
  const { path = {}, query, body = operation.body?.example } = given;
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => path[name] ?? '');
  const headers = {
    Authorization: `Bearer ${SETTINGS.adminKey}`,
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
  };
  const init = {
    method: operation.method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  const response = await sotto.request(`${filled}${query === undefined ? '' : `?${query}`}`, init);
  const text = withoutSecrets(await response.text());
  if (!response.ok) throw new Error(`${operation.operationId} answered ${response.status}: ${text}`);
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
  return {
    ...(given.path && { path }),
    ...(query !== undefined && { query }),
    ...(body !== undefined && { body }),
    status: response.status,
    ...(text !== '' && { answer: isJson ? JSON.parse(text) : text }),
  };
}

async function createAndVisit(sotto: Sotto, ask: Ask): Promise<void> {
  const content = { url: PAGE, title: 'The guide', slug: 'guide', channels: ['whatsapp', 'email'] };
  const { id, links } = await ask('createContent', { body: content });
  const [link, other] = links.map((each) => each.id);
  const path = { id: link ?? '' };
  await ask('createLink');
  await ask('createLinks', {
    body: {
      links: [
        { url: PAGE, channel: 'linkedin' },
        { url: 'https://example.com/other', slug: 'guide-wa' },
      ],
    },
  });
  const visit = async (slug: string, agent: string, peer?: string) => {
    sotto.clock.now += 60_000;
    await sotto.click(`${PUBLIC_URL}/${slug}`, { 'User-Agent': agent }, peer);
  };
  await visit('guide-wa', CHROME, '192.0.2.7');
  await visit('guide-wa', FIREFOX);
  await visit('guide-wa', SLACK);
  await visit('guide-mail.newsletter', CHROME);
  await visit('guide-mail', 'curl/8.5.0');
  await ask('updateLink', { path, body: { maxClicks: 500, tags: ['guides'] } });
  await sotto.api('PATCH', `/links/${other}`, { archived: true });
  await visit('guide-mail', CHROME);
  await sotto.settle();
  await ask('getLink', { path });
  await ask('listLinks', { query: 'channel=whatsapp&limit=2' });
  await ask('updateContent', { path: { id } });
  await ask('getContent', { path: { id } });
  await ask('listContents', { query: 'q=guide&limit=1' });
  await ask('listStats', { query: 'groupBy=channel&from=2026-05-01&to=2026-05-31' });
  await ask('listHits', { query: 'kind=click&limit=2' });
  await ask('listSightings', { query: 'crossed=true' });
  await ask('listSightingGroups', { query: 'groupBy=app' });
  await ask('listTurnedAway', { query: 'groupBy=reason' });
  await ask('getLinkQr', { path, query: 'color=0f4eb9&margin=2' });
  await ask('drawLinkQr', { path, body: { format: 'svg', size: 1024, logo: LOGO } });
  await ask('getContentQr', { path: { id } });
  await ask('drawContentQr', { path: { id }, body: { format: 'svg', logo: LOGO } });
  await ask('getContentEmbed', { path: { id }, query: 'look=icons' });
  await ask('exportLink', { path });
  await ask('exportContent', { path: { id } });
  await shareTwice(sotto, id, link ?? '');
  await ask('getReach', { path: { id } });
  await ask('createShare');
  await sotto.request('/abuse', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      link: `${PUBLIC_URL}/guide-wa`,
      category: 'spam',
      message: 'I did not ask for it.',
    }),
  });
}

/** A share whose short link is clicked, and a reshare by the person who clicked. */
async function shareTwice(sotto: Sotto, contentId: string, linkId: string): Promise<void> {
  await sotto.api('PATCH', `/contents/${contentId}`, { shareCodes: true });
  const { rowId: linkRowId = 0, contentRowId = 0, slug } = (await sotto.store.links.get(linkId)) ?? {};
  const code = shareCode('k7F9pQ');
  const share = { contentRowId, linkRowId, source: 'link' } as const;
  const first = {
    ...share,
    at: sotto.clock.now,
    id: 'shr_8fWq2xK0pLrT5vBn',
    code,
    parentRowId: null,
    generation: 0,
  };
  const stored = await sotto.store.shares.add(first, null);
  if (typeof stored !== 'object') throw new Error('The share could not be stored');
  await sotto.click(`${PUBLIC_URL}/${slug}.${code}`, { 'User-Agent': FIREFOX }, '192.0.2.9');
  const line = { parentRowId: stored.share.rowId, generation: 1 };
  await sotto.store.shares.add(
    { ...first, ...line, id: 'shr_2pQzKd7rTnWc9xLm', code: shareCode('W8mHcR') },
    null,
  );
}

async function manage(ask: Ask): Promise<void> {
  await ask('listChannels');
  await ask('getChannel', { path: { channel: 'whatsapp' } });
  await ask('updateChannel', { path: { channel: 'whatsapp' } });
  await ask('updateSettings');
  await ask('getSettings');
  const { id } = await ask('createKey');
  await ask('listKeys', { query: 'status=active' });
  await ask('getKey', { path: { id } });
  await ask('updateKey', { path: { id } });
  await ask('rollKey', { path: { id } });
  const domain = 'links.example';
  await ask('createDomain', { body: { domain, rootUrl: 'https://www.example/' } });
  await ask('listDomains');
  await ask('getDomain', { path: { domain } });
  await ask('updateDomain', { path: { domain } });
  await ask('deleteDomain', { path: { domain } });
  await ask('deleteKey', { path: { id } });
  await ask('createMemberLink');
  await ask('listMembers');
  const { host } = await ask('blockHost');
  await ask('listBlockedHosts');
  await ask('getBlockedHost', { path: { host } });
  await ask('unblockHost', { path: { host } });
  const { data: reports } = await ask('listAbuseReports', { query: 'status=open' });
  const report = { id: reports[0]?.id ?? '' };
  await ask('getAbuseReport', { path: report });
  await ask('closeAbuseReport', { path: report });
  const { data: entries } = await ask('listAuditEntries', { query: 'action=link.create&limit=1' });
  await ask('listAuditedObjects', { path: { id: entries[0]?.id ?? '' } });
}

async function fail({ request, api }: Sotto): Promise<Record<string, unknown>> {
  const path = '/api/v1/links';
  const key = { Authorization: `Bearer ${SETTINGS.adminKey}` };
  const json = { ...key, 'Content-Type': 'application/json' };
  const { body: reader } = await api<{ key: string }>('POST', '/keys', {
    name: 'Reports',
    scopes: ['stats:read'],
  });
  const post = (body: string, headers: Record<string, string> = json) =>
    request(path, { method: 'POST', headers, body });
  const answers = [
    await post('{'),
    await request(path),
    await request(path, { headers: { Authorization: `Bearer ${reader.key}` } }),
    await request(`${path}/lnk_unknown`, { headers: key }),
    await request('/api/v1/stats', { headers: { ...key, Accept: 'image/png' } }),
    await post(JSON.stringify({ url: 'https://example.com/other', slug: 'guide-wa' })),
    await post(`"${'x'.repeat(100_000)}"`),
    await post('url=x', { ...key, 'Content-Type': 'text/plain' }),
    await post(JSON.stringify({ url: 'ftp://example.com/', channel: 'fax' })),
  ];
  const problems = await Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]));
  return Object.fromEntries(problems);
}

async function removeAll(sotto: Sotto, ask: Ask): Promise<void> {
  const { data } = await ask('listContents', { query: 'q=guide&limit=1' });
  const content = { id: data[0]?.id ?? '' };
  const link = { id: data[0]?.links[0]?.id ?? '' };
  await ask('eraseLinkHits', { path: link });
  await ask('eraseContentHits', { path: content });
  const tags = ['spring'];
  await ask('updateLinks', {
    body: {
      links: [
        { ...link, tags },
        { id: 'lnk_unknown', tags },
      ],
    },
  });
  await ask('updateContents', { body: { contents: [{ ...content, tags }] } });
  await ask('deleteLink', { path: link });
  const { body: links } = await sotto.api<Answer>('GET', '/links?limit=1');
  await ask('deleteLinks', { body: { ids: [links.data[0]?.id ?? '', link.id] } });
  await ask('deleteContents', { body: { ids: [content.id, 'cnt_unknown'] } });
  const { body: others } = await sotto.api<Answer>('GET', '/contents?limit=1');
  await ask('deleteContent', { path: { id: others.data[0]?.id ?? '' } });
}
