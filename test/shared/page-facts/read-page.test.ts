import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { open } from '#open';
import { MAX_PAGE_BYTES } from '../../../src/page-facts/page-text.ts';
import { createPageReader, MAX_PER_MINUTE } from '../../../src/page-facts/read-page.ts';
import { REACH } from '../../support/fixtures/reach.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const site = inject('pageServer');
const page = (path: string) => `${site}${path}`;
const redirect = (to: string, status = 302) =>
  page(`/redirect?status=${status}&to=${encodeURIComponent(to)}`);

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const PATIENT_MS = 60_000;

/** Each reading is by another member, unless one is named. */
function read(address: string, { timeLimitMs = PATIENT_MS, reach = REACH } = {}) {
  const deps = { ...sotto.deps, outgoing: sotto.outgoing(reach) };
  return createPageReader(timeLimitMs).readPage(deps, 'mem_1', address);
}

async function titleOf(path: string): Promise<string | null | undefined> {
  const reading = await read(page(path));
  return 'facts' in reading ? reading.facts.title : undefined;
}

describe('reading a page', () => {
  it('finds what it says of itself for cards, as plain text', async () => {
    expect(await read(page('/page'))).toEqual({
      facts: {
        title: 'The "guide" & more',
        description: 'What it is about.',
        image: page('/picture.png?a=1&b=2'),
      },
    });
  });

  it.each([
    ['/title', 'Only a <title>'],
    ['/untyped', 'Without a type'],
    ['/gzip', 'Packed'],
    ['/latin1', 'Été'],
    ['/meta-charset', 'Prix : 5 €'],
    ['/utf16', 'Élan'],
    ['/no-charset', 'Ça'],
    ['/empty', null],
  ])('reads the title of %s', async (path, title) => {
    expect(await titleOf(path)).toBe(title);
  });

  it('names this server, and sends no cookie, referrer or language', async () => {
    const sent = JSON.parse((await titleOf('/asked')) ?? '');
    expect(sent['user-agent']).toBe('Sotto (reads titles for its members; +http://sotto.test/privacy)');
    for (const name of ['cookie', 'referer', 'authorization', 'accept-language', 'origin'])
      expect(sent).not.toHaveProperty(name);
  });

  it('follows redirects, of any status, to another page', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const reading = await read(redirect('/page', status));
      expect(reading).toMatchObject({ facts: { image: page('/picture.png?a=1&b=2') } });
    }
    expect(await read(page('/loop'))).toEqual({ trouble: 'redirects', about: '' });
  });

  it.each([
    'http://127.0.0.2/',
    'http://[::1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0x7f000002/',
    'http://localhost/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://sotto.test/guide',
    'http://user:secret@example.org/',
  ])('refuses %s, also behind a redirect', async (address) => {
    expect(await read(address)).toEqual({ trouble: 'refused', about: '' });
    expect(await read(redirect(address))).toEqual({ trouble: 'refused', about: '' });
    expect(await read(redirect(redirect(address)))).toEqual({ trouble: 'refused', about: '' });
  });

  it('refuses this machine without the rule of the tests', async () => {
    const deps = { ...sotto.deps, outgoing: sotto.outgoing() };
    const reading = await createPageReader().readPage(deps, 'mem_1', page('/page'));
    expect(reading).toEqual({ trouble: 'refused', about: '' });
  });

  it('refuses hosts that the team has blocked', async () => {
    const blocked = { host: 'blocked.example', reason: null, createdAt: sotto.clock.now };
    await sotto.deps.store.blockedHosts.add(blocked, { max: 10 });
    expect(await read('https://blocked.example/')).toEqual({ trouble: 'refused', about: '' });
    expect(await read(redirect('https://a.blocked.example/'))).toEqual({ trouble: 'refused', about: '' });
  });

  it.each([
    ['/endless', 'Endless'],
    ['/bomb', 'Bomb'],
  ])('stops reading %s after a megabyte, and has the title', async (path, title) => {
    expect(await titleOf(path)).toBe(title);
    expect(MAX_PAGE_BYTES).toBe(1024 * 1024);
  });

  it.each(['/slow', '/silent'])('waits no longer than allowed for %s', async (path) => {
    expect(await read(page(path), { timeLimitMs: 300 })).toEqual({ trouble: 'slow', about: '' });
  });

  it.each([
    ['/pdf', { trouble: 'type', about: 'application/pdf' }],
    ['/missing', { trouble: 'status', about: '404' }],
    ['/cut', { trouble: 'unreachable', about: '' }],
    ['/broken-gzip', { trouble: 'unreachable', about: '' }],
  ])('says what is wrong with %s', async (path, trouble) => {
    expect(await read(page(path))).toEqual(trouble);
  });

  it('says that nothing answers', async () => {
    expect(await read('http://127.0.0.1:1025/')).toEqual({ trouble: 'unreachable', about: '' });
  });

  it('is limited for each member', async () => {
    const reader = createPageReader();
    const deps = { ...sotto.deps, outgoing: sotto.outgoing(REACH) };
    const ask = (member: string) => reader.readPage(deps, member, 'http://127.0.0.2/');
    for (let times = 0; times < MAX_PER_MINUTE; times++) await ask('mem_1');
    expect(await ask('mem_1')).toEqual({ trouble: 'busy', about: '' });
    expect(await ask('mem_2')).toEqual({ trouble: 'refused', about: '' });
    sotto.clock.now += 60_000;
    expect(await ask('mem_1')).toEqual({ trouble: 'refused', about: '' });
  });
});

describe('the image of a page', () => {
  const image = (path: string) => {
    const deps = { ...sotto.deps, outgoing: sotto.outgoing(REACH) };
    return createPageReader().readImage(deps, 'mem_1', page(path));
  };

  it('is shown without another host if it is an image of bounded size', async () => {
    expect(await image('/picture.png')).toMatch(/^data:image\/png;base64,iVBORw0KGgo[\w+/]+=*$/);
    for (const path of ['/svg.png', '/huge.png', '/page', '/missing']) expect(await image(path)).toBeNull();
  });
});
