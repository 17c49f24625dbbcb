/** The pages that only say why there is nothing else: a member keeps the navigation, a visitor sees none. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Role } from '../../../src/members/member.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { override } from '../../support/override.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

async function get(path: string, role?: Role) {
  const headers: Record<string, string> = role
    ? { Cookie: `${COOKIE}=${await signIn(sotto.deps, role)}` }
    : {};
  const response = await sotto.request(path, { headers });
  return { status: response.status, html: await response.text() };
}

const NAVIGATION = '<nav class="nav"';
const SIGN_IN_SIDE = 'class="voice"';

describe('a page that only says something', () => {
  it.each([
    ['/app/nothing', 404, 'Nothing here', 'Rien ici'],
    ['/app/contents/cnt_0', 404, 'Nothing here', 'Rien ici'],
    ['/app/settings/members', 403, 'Your role does not allow this', 'Votre rôle ne le permet pas'],
  ])('has the navigation for a member, and a way on: %s', async (path, status, english, french) => {
    for (const [language, heading] of [
      ['en', english],
      ['fr', french],
    ]) {
      const answer = await get(`${path}?lang=${language}&theme=dark`, 'viewer');
      expect(answer.status).toBe(status);
      expect(answer.html).toContain(`<h1 class="h1">${heading}</h1>`);
      expect(answer.html).toContain(NAVIGATION);
      expect(answer.html).not.toContain(SIGN_IN_SIDE);
      expect(answer.html).toContain(`<a class="btn" href="/app?lang=${language}&amp;theme=dark">`);
    }
  });

  it('offers a member only what the role allows', async () => {
    expect((await get('/app/nothing', 'viewer')).html).not.toContain('/app/new');
    expect((await get('/app/nothing', 'editor')).html).toContain('/app/new');
  });

  it('tells in the language of the browser that the session could not be read', async () => {
    const unreadable = () => Promise.reject(new Error('Broken'));
    const members = override(sotto.store.members, { session: unreadable });
    const log = { ...sotto.deps.log, error: () => undefined };
    const broken = await assemble(sotto, { store: override(sotto.store, { members }), log });
    const headers = { Cookie: `${COOKIE}=${await signIn(sotto.deps, 'viewer')}`, 'Accept-Language': 'fr' };
    const response = await broken.request('/app', { headers });
    expect(response.status).toBe(500);
    const html = await response.text();
    expect(html).toContain('<h1 class="h1">Une erreur s’est produite</h1>');
    expect(html).not.toContain(NAVIGATION);
  });

  it('has no navigation for a visitor', async () => {
    const { status, html } = await get('/app/nothing?lang=en');
    expect(status).toBe(404);
    expect(html).not.toContain(NAVIGATION);
    expect(html).toContain(SIGN_IN_SIDE);
    expect(html).toContain('Nothing here');
  });
});
