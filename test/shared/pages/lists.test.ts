import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { NewContent } from '../../../src/links/contents/content.ts';
import type { Role } from '../../../src/members/member.ts';
import { parseCsv } from '../../support/csv.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const DAY = 86_400_000;

let sotto: Sotto;
let cookie: string;
beforeAll(async () => {
  sotto = await open();
  cookie = await signIn(sotto.deps, 'editor');
});
afterAll(() => sotto.close());

async function get(path: string, role: Role = 'editor') {
  const own = role === 'editor' ? cookie : await signIn(sotto.deps, role);
  const response = await sotto.request(path, { headers: { Cookie: `${COOKIE}=${own}` } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A content with clicks in the last seven days and in the seven before. */
async function make(changes: Partial<NewContent>, now: number, before: number) {
  const content = newContent({ createdAt: sotto.clock.now - 30 * DAY, ...changes });
  const [link] = (await mintLinks(sotto.store, content, [newLink({ url: content.url })])) ?? [];
  if (!link) throw new Error('not minted');
  const at = (days: number) => sotto.clock.now - days * DAY;
  await sotto.store.hits.append([
    ...Array.from({ length: now }, (_, n) => hitOn(link, { at: at(3) + n * 5_000 })),
    ...Array.from({ length: before }, (_, n) => hitOn(link, { at: at(10) + n * 5_000 })),
  ]);
  return { id: content.id, link };
}

const namesIn = (html: string) => [...html.matchAll(/<bdi>(\w+ \d+)<\/bdi>/g)].map(([, name = '']) => name);

/** The names on all pages of a list. */
async function walk(address: string): Promise<string[]> {
  const names: string[] = [];
  for (let next = address, pages = 0; next !== '' && pages < 5; pages++) {
    const { text } = await get(next);
    names.push(...namesIn(text));
    next = (/href="([^"]+)" rel="next"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');
  }
  return names;
}

describe('a list', () => {
  beforeAll(async () => {
    // The change of row n: from +12 to −12, with a zero between and one without any clicks.
    for (let n = 0; n <= 24; n++) await make({ title: `Change ${n}`, tags: ['change'] }, 24 - n, n);
    await make({ title: 'Change 99', tags: ['change'] }, 0, 0);
  });

  it('goes by what was gained and lost in the period, over its pages', async () => {
    const gained = [...Array.from({ length: 12 }, (_, n) => `Change ${n}`), 'Change 99', 'Change 12'];
    const all = [...gained, ...Array.from({ length: 12 }, (_, n) => `Change ${13 + n}`)];
    expect(await walk('/app/contents?tag=change&period=7d&sort=gain')).toEqual(all);
    // Rows that have not changed are the newest first in both directions.
    const lost = [...all.slice(14).toReversed(), 'Change 99', 'Change 12', ...all.slice(0, 12).toReversed()];
    expect(await walk('/app/contents?tag=change&period=7d&sort=loss')).toEqual(lost);
    const { text } = await get('/app/contents?tag=change&period=7d&sort=gain');
    expect(text).toContain('+24');
  });

  it.each(['clicks', 'gain', 'loss', 'lastClick', 'newest', 'oldest', 'updated', 'title'])(
    'shows every row once, sorted by %s',
    async (sort) => {
      const names = await walk(`/app/contents?tag=change&sort=${sort}`);
      expect(names).toHaveLength(26);
      expect(new Set(names).size).toBe(26);
    },
  );

  it.each(['clicks', 'gain', 'title', 'slug', 'oldest'])(
    'begins at its first row for a foreign position, sorted by %s',
    async (sort) => {
      for (const after of ['1', '0.0.0.x', '-1.1.1.cnt_x', '1.{', '1."a"', '%00', 'x'.repeat(2_000)]) {
        for (const list of ['contents', 'links'])
          expect((await get(`/app/${list}?sort=${sort}&after=${after}`)).status).toBe(200);
      }
    },
  );

  it('names a content without a title by its address, once', async () => {
    await make({ url: 'https://untitled.example/one', title: null, tags: ['untitled'] }, 1, 0);
    const { text } = await get('/app/contents?tag=untitled');
    expect(text.match(/<bdi>untitled\.example\/one<\/bdi>/g)).toHaveLength(1);
  });

  it('is a file with exactly the rows and figures of its pages', async () => {
    const query = 'tag=change&period=7d&sort=gain';
    const { headers, text } = await get(`/app/contents.csv?${query}`);
    expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('Content-Disposition')).toMatch(/^attachment; filename="sotto-contents-[\d-]+\.csv"$/);
    const [heads = [], ...rows] = parseCsv(text.replace('\ufeff', ''));
    expect(rows.map(([title]) => title)).toEqual(await walk(`/app/contents?${query}`));
    const column = (name: string) => rows.map((row) => row[heads.indexOf(name)]);
    expect(column('Clicks without today').slice(0, 3)).toEqual(['24', '23', '22']);
    expect(column('Clicks before').slice(0, 3)).toEqual(['0', '1', '2']);
    expect(column('Change').slice(-1)).toEqual(['-24']);
    const french = await get(`/app/links.csv?${query}&lang=fr`);
    expect(french.text).toContain('"Clics avant"');
    expect(parseCsv(french.text.replace('\ufeff', ''))).toHaveLength(1);
  });

  it.each([
    ['contents', 'en', 'without today', 'Today is not over, and not in the count.', 'Clicks without today'],
    ['links', 'en', 'without today', 'Today is not over, and not in the count.', 'Clicks without today'],
    ['contents', 'fr', 'sans aujourd’hui', 'n’est pas comptée.', 'Clics sans aujourd’hui'],
    ['links', 'fr', 'sans aujourd’hui', 'n’est pas comptée.', 'Clics sans aujourd’hui'],
  ])(
    'of %s says in %s that the clicks are without those of today',
    async (kind, lang, note, sentence, head) => {
      const tag = `today-${kind}-${lang}`;
      const { link } = await make({ title: 'Today 1', tags: [tag] }, 0, 0);
      await sotto.store.hits.append([hitOn(link, { at: sotto.clock.now })]);
      const filter = kind === 'contents' ? `tag=${tag}` : '';
      const { text } = await get(`/app/${kind}?${filter}&lang=${lang}&period=7d`);
      expect(text).toMatch(new RegExp(`<p class="sample">[^<]*, ${note}</p>`));
      expect(text).toContain(`<span class="sub">${note}</span>`);
      expect(text).toContain(sentence);
      const { text: file } = await get(`/app/${kind}.csv?${filter}&lang=${lang}&period=7d`);
      expect(file).toContain(`"${head}"`);
      const earlier = '&from=2026-01-01&to=2026-01-31';
      const { text: before } = await get(`/app/${kind}?${filter}&lang=${lang}${earlier}`);
      expect(before).not.toContain(note);
      const { text: fileBefore } = await get(`/app/${kind}.csv?${filter}&lang=${lang}${earlier}`);
      expect(fileBefore).not.toContain(note);
    },
  );

  it('runs nothing in a spreadsheet', async () => {
    await make(
      { title: '=HYPERLINK("https://evil.example")', campaign: '@SUM(1)', tags: ['+1', 'evil'] },
      0,
      0,
    );
    const { text } = await get('/app/contents.csv?tag=evil');
    const [, row = []] = parseCsv(text.replace('\ufeff', ''));
    expect(row.filter((cell) => cell !== null && /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(row).toContain(`'=HYPERLINK("https://evil.example")`);
  });

  it('finds archived ones, and both', async () => {
    await make({ title: 'State 1', campaign: 'state' }, 0, 0);
    await make({ title: 'State 2', campaign: 'state', archived: true }, 0, 0);
    expect(await walk('/app/contents?campaign=state')).toEqual(['State 1']);
    expect(await walk('/app/contents?campaign=state&state=archived')).toEqual(['State 2']);
    expect(await walk('/app/contents?campaign=state&state=any&sort=oldest')).toEqual(['State 1', 'State 2']);
    const { text } = await get('/app/contents?campaign=state&state=archived');
    expect(text).toContain('value="unarchive"');
    expect(text).not.toContain('value="archive"');
  });

  it('says why it is empty, and how to see everything', async () => {
    const { text } = await get('/app/links?q=nothing+at+all');
    expect(text).toContain('Nothing matches.');
    expect(text).toContain('<a href="/app/links">Show everything</a>');
  });

  it('says in the language of the member that a domain is unknown', async () => {
    const { status, text } = await get('/app/links?domain=evil.example&lang=fr');
    expect(status).toBe(422);
    expect(text).toContain('Ce n’est pas l’un de vos domaines.');
  });
});
