import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Link } from '../../../src/links/link.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const DAY = 86_400_000;
/** The test's clock is on a Wednesday, so the last full week is that of 28 September 2026, W40. */
const MONDAY = Date.UTC(2026, 8, 28, 12);

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
  await fill();
});
afterAll(() => sotto.close());

async function mint(title: string): Promise<Link> {
  const content = newContent({ title, createdAt: MONDAY - 90 * DAY });
  const [link] = (await mintLinks(sotto.store, content, [newLink({ channel: 'whatsapp' })])) ?? [];
  if (!link) throw new Error('not minted');
  return link;
}

const clicks = (link: Link, count: number, at: number) =>
  Array.from({ length: count }, (_, second) => hitOn(link, { at: at + second * 2_000 }));
const seenIn = (link: Link, app: string, at: number) =>
  hitOn(link, { at, kind: 'preview', app, certainty: 'sure', reason: 'preview_agent' });

async function fill() {
  const [riser, faller, returning] = [await mint('Riser'), await mint('Faller'), await mint('Returning')];
  const before = MONDAY - 7 * DAY;
  await sotto.store.hits.append([
    ...clicks(riser, 4, before),
    ...clicks(riser, 30, MONDAY),
    ...clicks(faller, 20, before),
    ...clicks(faller, 5, MONDAY),
    ...[5, 4, 3, 2].flatMap((weeks) => clicks(returning, 3, MONDAY - weeks * 7 * DAY)),
    ...clicks(returning, 3, before),
    ...clicks(returning, 40, MONDAY + 5 * DAY),
    seenIn(riser, 'slack', before),
    seenIn(riser, 'slack', MONDAY),
    seenIn(riser, 'teams', MONDAY),
    // Not yet of the week, in Paris: Sunday night of UTC is Monday there.
    ...clicks(riser, 7, Date.UTC(2026, 9, 4, 22, 30)),
  ]);
  const day = Math.floor(MONDAY / DAY);
  const expired = { linkRowId: riser.rowId, day, reason: 'expired' as const, times: 3 };
  await sotto.store.refusals.count({ refusals: [expired], unknownSlugs: [] });
}

async function get(query = '') {
  const cookie = await signIn(sotto.deps, 'viewer');
  const response = await sotto.request(`/app/weekly${query}`, { headers: { Cookie: `${COOKIE}=${cookie}` } });
  const html = await response.text();
  const text = html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u2060', '')
    .replaceAll(/\s+/g, ' ');
  return { status: response.status, html, text };
}

describe('the weekly summary', () => {
  it('compares the last full week of the member’s zone with the one before', async () => {
    const { text, html } = await get();
    expect(text).toContain(
      '75 clicks in the week of 28 September – 4 October, 48 more than in the week before.',
    );
    expect(text).toContain('100% came through private channels.');
    expect(html).toMatch(/class="sample left-out">[^<]+<a href="\/docs">How\u00a0we\u00a0count</);
    expect(html).toContain('week=2026-W39');
    expect(html).not.toContain('week=2026-W41');
  });

  it('tells the top movers, new sightings, what spreads again and what was turned away', async () => {
    const { text, html } = await get();
    expect(text).toMatch(/Up Returning \+37 40 after 3 Riser \+26 30 after 4 Down Faller −15 5 after 20/);
    expect(text).toMatch(/Riser first seen in Teams on Mon,? 28 Sept/);
    expect(text).not.toContain('first seen in Slack');
    expect(text).toMatch(/Returning 13 times its usual weekly clicks since 3 October/);
    expect(html).toMatch(/since 3\u00a0October[^<]*<\/span><\/span> <b>40 clicks in 7\u00a0days<\/b><\/li>/);
    expect(text).toContain('The link had expired. 3');
  });

  it('opens any week by its name, and says so when nothing happened', async () => {
    const { text, html } = await get('?week=2026-W39');
    expect(text).toContain('27 clicks in the week of 21 – 27 September');
    expect(html).toContain('week=2026-W40');
    const quiet = (await get('?week=2020-W10')).text;
    expect(quiet).toContain('No clicks in the week of');
    expect(quiet).toContain('Clicks per day No clicks in this period. ');
    expect((await get('?week=2031-W01')).text).toContain('75 clicks');
    expect((await get('?week=%3Cb%3E')).status).toBe(200);
  });

  it('speaks French, with the weeks of another zone', async () => {
    const { text } = await get('?lang=fr&timezone=UTC');
    expect(text).toContain('82 clics dans la semaine du 28 septembre au 4 octobre');
    expect(text).toContain('Le lien avait expiré. 3');
    expect(text).not.toMatch(/\b(week|Clicks|Channels)\b/);
  });
});
