import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';
import { newCode, shareBy } from '../../support/shares/share-by.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const [MINUTE, DAY] = [60_000, 86_400_000];
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const [ANN, BOB] = ['203.0.113.7', '198.51.100.9'];

interface LinkBody {
  id: string;
  channel: string;
  shortUrl: string;
}
interface ContentBody {
  id: string;
  shareCodes: boolean;
  links: LinkBody[];
}
interface ReachBody {
  shares: number;
  coded: number;
  clicks: number;
  ownClicks: number;
  clicksPerShare: { mean: number; median: number; max: number } | null;
  reshareRate: { value: number | null; reshares: number; shares: number };
  funnel: object;
  channels: { channel: string; shares: number; coded: number; clicks: number }[];
  generations: { generation: number; shares: number; clicks: number }[];
  tree: { nodes: { id: string; parent: string | null; clicks: number }[]; edges: object[]; omitted: number };
  largest: { id: string; code: string; clicks: number }[];
  meta: { complete: boolean };
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

async function create(
  fields: object = { shareCodes: true },
): Promise<ContentBody & Record<string, LinkBody>> {
  sotto.clock.now = NOON;
  const { body } = await sotto.api<ContentBody>('POST', '/contents', {
    url: `https://pages.example/${unique()}`,
    channels: ['whatsapp', 'email'],
    ...fields,
  });
  const byChannel = Object.fromEntries(body.links.map((link) => [link.channel, link]));
  return Object.assign(body, byChannel) as ContentBody & Record<string, LinkBody>;
}

const visit = (
  link: LinkBody | undefined,
  mark: string,
  { peer = BOB, agent }: { peer?: string; agent?: string } = {},
) => {
  sotto.clock.now += MINUTE;
  return sotto.click(`${link?.shortUrl}.${mark}`, agent ? { 'User-Agent': agent } : {}, peer);
};

const reachOf = async (id: string, query = '') =>
  (await sotto.api<ReachBody>('GET', `/contents/${id}/reach${query}`)).body;
const marksOf = async (id: string) =>
  (
    await sotto.api<{ data: { mark: string | null; clicks: number }[] }>(
      'GET',
      `/stats?groupBy=mark&contentId=${id}`,
    )
  ).body.data;
const hitsOf = async (id: string) =>
  (
    await sotto.api<{ data: { mark: string | null; shareId: string | null }[] }>(
      'GET',
      `/hits?contentId=${id}`,
    )
  ).body.data;

describe('share codes', () => {
  it('are off unless a content turns them on, and PATCH turns them on and off', async () => {
    const content = await create({});
    expect(content.shareCodes).toBe(false);
    const patched = await sotto.api('PATCH', `/contents/${content.id}`, { shareCodes: true });
    expect(patched.body).toMatchObject({ shareCodes: true });
    const again = await sotto.api('POST', '/contents', { url: Reflect.get(patched.body, 'url') });
    expect(again.body).toMatchObject({ shareCodes: true, ignored: [] });
    const reset = await sotto.api('PATCH', `/contents/${content.id}`, { shareCodes: null });
    expect(reset.body).toMatchObject({ shareCodes: false });
  });

  it('name the share of a hit, fill no mark, and leave placements as they are', async () => {
    const content = await create();
    const code = newCode();
    const share = await shareBy(sotto, content.whatsapp as LinkBody, { peer: ANN, code });
    await visit(content.whatsapp, code);
    await visit(content.whatsapp, 'newsletter');
    await sotto.settle();
    expect((await hitsOf(content.id)).map(({ mark, shareId }) => [mark, shareId])).toEqual([
      ['newsletter', null],
      [null, share.id],
    ]);
    expect((await marksOf(content.id)).map(({ mark, clicks }) => [mark, clicks])).toEqual([
      [null, 1],
      ['newsletter', 1],
    ]);
  });

  it('that no share of the link has are unknown, however many a stranger invents', async () => {
    const content = await create();
    const stolen = newCode();
    await shareBy(sotto, content.email as LinkBody, { peer: ANN, code: stolen });
    for (const code of [newCode(), newCode(), stolen]) await visit(content.whatsapp, code);
    await sotto.settle();
    expect((await marksOf(content.id)).map(({ mark, clicks }) => [mark, clicks])).toEqual([['(unknown)', 3]]);
    expect(await reachOf(content.id)).toMatchObject({ coded: 1, clicks: 0 });
  });

  it('are placements like any others where they are off', async () => {
    const content = await create({});
    const code = newCode();
    await visit(content.whatsapp, code);
    expect((await hitsOf(content.id)).map(({ mark }) => mark)).toEqual([code]);
  });

  it('tell the page by which share its reader came, unless the reader opted out', async () => {
    const content = await create();
    const code = newCode();
    const leadsTo = async (headers: Record<string, string>, mark: string) =>
      (await sotto.click(`${content.whatsapp?.shortUrl}.${mark}`, headers)).headers.get('Location');
    expect(await leadsTo({}, code)).toContain(`sotto_from=${code}`);
    expect(await leadsTo({ 'Sec-GPC': '1' }, code)).not.toContain('sotto_from');
    expect(await leadsTo({}, 'newsletter')).not.toContain('sotto_from');
    await sotto.api('PATCH', `/contents/${content.id}`, { utm: false });
    expect(await leadsTo({}, code)).not.toContain('sotto_from');
  });
});

/** Two generations: Ann shares in WhatsApp, two readers share again by e-mail, and a share without a code. */
async function spread() {
  const content = await create();
  const [whatsapp, email] = [content.whatsapp, content.email];
  if (!whatsapp || !email) throw new Error('The content has too few links');
  const codes = [newCode(), newCode(), newCode()] as const;
  const first = await shareBy(sotto, whatsapp, { peer: ANN, code: codes[0] });
  await visit(whatsapp, codes[0], { agent: SLACK });
  await visit(whatsapp, codes[0], { peer: ANN });
  for (const peer of [BOB, '198.51.100.10', '198.51.100.11']) await visit(whatsapp, codes[0], { peer });
  const second = await shareBy(sotto, email, { peer: BOB, code: codes[1], parent: first });
  const third = await shareBy(sotto, email, { peer: '198.51.100.10', code: codes[2], parent: first });
  await visit(email, codes[1], { peer: '198.51.100.12' });
  await shareBy(sotto, whatsapp, { peer: '198.51.100.13' });
  return { content, whatsapp, email, codes, first, second, third };
}

describe('reach', () => {
  it('counts clicks per share, generations and reshares, before and after the roll-up', async () => {
    const { content, codes, first, second, third } = await spread();
    const before = await reachOf(content.id);
    expect(before).toMatchObject({
      shares: 4,
      coded: 3,
      clicks: 5,
      ownClicks: 1,
      clicksPerShare: { mean: 1.667, median: 1, max: 4 },
      reshareRate: { value: 0.667, reshares: 2, shares: 3 },
      funnel: { shares: 3, seen: 1, clicked: 2 },
      channels: [
        { channel: 'email', shares: 2, coded: 2, clicks: 1 },
        { channel: 'whatsapp', shares: 2, coded: 1, clicks: 4 },
      ],
      generations: [
        { generation: 0, shares: 1, clicks: 4 },
        { generation: 1, shares: 2, clicks: 1 },
      ],
      largest: [
        { id: first.id, code: codes[0], clicks: 4 },
        { id: second.id, code: codes[1], clicks: 1 },
      ],
      meta: { complete: true },
    });
    expect(before.tree).toMatchObject({
      nodes: [
        { id: first.id, parent: null },
        { id: second.id, parent: first.id },
        { id: third.id, parent: first.id },
      ],
      edges: [
        { from: first.id, to: second.id },
        { from: first.id, to: third.id },
      ],
      omitted: 0,
    });
    await sotto.settle();
    expect(await reachOf(content.id)).toEqual(before);
    await sotto.sums.rebuild();
    expect(await reachOf(content.id)).toEqual(before);
  });

  it('is about the shares of a period, with all their clicks', async () => {
    const { content, whatsapp } = await spread();
    sotto.clock.now = NOON + DAY;
    const code = newCode();
    await shareBy(sotto, whatsapp, { peer: ANN, code });
    sotto.clock.now = NOON + 3 * DAY;
    await visit(whatsapp, code);
    expect(await reachOf(content.id, '?from=2026-10-08')).toMatchObject({ shares: 1, coded: 1, clicks: 1 });
    expect(await reachOf(content.id, '?to=2026-10-07')).toMatchObject({ shares: 4, coded: 3, clicks: 5 });
    const wrong = await sotto.api('GET', `/contents/${content.id}/reach?from=yesterday&timezone=Mars`);
    expect(wrong.status).toBe(422);
    expect(wrong.body).toMatchObject({ errors: [{ pointer: '?timezone' }, { pointer: '?from' }] });
  });

  it('forgets erased shares and their clicks, and counts the ones after', async () => {
    const { content, whatsapp, first } = await spread();
    await sotto.settle();
    await sotto.api('DELETE', `/links/${whatsapp.id}/hits`);
    const code = newCode();
    sotto.clock.now += MINUTE;
    await shareBy(sotto, whatsapp, { peer: ANN, code });
    await visit(whatsapp, code);
    await sotto.settle();
    const left = await reachOf(content.id);
    expect(left.channels).toMatchObject([
      { channel: 'email', shares: 2 },
      { channel: 'whatsapp', shares: 1, clicks: 1 },
    ]);
    expect(left.tree.nodes.map(({ parent }) => parent)).toEqual([null, null, null]);
    const [rows = []] = await sotto.engine.read([
      sql`SELECT * FROM share_days WHERE share_id = ${first.rowId}`,
    ]);
    expect(rows).toEqual([]);
  });

  it('has none of the shares of a deleted link', async () => {
    const { content, whatsapp } = await spread();
    await sotto.settle();
    await sotto.api('DELETE', `/links/${whatsapp.id}`);
    await sotto.settle();
    expect((await reachOf(content.id)).channels.map(({ channel }) => channel)).toEqual(['email']);
    const { rowId = 0 } = (await sotto.store.links.get(whatsapp.id)) ?? {};
    const [rows = []] = await sotto.engine.read([sql`SELECT * FROM share_days WHERE link_id = ${rowId}`]);
    expect(rows).toEqual([]);
  });

  it('lists the single shares as CSV', async () => {
    const { content, first } = await spread();
    const { publicUrl } = sotto.deps.settings;
    const response = await sotto.request(`${publicUrl}/api/v1/contents/${content.id}/reach?format=csv`, {
      headers: { Authorization: `Bearer ${sotto.deps.settings.adminKey}` },
    });
    const lines = (await response.text()).trim().split('\r\n');
    expect(lines[0]).toContain('"id","at","channel","code","generation","clicks"');
    expect(lines).toHaveLength(4);
    expect(lines.filter((line) => line.endsWith(`"${first.id}"`))).toHaveLength(2);
  });
});
