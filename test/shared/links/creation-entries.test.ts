/** The entries of the audit log for contents and links that were written together. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { newContent, newGroup, newLink, unique } from '../../support/fixtures/records.ts';

let sotto: Awaited<ReturnType<typeof open>>;

beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

describe('an entry about several new objects', () => {
  const authorOf = (requestId: string) => ({ actor: { type: 'key' as const, id: unique() }, requestId });
  const numbersOf = async ({ actor }: ReturnType<typeof authorOf>) => {
    const { entries } = await sotto.store.audit.slice({ actor: actor.id }, { limit: 10, before: null });
    return entries.map(({ action, objects }) => [action, objects]);
  };

  it('counts those that were written, whichever of them was left out', async () => {
    const taken = newLink();
    await sotto.store.links.insertGroups([newGroup(newContent(), [taken])]);
    for (const left of [0, 1, 2]) {
      const author = authorOf(`without ${left}`);
      const slugs = [0, 1, 2].map((at) => (at === left ? { slug: taken.slug } : {}));
      await sotto.store.links.insertGroups(
        slugs.map((slug) => newGroup(newContent(), [newLink(slug)], { author })),
      );
      expect(await numbersOf(author)).toEqual([
        ['link.create', 2],
        ['content.create', 2],
      ]);
    }
  });

  it('counts a content once that several groups share', async () => {
    const author = authorOf('shared');
    const [shared, other] = [newContent(), newContent()];
    const groups = [shared, other, shared].map((content) => newGroup(content, [newLink()], { author }));
    await sotto.store.links.insertGroups(groups);
    expect(await numbersOf(author)).toEqual([
      ['link.create', 3],
      ['content.create', 2],
    ]);
  });

  it('is about adjacent rows: an author that comes twice gets two', async () => {
    const [one, other] = [authorOf('one'), authorOf('other')];
    const groups = [one, other, one].map((author) => newGroup(newContent(), [newLink()], { author }));
    await sotto.store.links.insertGroups(groups);
    expect(await numbersOf(one)).toEqual([
      ['link.create', 1],
      ['link.create', 1],
      ['content.create', 1],
      ['content.create', 1],
    ]);
  });
});
