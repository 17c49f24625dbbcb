import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { isFindable, type Link, type LinkChanges } from '../../../src/links/link.ts';
import { mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

type Step = { link: number; do: LinkChanges | 'remove' } | { move: string };

const changes: fc.Arbitrary<LinkChanges> = fc.oneof(
  fc.record({ url: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ campaign: fc.constantFrom('', 'x') }),
  fc.record({ archived: fc.boolean() }),
  fc.record({ maxClicks: fc.constantFrom(null, 5) }),
  fc.record({ title: fc.constantFrom(null, 'T') }),
  fc.record({ url: fc.constantFrom('a', 'b'), archived: fc.boolean() }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ link: fc.nat(5), do: changes }) },
  { weight: 1, arbitrary: fc.record({ link: fc.nat(5), do: fc.constant('remove' as const) }) },
  { weight: 2, arbitrary: fc.record({ move: fc.constantFrom('a', 'b', 'c') }) },
);

const groupOf = ({ url, campaign }: Link) => `${url} ${campaign}`;

it('after any changes, the oldest plain link of each URL and campaign is the one that find-or-create returns', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const page = newContent();
      const full = (name: string) => `${page.url}/${name}`;
      page.url = full('a');
      const given = ['a', 'b', 'c'].flatMap((name) => [
        newLink({ url: full(name) }),
        newLink({ url: full(name), custom: name === 'b', campaign: name === 'b' ? '' : 'x' }),
      ]);
      const minted = (await mintLinks(runtime.store, page, given)) ?? [];
      const current = async (id: string) => runtime.store.links.get(id);
      for (const each of steps) {
        if ('move' in each) {
          const content = await runtime.store.contents.get(page.id);
          const url = full(each.move);
          if (content) await runtime.store.contents.update(content, { url, updatedAt: 1 });
          continue;
        }
        const link = await current(minted[each.link]?.id ?? '');
        if (!link) continue;
        if (each.do === 'remove') await runtime.store.links.remove(link, 1);
        else {
          const url = each.do.url === undefined ? {} : { url: full(each.do.url) };
          await runtime.store.links.update(link, { ...each.do, ...url, updatedAt: 1 });
        }
      }
      const live = (await Promise.all(minted.map(({ id }) => current(id)))).filter(
        (link) => link !== undefined,
      );
      const oldest = new Map<string, string>();
      for (const link of live) {
        if (isFindable(link) && !oldest.has(groupOf(link))) oldest.set(groupOf(link), link.id);
      }
      for (const link of live) {
        const state = await runtime.store.links.loadExisting([
          {
            contents: [{ by: 'id', value: page.id }],
            equivalent: link,
            links: null,
            linkExternalId: null,
            slugs: [],
          },
        ]);
        expect(state.equivalentLink(page.id, link)?.id).toBe(oldest.get(groupOf(link)));
      }
    }),
    { numRuns: 60 },
  );
});
