import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import type { Role } from '../../../src/members/member.ts';
import { unique } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';
import { newCode, shareBy } from '../../support/shares/share-by.ts';

const MINUTE = 60_000;
const [ANN, BOB] = ['203.0.113.7', '198.51.100.9'];

interface LinkBody {
  id: string;
  shortUrl: string;
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

async function send(path: string, { role = 'viewer', body }: { role?: Role; body?: string } = {}) {
  const cookie = await signIn(sotto.deps, role);
  const response = await sotto.request(path, {
    ...(body === undefined ? {} : { method: 'POST', body }),
    headers: {
      Cookie: `${COOKIE}=${cookie}`,
      'Sec-Fetch-Site': 'same-origin',
      ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    },
  });
  const html = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    html,
    text: html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '),
  };
}

async function create(shareCodes: boolean) {
  const { body } = await sotto.api<{ id: string; links: LinkBody[] }>('POST', '/contents', {
    url: `https://pages.example/${unique()}`,
    title: 'The guide',
    channels: ['whatsapp', 'email'],
    shareCodes,
  });
  const [whatsapp, email] = body.links;
  if (!whatsapp || !email) throw new Error('The content has too few links');
  return { id: body.id, whatsapp, email };
}

const click = (link: LinkBody, mark: string | null, peer: string) => {
  sotto.clock.now += MINUTE;
  return sotto.click(`${link.shortUrl}${mark === null ? '' : `.${mark}`}`, {}, peer);
};

it('says nothing of shares on a content that nobody has shared', async () => {
  const { id } = await create(true);
  const { html } = await send(`/app/contents/${id}`);
  expect(html).not.toContain('id="sharing"');
});

it('shows the funnel, the spread of clicks and the tree of a content with share codes', async () => {
  const { id, whatsapp, email } = await create(true);
  const [code, other] = [newCode(), newCode()];
  const first = await shareBy(sotto, whatsapp, { peer: ANN, code });
  await click(whatsapp, code, ANN);
  await click(whatsapp, code, BOB);
  await shareBy(sotto, email, { peer: BOB, code: other, parent: first });
  const { html, text } = await send(`/app/contents/${id}`);
  expect(text).toContain('Shared 2 Seen in an app 0 Clicked by others 1');
  expect(text).toContain('A click shows that somebody else opened this exact share.');
  expect(text).toContain('1.00 on average, but half of the shares have at most 0. The largest has 2.');
  expect(html).toContain('aria-label="2 shares in 2 generations"');
  expect(text).toContain('The more clicks, the larger the dot. Share Clicks');
  expect(text).toMatch(/WhatsApp · \d+ Oct · 2 clicks/);
  const { text: french } = await send(`/app/contents/${id}?lang=fr`);
  expect(french).toContain('Partagés 2 Vus dans une appli 0 Cliqués par d’autres 1');
});

it('shows the times shared in the overview and in the channels, and no column without shares', async () => {
  const { whatsapp } = await create(false);
  const { text: before } = await send('/app?channel=telegram');
  expect(before).not.toContain('Times shared');
  await shareBy(sotto, whatsapp, { peer: ANN });
  await shareBy(sotto, whatsapp, { peer: BOB });
  await click(whatsapp, null, BOB);
  sotto.clock.now += 24 * 60 * MINUTE;
  const { text } = await send('/app?channel=whatsapp&period=7d');
  expect(text).toMatch(/Times shared Times somebody pressed a share button[^.]+\.[^.]+\. \d+ new/);
  expect(text).toMatch(/\d+\.\d\d clicks each/);
  const { text: ofHits } = await send('/app?mark=flyer&period=7d');
  expect(ofHits).not.toContain('Times shared');
});

it('shows the clicks per share of the API, once, where other copies of a link are clicked, too', async () => {
  const { id, whatsapp } = await create(true);
  const codes = [newCode(), newCode()];
  await shareBy(sotto, whatsapp, { peer: ANN, code: codes[0] as string });
  await shareBy(sotto, whatsapp, { peer: BOB, code: codes[1] as string });
  for (const mark of [codes[0] as string, 'letter', 'letter']) await click(whatsapp, mark, BOB);
  sotto.clock.now += 24 * 60 * MINUTE;
  const { body } = await sotto.api<{ clicksPerShare: { mean: number } }>('GET', `/contents/${id}/reach`);
  expect(body.clicksPerShare.mean).toBe(0.5);
  const { text } = await send(`/app/contents/${id}`);
  expect(text).toMatch(/Clicks per share Clicks on [^.]+\.[^.]+\. 0\.50 of 2 shares/);
  expect(text).not.toContain('clicks each');
});

it('does not claim more than links can show where shares have no codes', async () => {
  const { id, whatsapp } = await create(false);
  await shareBy(sotto, whatsapp, { peer: ANN });
  await click(whatsapp, null, BOB);
  const { text, html } = await send(`/app/contents/${id}`);
  expect(text).toContain('through a share or through any other copy of it');
  expect(text).not.toContain('Reshares per share');
  expect(html).not.toContain('class="ch tree"');
});

it('offers no copy of unknown codes as a placement', async () => {
  const { id, whatsapp } = await create(true);
  await click(whatsapp, newCode(), BOB);
  await click(whatsapp, 'newsletter', BOB);
  sotto.clock.now += 24 * 60 * MINUTE;
  const { html } = await send(`/app/contents/${id}`);
  expect(html).toContain('.newsletter"');
  expect(html).not.toContain('.(unknown)');
});

it('turns share codes on and off, with what they mean for readers', async () => {
  const { id, whatsapp } = await create(false);
  const path = `/app/contents/${id}/share-buttons`;
  const page = await send(path, { role: 'editor' });
  expect(page.html).toContain(`/share/whatsapp?content=${id}`);
  // A host is not divided at its hyphens.
  expect(page.html).toMatch(/<code class="u-all"><span class="folder">https?:\/\/[^/]+\/<\/span>/);
  expect(page.text).toContain('Tell your readers in your privacy policy.');
  expect(page.text).toContain('Share codes are off.');
  expect((await send(path)).html).not.toContain('<form class="row"');
  const turned = await send(`/app/contents/${id}/share-codes`, { role: 'editor', body: 'on=1' });
  expect([turned.status, turned.headers.get('Location')]).toEqual([303, path]);
  expect((await send(path)).text).toContain('Share codes are on.');
  const code = newCode();
  await shareBy(sotto, whatsapp, { peer: ANN, code });
  expect((await click(whatsapp, code, BOB)).headers.get('Location')).toContain(`sotto_from=${code}`);
  await send(`/app/contents/${id}/share-codes`, { role: 'editor', body: 'on=0' });
  expect((await click(whatsapp, code, BOB)).headers.get('Location')).not.toContain('sotto_from');
  expect((await send('/app/contents/cnt_none/share-buttons')).status).toBe(404);
});
