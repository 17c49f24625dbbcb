/** The whole way of a share: press → preview → somebody's click → reshare → click, and what every figure says of it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { isShareCode } from '../../../src/shares/share-code.ts';
import { unique } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { CHROME, type Sotto } from '../../support/runtimes/sotto.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const [ANN, BOB, CAROL] = ['203.0.113.7', '198.51.100.9', '198.51.100.10'];

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
  sotto.clock.now = NOON;
});
afterAll(() => sotto.close());

const visit = (url: string, peer: string, agent = CHROME) => {
  sotto.clock.now += MINUTE;
  return sotto.click(url, { 'User-Agent': agent }, peer);
};

/** Presses a share link; the short link is in the text that the intent sends. */
async function press(channel: string, query: string, peer: string): Promise<string> {
  const response = await visit(`/share/${channel}?${query}`, peer);
  const where = decodeURIComponent(response.headers.get('Location') ?? (await response.text()));
  const [link] = /http:\/\/sotto\.test\/[\w-]+\.\w+/.exec(where) ?? [];
  if (link === undefined) throw new Error(`No short link with a code in ${where}`);
  return link;
}

/** What a member sees of a page. */
async function textsOf(path: string) {
  const cookie = await signIn(sotto.deps, 'viewer');
  const html = await (await sotto.request(path, { headers: { Cookie: `${COOKIE}=${cookie}` } })).text();
  return { html, text: html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ') };
}

const codeOf = (link: string) => link.split('.').at(-1) ?? '';

it('is counted alike by statistics, hits, sightings and reach', async () => {
  const { body: content } = await sotto.api<{ id: string }>('POST', '/contents', {
    url: `https://pages.example/${unique()}`,
    title: 'The guide',
    channels: ['whatsapp', 'email'],
    shareCodes: true,
  });
  const first = await press('whatsapp', `content=${content.id}`, ANN);
  expect(isShareCode(codeOf(first))).toBe(true);
  await visit(first, ANN, SLACK);
  await visit(first, ANN);
  const opened = await visit(first, BOB);
  const from = new URL(opened.headers.get('Location') ?? '').searchParams.get('sotto_from');
  expect(from).toBe(codeOf(first));
  const second = await press('email', `content=${content.id}&from=${from}`, BOB);
  await visit(second, CAROL);
  await sotto.settle();

  const stats = await sotto.api<{ data: object[]; total: object }>(
    'GET',
    `/stats?groupBy=channel&contentId=${content.id}`,
  );
  expect(stats.body.total).toMatchObject({ clicks: 3, ownClicks: 1, previews: 1, shares: 2 });
  expect(stats.body.data).toMatchObject([
    { channel: 'whatsapp', clicks: 2, shares: 1 },
    { channel: 'email', clicks: 1, shares: 1 },
  ]);
  const { body: hits } = await sotto.api<{ data: { reason: string; shareId: string; mark: null }[] }>(
    'GET',
    `/hits?contentId=${content.id}&kind=click`,
  );
  expect(hits.data.map(({ reason, mark }) => [reason, mark])).toEqual([
    [null, null],
    [null, null],
    ['own', null],
  ]);
  const { body: sightings } = await sotto.api<{ data: object[] }>(
    'GET',
    `/sightings?contentId=${content.id}`,
  );
  expect(sightings.data).toMatchObject([{ app: 'slack', channel: 'whatsapp', crossed: true }]);
  const { body: reach } = await sotto.api('GET', `/contents/${content.id}/reach`);
  expect(reach).toMatchObject({
    shares: 2,
    clicks: 3,
    ownClicks: 1,
    funnel: { shares: 2, seen: 1, clicked: 2 },
    reshareRate: { value: 0.5, reshares: 1, shares: 2 },
    generations: [{ shares: 1 }, { shares: 1 }],
  });

  const page = await textsOf(`/app/contents/${content.id}`);
  expect(page.text).toContain('Shared 2 Seen in an app 1 Clicked by others 2');
  expect(page.html).toContain('aria-label="2 shares in 2 generations"');
  sotto.clock.now += DAY;
  const overview = await textsOf('/app?period=7d');
  expect(overview.text).toMatch(
    /Times shared .*? 2 new Clicks per share .*? 1\.50 of 2 shares Sightings .*? 1 new of which crossed .*? 1 new/,
  );
  expect(overview.text).toMatch(
    / WhatsApp 2 67% new 2 1 2\.00 clicks each 1 1 .* Email 1 33% new 1 1 1\.00 clicks each 0 /,
  );
});

it('begins a new line for a person who opted out, and for a code of another content', async () => {
  const create = async () =>
    (
      await sotto.api<{ id: string }>('POST', '/contents', {
        url: `https://pages.example/${unique()}`,
        channels: ['whatsapp'],
        shareCodes: true,
      })
    ).body.id;
  const [one, other] = [await create(), await create()];
  const code = codeOf(await press('whatsapp', `content=${one}`, ANN));
  await press('whatsapp', `content=${other}&from=${code}`, BOB);
  sotto.clock.now += MINUTE;
  await sotto.request(`/share/whatsapp?content=${one}&from=${code}`, {
    headers: { 'User-Agent': CHROME, 'Sec-GPC': '1' },
    peer: CAROL,
  });
  const reach = async (id: string) => (await sotto.api('GET', `/contents/${id}/reach`)).body;
  expect(await reach(one)).toMatchObject({ shares: 2, reshareRate: { reshares: 0 } });
  expect(await reach(other)).toMatchObject({ shares: 1, generations: [{ generation: 0, shares: 1 }] });
});
