import { describe, expect, it } from 'vitest';
import { batchInserts } from '../../../src/runtime/node/sqlite/batching/batch-mints.ts';
import type { InsertedGroup, NewGroup } from '../../../src/store-ports/link-stores.ts';
import { newContent, newGroup, newLink, unique } from '../../support/fixtures/records.ts';

/** One content with a link for each slug. */
const group = (...slugs: string[]): NewGroup =>
  newGroup(
    newContent(),
    slugs.map((slug) => newLink({ slug })),
  );

const written = ({ content, links }: NewGroup): InsertedGroup => ({
  content: { ...content, rowId: 1 },
  links: links.map((link) => ({
    ...link,
    rowId: 1,
    contentRowId: 1,
    contentId: content.id,
    deletedAt: null,
  })),
});

const slugsOf = ({ links }: { links: { slug: string }[] }) => links.map(({ slug }) => slug);

/** Notes the slugs of each commit; fails, with SQLite's `code`, one with a slug that begins with `bad`. */
function table(code = 'SQLITE_CONSTRAINT_NOTNULL') {
  const commits: string[][] = [];
  const insertGroups = batchInserts(async (groups) => {
    const slugs = groups.flatMap(slugsOf);
    commits.push(slugs);
    if (slugs.some((slug) => slug.startsWith('bad'))) throw Object.assign(new Error('refused'), { code });
    return groups.map((each) => (slugsOf(each).includes('taken') ? undefined : written(each)));
  });
  return { commits, insertGroups };
}

describe('batched mints', () => {
  it('of two turns share a commit', async () => {
    const { commits, insertGroups } = table();
    const first = insertGroups([group('first')]);
    await new Promise(setImmediate);
    await Promise.all([first, insertGroups([group('second')])]);
    expect(commits).toEqual([['first', 'second']]);
  });

  it('that share a commit give each call its own groups', async () => {
    const { commits, insertGroups } = table();
    const answers = await Promise.all([
      insertGroups([group('one'), group('two', 'too')]),
      insertGroups([group('taken')]),
      insertGroups([group('three')]),
    ]);
    expect(commits).toEqual([['one', 'two', 'too', 'taken', 'three']]);
    expect(answers.map((groups) => groups.map((each) => each && slugsOf(each)))).toEqual([
      [['one'], ['two', 'too']],
      [undefined],
      [['three']],
    ]);
  });

  it('put groups with a common lock key into separate commits, in order', async () => {
    const { commits, insertGroups } = table();
    const locked = { ...group('locked'), lockKeys: ['content'] };
    await Promise.all([
      insertGroups([group('guide')]),
      insertGroups([group('Guide', 'more')]),
      insertGroups([locked]),
      insertGroups([group('other')]),
      insertGroups([{ ...locked, links: [newLink({ slug: 'last' })] }]),
    ]);
    expect(commits).toEqual([['guide'], ['Guide', 'more', 'locked', 'other'], ['last']]);
  });

  it('reject only the call whose links cannot be written', async () => {
    const { insertGroups } = table();
    const answers = await Promise.allSettled([
      insertGroups([group('good')]),
      insertGroups([group('bad')]),
      insertGroups([group('fine')]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('reject all calls of a turn when the whole file is at fault', async () => {
    const { commits, insertGroups } = table('SQLITE_FULL');
    const answers = await Promise.allSettled([insertGroups([group('good')]), insertGroups([group('bad')])]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(commits).toHaveLength(1);
  });

  it('begin another commit beyond 200 links, and never divide a call', async () => {
    const { commits, insertGroups } = table();
    const many = (groups: number) =>
      insertGroups(Array.from({ length: groups }, () => group(unique(), unique())));
    await Promise.all([many(110), many(60), many(40), many(1)]);
    expect(commits.map(({ length }) => length)).toEqual([220, 200, 2]);
  });

  it('start anew in the next turn', async () => {
    const { commits, insertGroups } = table();
    await insertGroups([group('first')]);
    await insertGroups([group('second')]);
    expect(commits).toEqual([['first'], ['second']]);
  });
});
