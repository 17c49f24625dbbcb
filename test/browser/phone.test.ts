/** What does not fit a phone: popovers, tables, filters, and the outline of what has the focus. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIds } from '../../src/runtime/ids.ts';
import { openStore } from '../../src/runtime/node/sqlite/open-store.ts';
import { openDetails } from '../screenshots/shown.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { hitOn, mintLinks, newContent, newLink } from '../support/fixtures/records.ts';
import { COOKIE, signIn } from '../support/members/sign-in.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

const DAY = 86_400_000;
const WIDTH = 390;
const CHANNELS = ['whatsapp', 'slack', 'copy', 'linkedin', 'qr'] as const;
const TITLE = 'A title that says at length what would have fitted into three words';
const EMAIL =
  'marie-christine.delacroix-beaumont.du-pont@communication-interne.groupe.le-cap-international.example';
const APPS = ['slack', 'teams', 'telegram', 'signal', 'discord', 'messenger', 'linkedin', 'facebook'];

let browser: Browser;
let server: ServerProcess;
let phone: BrowserContext;
let page: Page;
let content: string;
let link: string;
const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
const ends: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  browser = await launchChromium();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const cookie = await prepare(dataDir);
  server = await startOn({ dataDir }, (end) => ends.push(end));
  phone = await browser.newContext({ viewport: { width: WIDTH, height: 844 } });
  await phone.addCookies([{ name: COOKIE, value: cookie, url: server.url }]);
  page = await phone.newPage();
});
afterAll(async () => {
  await browser.close();
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** A content in five channels, clicked, and seen in so many apps that their table is wider than a phone. */
async function prepare(dataDir: string): Promise<string> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const now = Date.now();
  const channels = CHANNELS.map((channel) => newLink({ channel }));
  const links =
    (await mintLinks(store, newContent({ title: TITLE, createdAt: now - 60 * DAY }), channels)) ?? [];
  const clicks = links.map((link) => hitOn(link, { at: now - DAY, mark: 'flyer' }));
  const [first] = links;
  if (!first) throw new Error('not minted');
  content = first.contentId;
  link = first.id;
  const preview = { at: now - 2 * DAY, kind: 'preview', certainty: 'sure', reason: 'preview_agent' } as const;
  await store.hits.append([...clicks, ...APPS.map((app) => hitOn(first, { ...preview, app }))]);
  const deps = { store, clock: Date.now, ids: createIds() };
  await signIn(deps, 'viewer', { email: EMAIL });
  const cookie = await signIn(deps, 'admin');
  close();
  return cookie;
}

const PATHS = ['/app', '/app/contents', '/app/links', '/app/live'];
const open = (path: string, language = 'fr') => page.goto(`${server.url}${path}?lang=${language}`);

describe('on a phone', () => {
  it('popovers open within the screen', async () => {
    for (const path of [...PATHS, `/app/contents/${content}`, `/app/links/${link}`])
      for (const language of ['en', 'fr']) {
        await open(path, language);
        const beyond = await page.evaluate<string[]>(`
          [...document.querySelectorAll('details:is(.pop, .menu, .def)')].flatMap((details) => {
            details.open = true;
            const { left, right } = details.lastElementChild.getBoundingClientRect();
            details.open = false;
            return left < 0 || right > ${WIDTH} ? [details.textContent + ': ' + left + ' to ' + right] : [];
          })`);
        expect([path, language, beyond]).toEqual([path, language, []]);
      }
  });

  it('wide tables scroll in themselves, and not the page', async () => {
    await open('/app');
    await openDetails(page);
    const [inner, outer] = await page.evaluate<number[]>(`[
      Math.max(...[...document.querySelectorAll('.scroll')].map(({ scrollWidth }) => scrollWidth)),
      document.documentElement.scrollWidth,
    ]`);
    expect(inner).toBeGreaterThan(WIDTH);
    expect(outer).toBe(WIDTH);
  });

  it('the crossed channels that are not listed are in a table, which a link opens', async () => {
    await open(`/app/contents/${content}`);
    const table = page.locator('#crossed table');
    expect(await table.isVisible()).toBe(false);
    await page.locator('#crossed a.more').click();
    expect(await table.isVisible()).toBe(true);
    expect(await table.locator('a').count()).toBe(APPS.length);
  });

  it('and on every wider screen, the labels of a chart do not touch, and are within it', async () => {
    for (const width of [320, WIDTH, 721, 1000, 1280])
      for (const language of ['en', 'fr']) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`${server.url}/app?period=12m&lang=${language}`);
        const wrong = await page.evaluate<string[]>(`(() => {
          const chart = document.querySelector('figure[data-chart] svg');
          const texts = [...chart.querySelectorAll('text')].filter((text) => text.checkVisibility());
          const boxes = texts.map((text) => ({ text, box: text.getBoundingClientRect() }));
          const { left, right } = chart.closest('figure').getBoundingClientRect();
          const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
          return boxes.flatMap(({ text, box }, at) =>
            box.left < left - 1 || box.right > right + 1 || boxes.slice(0, at).some((other) => touch(other.box, box))
              ? [text.textContent]
              : []);
        })()`);
        expect([width, language, wrong]).toEqual([width, language, []]);
      }
    await page.setViewportSize({ width: WIDTH, height: 844 });
  });

  it('all filters of a list are in view, and wide enough for what is set', async () => {
    for (const path of ['/app/contents', '/app/links']) {
      await open(path);
      const { fields, hidden } = await page.evaluate<{ fields: number; hidden: string[] }>(`(() => {
        const fields = [...document.querySelectorAll('.filters :is(input:not([type=hidden]), select)')];
        const hidden = fields.filter((field) => {
          const { left, right, width } = field.getBoundingClientRect();
          const seen = field.closest('.fsel, .filters').getBoundingClientRect();
          return left < seen.left || right > seen.right || width < 120;
        });
        return { fields: fields.length, hidden: hidden.map(({ name }) => name) };
      })()`);
      expect(fields).toBeGreaterThan(5);
      expect([path, hidden]).toEqual([path, []]);
    }
  });

  it.each(['en', 'fr'])(
    'all choices of which lines of a list are shown are in view, in %s',
    async (language) => {
      await open('/app/new/list', language);
      await page.locator('#list').fill('https://a.example/\nhttps://a.example/\nftp://a.example/');
      await page.locator('main form button[type="submit"]').first().click();
      await page.locator('table.plan').waitFor();
      const { tops, right } = await page.evaluate<{ tops: number[]; right: number }>(`(() => {
      const places = [...document.querySelectorAll('.linekinds a')].map((link) => link.getBoundingClientRect());
      return { tops: places.map(({ top }) => top), right: Math.max(...places.map(({ right }) => right)) };
    })()`);
      expect(tops).toHaveLength(4);
      expect(new Set(tops).size).toBe(1);
      expect(right).toBeLessThanOrEqual(WIDTH - 16);
      expect(await page.locator('form[data-steps] .ready > a').count()).toBe(2);
    },
  );

  it('a button without a border at the start of a line begins where texts do', async () => {
    // On a wider one, it has room beside the periods.
    await page.setViewportSize({ width: 340, height: 844 });
    await open('/app');
    const begins = await page.evaluate<number[]>(`['.dates > summary', '.wrap .answer h1'].map((name) => {
      const range = new Range();
      range.selectNodeContents(document.querySelector(name));
      return Math.round(range.getBoundingClientRect().left);
    })`);
    await page.setViewportSize({ width: WIDTH, height: 844 });
    expect(begins).toEqual([16, 16]);
  });

  it('the title of a link begins beside its QR code', async () => {
    await open('/app/links');
    const places = await page.evaluate<string[]>(`
      [...document.querySelectorAll('.list tbody th')].map((head) => {
        const [title, button] = ['.path .clip', '.pop'].map((name) => head.querySelector(name).getBoundingClientRect());
        return title.top >= button.bottom ? 'below' : title.right > button.left ? 'behind' : 'beside';
      })`);
    expect(places).toEqual(CHANNELS.map(() => 'beside'));
  });

  it('the QR codes of links are below one another, however long the figures are', async () => {
    await open('/app/links');
    const places = await page.evaluate<number[]>(`(() => {
      document.querySelector('.list tbody td.big').textContent = '1,234,567';
      return [...document.querySelectorAll('.list th .pop')].map((pop) => pop.getBoundingClientRect().left);
    })()`);
    expect(places).toHaveLength(CHANNELS.length);
    expect(new Set(places).size).toBe(1);
  });

  it('the channel of a sighting has a line of its own', async () => {
    await open('/app/sightings');
    const apart = await page.evaluate<boolean[]>(`
      [...document.querySelectorAll('.statements tbody tr')].map((row) => {
        const [address, name] = ['.short', '.sub'].map((part) => row.querySelector(part).getBoundingClientRect());
        return name.top >= address.bottom - 1 && name.left === address.left;
      })`);
    expect(apart).toEqual(APPS.map(() => true));
  });

  it('an email address is divided after dots and before its @', async () => {
    await open('/app/settings/members');
    const lines = await page.evaluate<string[]>(`(() => {
      const lines = new Map();
      const address = [...document.querySelectorAll('.people bdi')].find(({ textContent }) => textContent === '${EMAIL}');
      const texts = document.createTreeWalker(address, NodeFilter.SHOW_TEXT);
      while (texts.nextNode())
        for (let at = 0; at < texts.currentNode.length; at++) {
          const range = new Range();
          range.setStart(texts.currentNode, at);
          range.setEnd(texts.currentNode, at + 1);
          const { top } = range.getBoundingClientRect();
          lines.set(top, (lines.get(top) ?? '') + range);
        }
      return [...lines.values()];
    })()`);
    // The link to change a member takes room from the first line alone.
    expect(lines).toEqual([
      'marie-christine.delacroix-beaumont.du-pont',
      '@communication-interne.groupe.le-cap-international.',
      'example',
    ]);
  });

  it('the outline of what has the focus is drawn whole', async () => {
    for (const path of PATHS) {
      await open(path);
      await page.keyboard.press('Tab');
      // Chromium leaves a link where it is if a part of it is in view already.
      const cut = await page.evaluate<string[]>(`
        [...document.querySelectorAll('.seg a')].filter((link) => {
          link.focus();
          link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(link);
          const room = parseFloat(outlineWidth) + parseFloat(outlineOffset);
          const [drawn, seen] = [link, link.closest('.seg')].map((each) => each.getBoundingClientRect());
          return outlineStyle !== 'solid' || drawn.left - room < seen.left || drawn.right + room > seen.right ||
            drawn.top - room < seen.top || drawn.bottom + room > seen.bottom;
        }).map((link) => link.textContent)`);
      expect([path, cut]).toEqual([path, []]);
    }
  });
});
