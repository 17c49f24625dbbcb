/** Contents and links as things that can be archived, deleted and erased: how each is found, named and changed. */

import { deleteLinks, editLinks } from '../../../links/change-links.ts';
import { deleteContents, editContents } from '../../../links/contents/change-contents.ts';
import type { Content } from '../../../links/contents/content.ts';
import { editReadContent } from '../../../links/contents/edit-content.ts';
import { listContents } from '../../../links/contents/list-contents.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import { editReadLink } from '../../../links/edit-link.ts';
import type { Link } from '../../../links/link.ts';
import { listLinks } from '../../../links/list-links.ts';
import { showLink } from '../../../links/show-link.ts';
import { eraseContentHits, eraseLinkHits } from '../../../privacy/erase-hits.ts';
import type { Page } from '../../../store-ports/row-page.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import type { PageDeps } from '../env.ts';
import { contentQuery, type ListQuery, linkQuery } from '../lists/list-query.ts';
import { shortAddress, titleText } from '../parts/name-texts.ts';

/** What a content and a link have in common. */
export type Named = Pick<Content | Link, 'rowId' | 'id' | 'url' | 'tags' | 'archived'>;

/** Null or 'changed': what became of it; or why nothing did. */
type Outcomes = Promise<unknown[]>;

export interface Kind<Thing extends Named> {
  path: string;
  /** Throws `not_found`. */
  show(deps: PageDeps, id: string): Promise<Thing>;
  list(deps: PageDeps, query: ListQuery, page: Page): Promise<Thing[]>;
  /** Those among these that are there, in no order. */
  byIds(deps: PageDeps, ids: string[]): Promise<Thing[]>;
  nameOf(thing: Thing, publicUrl: string): string;
  archive(deps: PageDeps, ids: string[], archived: boolean): Outcomes;
  remove(deps: PageDeps, ids: string[]): Outcomes;
  /** 'changed' if it is no longer as it was read. */
  setTags(deps: PageDeps, thing: Thing, tags: string[]): Promise<Thing | 'changed'>;
  erase(deps: PageDeps, id: string): Promise<void>;
  /** Where one goes after it is deleted. */
  after(thing: Thing): string;
}

export const CONTENTS: Kind<Content> = {
  path: '/app/contents',
  show: showContent,
  list: (deps, query, page) => listContents(deps, contentQuery(query), page),
  byIds: ({ store }, ids) => store.contents.byIds(ids),
  nameOf: ({ title, url }) => (title === null ? shortAddress(url) : titleText(title)),
  archive: (deps, ids, archived) =>
    editContents(
      deps,
      ids.map((id) => ({ id, patch: { archived } })),
    ),
  remove: deleteContents,
  setTags: (deps, content, tags) => editReadContent(deps, content, { tags }),
  erase: eraseContentHits,
  after: () => '/app/contents',
};

export const LINKS: Kind<Link> = {
  path: '/app/links',
  show: showLink,
  list: (deps, query, page) => listLinks(deps, linkQuery(query), page),
  byIds: ({ store }, ids) => store.links.list({ ids, archived: null }, { limit: ids.length, before: null }),
  nameOf: (link, publicUrl) => shortAddress(shortUrl(publicUrl, link)),
  archive: (deps, ids, archived) =>
    editLinks(
      deps,
      ids.map((id) => ({ id, patch: { archived } })),
    ),
  remove: deleteLinks,
  setTags: (deps, link, tags) => editReadLink(deps, link, { tags }),
  erase: eraseLinkHits,
  after: ({ contentId }) => `/app/contents/${contentId}`,
};
