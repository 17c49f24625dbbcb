import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqliteEngine } from '../../../src/runtime/node/sqlite/engine.ts';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import { createContentStore } from '../../../src/store/links/contents.ts';
import { createLinkStore } from '../../../src/store/links/links.ts';
import { compileQuery } from '../../../src/store/sql/compile.ts';
import type { Engine } from '../../../src/store/sql/engine.ts';
import { mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';

const LINKS = 600;

const dataDir = mkdtempSync(join(tmpdir(), 'sotto-test-'));
let connection: Database.Database;
let content: NonNullable<Awaited<ReturnType<Stores['contents']['get']>>>;
type Stores = { contents: ReturnType<typeof createContentStore>; links: ReturnType<typeof createLinkStore> };

beforeAll(async () => {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const page = newContent();
  const links = Array.from({ length: LINKS }, (_, at) => newLink({ url: page.url, campaign: `${at}` }));
  await mintLinks(store, page, links);
  const stored = await store.contents.get(page.id);
  close();
  if (!stored) throw new Error('not stored');
  content = stored;
  connection = new Database(databasePath(dataDir, 'main'));
});
afterAll(() => {
  connection.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The plans of all statements that `work` sends in lists. */
async function plansOf(work: (stores: Stores) => Promise<unknown>): Promise<string[]> {
  const plans: string[] = [];
  const engine = sqliteEngine(connection, 'immediate');
  const explain = (queries: SQL[], values?: Record<string, unknown>) => {
    for (const query of queries) {
      const { text, params } = compileQuery(query, values);
      const steps = connection.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...params) as { detail: string }[];
      plans.push(...steps.map(({ detail }) => detail));
    }
  };
  const read: Engine['read'] = async (queries, values) => {
    explain(queries, values);
    return engine.read(queries, values);
  };
  const atomic: Engine['atomic'] = async (statements, values) => {
    explain(
      statements.flatMap((statement) => ('rows' in statement ? [] : [statement])),
      values,
    );
    return engine.atomic(statements, values);
  };
  const spied = { ...engine, atomic, read };
  await work({ contents: createContentStore(spied), links: createLinkStore(spied) });
  return plans;
}

/** Steps that read all links, or all of one content. */
const LONG = /^SCAN (links|own|found|older|heir)\b|links_content \(content_id=\?( AND deleted_at=\?)?\)$/;

describe('a content with many links', () => {
  it.each([
    ['title', { title: 'New' }],
    ['URL', { url: 'https://pages.example/other' }],
    ['archive', { archived: true }],
  ])('has a link whose %s changes without a look at the others', async (_, changes) => {
    const [link] = await linksOf();
    if (!link) throw new Error('no link');
    const plans = await plansOf(({ links }) => links.update(link, { ...changes, updatedAt: 1 }));
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((plan) => LONG.test(plan))).toEqual([]);
  });

  it('has a link that is deleted without a look at the others', async () => {
    const [link] = await linksOf();
    if (!link) throw new Error('no link');
    const plans = await plansOf(({ links }) => links.remove(link, 1));
    expect(plans.filter((plan) => LONG.test(plan))).toEqual([]);
  });

  it('is moved and deleted in steps, each of which reads a part of the links', async () => {
    const url = `${content.url}/new`;
    const plans = await plansOf(async ({ contents }) => {
      await contents.stepLinks(content.rowId);
      await contents.update(content, { url, key: url, updatedAt: 2 });
      await contents.stepLinks(content.rowId);
      await contents.remove(content.rowId, 3);
      await contents.stepLinks(content.rowId);
    });
    expect(plans.some((plan) => /links_content \(.*rowid>\? AND rowid<\?\)/.test(plan))).toBe(true);
    expect(plans.filter((plan) => LONG.test(plan))).toEqual([]);
  });
});

const linksOf = () =>
  createLinkStore(sqliteEngine(connection, 'immediate')).ofContent(content.rowId, { after: 0, limit: 10 });

describe('a list', () => {
  /** How SQLite finds the rows of each query. */
  const plansOfList = async (list: (stores: Stores) => Promise<unknown>) => {
    const texts: string[] = [];
    const prepare = (text: string) => {
      texts.push(text);
      return connection.prepare(text);
    };
    const engine = sqliteEngine(Object.assign(Object.create(connection), { prepare }), 'immediate');
    const stores = { contents: createContentStore(engine), links: createLinkStore(engine) };
    texts.length = 0; // what the stores prepare when they are created
    await list(stores);
    return texts.flatMap((text) => {
      if (!text.toUpperCase().startsWith('SELECT')) return [];
      const values = new Array((text.match(/\?/g) ?? []).length).fill(null);
      const steps = connection.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values) as { detail: string }[];
      return steps.map(({ detail }) => detail);
    });
  };
  const page = { limit: 51, before: null };

  it.each([
    ['links', 'links_listed (archived=?', (stores: Stores) => stores.links.list({ archived: false }, page)],
    [
      'links with ids',
      'links_public_id_unique',
      ({ links }: Stores) => links.list({ archived: false, ids: ['lnk_a'] }, page),
    ],
    [
      'links of a content',
      'links_content (content_id=?',
      ({ links }: Stores) => links.list({ archived: false, contentRowIds: [content.rowId] }, page),
    ],
    [
      'contents',
      'contents_listed (archived=?',
      (stores: Stores) => stores.contents.list({ archived: false }, page),
    ],
    [
      'contents with ids',
      'contents_public_id_unique',
      ({ contents }: Stores) => contents.list({ archived: false, ids: ['cnt_a'] }, page),
    ],
  ])('of %s is read by the index %s', async (_, index, list) => {
    const plans = (await plansOfList(list)).filter((plan) =>
      /^(SCAN|SEARCH) (links|contents) USING INDEX/.test(plan),
    );
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((plan) => !plan.includes(index))).toEqual([]);
  });
});
