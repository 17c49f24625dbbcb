/** A server with something to show on every page, and a signed-in admin. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Link } from '../../../src/links/link.ts';
import { createIds } from '../../../src/runtime/ids.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import type { Share } from '../../../src/shares/share.ts';
import { shareCode } from '../../../src/shares/share-code.ts';
import type { Store } from '../../../src/store-ports/store.ts';
import { hitOn, mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { signIn } from '../../support/members/sign-in.ts';
import { type OnEnd, type ServerProcess, startOn } from '../../support/server/spawn-server.ts';

const DAY = 86_400_000;
const CHANNELS = ['whatsapp', 'slack', 'copy', 'linkedin', 'qr'] as const;

export interface Prepared {
  server: ServerProcess;
  cookie: string;
  /** The content with the most to show. */
  contentId: string;
}

export async function prepare(onEnd: OnEnd): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const contentId = await addContents(store);
  const cookie = await signIn({ store, clock: Date.now, ids: createIds() }, 'admin');
  close();
  return { server: await startOn({ dataDir }, onEnd), cookie, contentId };
}

/** One content in five channels, clicked and seen in two apps, and two without clicks. */
async function addContents(store: Store): Promise<string> {
  const now = Date.now();
  const createdAt = now - 60 * DAY;
  const title = 'Un titre : “très” long '.repeat(12);
  const content = newContent({ title, createdAt, tags: ['guide'], shareCodes: true });
  const links = await mintLinks(
    store,
    content,
    CHANNELS.map((channel) => newLink({ channel, url: content.url, createdAt })),
  );
  for (const name of ['Quiet', null])
    await mintLinks(store, newContent({ title: name, createdAt }), [newLink({ createdAt })]);
  const [first] = links ?? [];
  if (!links || !first) throw new Error('not minted');
  const clicks = links.flatMap((link, at) =>
    Array.from({ length: 30 }, (_, click) =>
      hitOn(link, { at: now - (1 + at) * DAY + click * 3_000, mark: 'flyer' }),
    ),
  );
  const seen = ['slack', 'teams'].map((app) =>
    hitOn(first, { at: now - 2 * DAY, kind: 'preview', app, certainty: 'sure', reason: 'preview_agent' }),
  );
  await store.hits.append([...clicks, ...seen]);
  await share(store, first, now - 3 * DAY);
  return first.contentId;
}

/** A share, and two by its readers. */
async function share(store: Store, { rowId, contentRowId }: Link, at: number): Promise<void> {
  let parent: Share | null = null;
  for (const code of ['a1b2c3', 'd4e5f6', 'g7h8j9'].map(shareCode)) {
    const stored = await store.shares.add(
      {
        ...{ id: `shr_${unique()}`, at, contentRowId, linkRowId: rowId, code, source: 'link' as const },
        ...{ parentRowId: parent?.rowId ?? null, generation: parent === null ? 0 : 1 },
      },
      null,
    );
    if (typeof stored !== 'object') throw new Error('not shared');
    parent ??= stored.share;
  }
}
