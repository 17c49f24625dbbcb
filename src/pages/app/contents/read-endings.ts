/** When links of a content were used up, and when they or the content were archived. */
import type { Action } from '../../../audit/audit-entry.ts';
import type { Content } from '../../../links/contents/content.ts';
import type { Link } from '../../../links/link.ts';
import type { LinkTotals } from '../../../store-ports/count-stores.ts';
import type { PageDeps } from '../overview/read-overview.ts';
import type { Ending } from './read-life.ts';

/** Links that ended are looked at up to this many: each is a question of its own. */
const MOST_ENDED = 20;
/** How many changes of something are looked through for the one that archived it. */
const MOST_CHANGES = 50;

/** The change that archived something, by the audit log, which forgets the oldest ones; null if it does not know. */
async function archivedAt({ store }: PageDeps, action: Action, object: string): Promise<number | null> {
  const { entries } = await store.audit.slice({ action, object }, { limit: MOST_CHANGES, before: null });
  return entries.find(({ fields }) => fields.includes('archived'))?.at ?? null;
}

/** The click that used a link up was its last one. */
async function usedUpAt({ store }: PageDeps, link: Link, totals: LinkTotals | undefined) {
  const found = await store.links.resolve(link.domain, link.slug);
  const isUsedUp = found?.rowId === link.rowId && found.clicksTaken >= (link.maxClicks ?? Infinity);
  return isUsedUp ? (totals?.lastClickAt ?? null) : null;
}

/** `content` is null where its own archiving is not asked for. */
export async function readEndings(
  deps: PageDeps,
  content: Pick<Content, 'id' | 'archived'> | null,
  links: { link: Link; totals: LinkTotals | undefined }[],
): Promise<Ending[]> {
  const limited = links.filter(({ link }) => link.maxClicks !== null).slice(0, MOST_ENDED);
  const archived = links.filter(({ link }) => link.archived).slice(0, MOST_ENDED);
  const found = await Promise.all([
    ...limited.map(async ({ link, totals }) => {
      return { linkRowId: link.rowId, how: 'usedUp' as const, at: await usedUpAt(deps, link, totals) };
    }),
    ...archived.map(async ({ link: { rowId, id } }) => {
      return { linkRowId: rowId, how: 'archived' as const, at: await archivedAt(deps, 'link.update', id) };
    }),
    ...(content?.archived
      ? [
          archivedAt(deps, 'content.update', content.id).then((at) => ({
            ...{ linkRowId: null, how: 'archived' as const, at },
          })),
        ]
      : []),
  ]);
  return found.flatMap(({ at, ...ending }) => (at === null ? [] : [{ ...ending, at }]));
}
