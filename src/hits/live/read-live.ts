/** Reads hits as they come: the newest ones, and what the log has got since. */
import { shortUrl } from '../../urls/short-url.ts';
import { parseHitId } from '../hit-id.ts';
import type { LogPosition } from '../hit-plan.ts';
import { type HitDeps, listHits, type ShownHit, showHit } from '../list-hits.ts';
import { type LiveFilter, type LiveHit, type LiveNews, questionOf } from './live-hit.ts';

/** The most new hits of one answer. */
const MOST_NEWS = 500;

/** The hits with their links; a hit whose link was deleted in the meantime is left out. */
async function withLinks({ store, settings }: HitDeps, hits: ShownHit[]): Promise<LiveHit[]> {
  if (hits.length === 0) return [];
  const linkIds = [...new Set(hits.map(({ linkId }) => linkId))];
  const [links, contents] = await Promise.all([
    store.links.list({ archived: null, ids: linkIds }, { limit: linkIds.length, before: null }),
    store.contents.byIds([...new Set(hits.map(({ contentId }) => contentId))]),
  ]);
  const linkOf = new Map(links.map((link) => [link.id, link]));
  const contentOf = new Map(contents.map((content) => [content.id, content]));
  return hits.flatMap((hit): LiveHit[] => {
    const link = linkOf.get(hit.linkId);
    const content = contentOf.get(hit.contentId);
    if (!link || !content) return [];
    const sequence = parseHitId(hit.id)?.rowId ?? 0;
    const { title, url } = content;
    return [{ ...hit, sequence, shortUrl: shortUrl(settings.publicUrl, link), title, url }];
  });
}

/** The newest hits that a filter accepts, and the position from which to go on. */
export async function readNewest(
  deps: HitDeps,
  filter: LiveFilter,
  limit: number,
): Promise<{ hits: LiveHit[]; position: LogPosition }> {
  // First the position: a hit that comes in between is shown twice at worst, and never missed.
  const { position } = await deps.store.hitList.news(null, 0);
  const question = { ...questionOf(filter), kinds: filter.kinds, from: null, to: null, timezone: 'UTC' };
  const { hits } = await listHits(deps, question, { before: null, limit });
  return { hits: await withLinks(deps, hits), position };
}

/** What the log has got since a position, of all kinds and links. */
export async function readNews(deps: HitDeps, after: LogPosition): Promise<LiveNews> {
  const { hits, changed, isCut, position } = await deps.store.hitList.news(after, MOST_NEWS);
  const shown = await withLinks(deps, [...hits, ...changed].map(showHit));
  const isNew = ({ sequence }: LiveHit) => sequence > after.hit;
  return { hits: shown.filter(isNew), changed: shown.filter((hit) => !isNew(hit)), isCut, position };
}
