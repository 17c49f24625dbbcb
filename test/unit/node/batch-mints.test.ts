import { describe, expect, it } from 'vitest';
import { newContent } from '../../../src/links/contents/new-content.ts';
import type { Link } from '../../../src/links/link.ts';
import { newLink, plainWish } from '../../../src/links/minting.ts';
import { createIds } from '../../../src/runtime/ids.ts';
import { batchMints } from '../../../src/runtime/node/sqlite/batch-mints.ts';
import type { Mint } from '../../../src/store-ports.ts';

const deps = { ids: createIds(), clock: () => 0 };

function mint(slug: string | null = null): Mint {
  const url = `https://pages.example/${deps.ids.slug()}`;
  const link = newLink(deps, plainWish({ channel: 'copy', domain: '', url, slug }));
  return { content: newContent(deps, { url, key: url }), link, reuse: false };
}

const written = ({ link }: Mint): Link => ({
  ...link,
  rowId: 1,
  contentRowId: 1,
  contentId: 'cnt_1',
  deletedAt: null,
});

/** Records the slugs of each commit; refuses, with SQLite's `code`, a commit with a slug that begins with `bad`. */
function table(code = 'SQLITE_CONSTRAINT_NOTNULL') {
  const commits: string[][] = [];
  const mintEach = batchMints(async (mints) => {
    const slugs = mints.map(({ link }) => link.slug);
    commits.push(slugs);
    if (slugs.some((slug) => slug.startsWith('bad'))) throw Object.assign(new Error('refused'), { code });
    return mints.filter(({ link }) => !link.slug.startsWith('taken')).map(written);
  });
  return { commits, mintEach };
}

const slugsOf = (links: Link[]) => links.map(({ slug }) => slug);

describe('batched mints', () => {
  it('are one commit per turn, and give each call its own links', async () => {
    const { commits, mintEach } = table();
    const answers = await Promise.all([
      mintEach([mint('one'), mint('two')]),
      mintEach([mint('taken')]),
      mintEach([mint('three')]),
    ]);
    expect(commits).toEqual([['one', 'two', 'taken', 'three']]);
    expect(answers.map(slugsOf)).toEqual([['one', 'two'], [], ['three']]);
  });

  it('put links whose slugs differ only by case into separate commits, in order', async () => {
    const { commits, mintEach } = table();
    await Promise.all([mintEach([mint('guide')]), mintEach([mint('Guide')]), mintEach([mint('other')])]);
    expect(commits).toEqual([['guide'], ['Guide', 'other']]);
  });

  it('reject only the call whose links cannot be written', async () => {
    const { mintEach } = table();
    const answers = await Promise.allSettled([
      mintEach([mint('good')]),
      mintEach([mint('bad')]),
      mintEach([mint('fine')]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('reject all calls of a turn when the whole file is at fault', async () => {
    const { commits, mintEach } = table('SQLITE_FULL');
    const answers = await Promise.allSettled([mintEach([mint('good')]), mintEach([mint('bad')])]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(commits).toHaveLength(1);
  });

  it('begin another commit beyond 500 links, and never divide a call', async () => {
    const { commits, mintEach } = table();
    const many = (links: number) => mintEach(Array.from({ length: links }, () => mint()));
    await Promise.all([many(600), many(300), many(200), many(1)]);
    expect(commits.map(({ length }) => length)).toEqual([600, 500, 1]);
  });

  it('start anew in the next turn', async () => {
    const { commits, mintEach } = table();
    await mintEach([mint('first')]);
    await mintEach([mint('second')]);
    expect(commits).toEqual([['first'], ['second']]);
  });
});
