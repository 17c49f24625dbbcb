import type { Content, NewContent } from '../contents/content.ts';
import { contentKey } from '../contents/content-key.ts';
import { findContent } from '../contents/find-content.ts';
import { newContent } from '../contents/new-content.ts';
import { invalid } from '../errors.ts';
import { changedFields, ignoredFields } from './ignored.ts';
import { isFindable, type Link, type NewLink } from './link.ts';
import {
  checkedDomain,
  checkedUrl,
  checkPeriod,
  checkSlug,
  type LinkWish,
  MINT_TRIES,
  type MintDeps,
  newLink,
  slugTaken,
} from './minting.ts';

/** Exactly one of `url` and `contentId` is given; null `domain` means the default one. */
export type CreateLink = Omit<LinkWish, 'url' | 'domain'> & {
  url: string | null;
  contentId: string | null;
  domain: string | null;
};

export interface CreatedLink {
  created: boolean;
  link: Link;
  /** Given fields that differ from what is stored and were not applied. */
  ignored: string[];
}

/** Whether two links of one content and slug are the very same: only what describes them may differ. */
function isSame(link: Link, asked: NewLink): boolean {
  const { id, title, tags, createdAt, updatedAt, custom, ...decisive } = asked;
  return changedFields(decisive, link).length === 0;
}

/**
 * Mints a link, or hands back the one that stands for what was asked: without slug, UTM and behaviour the
 * live one with this destination, channel and campaign; with a slug only the very same link.
 */
export async function createLink(deps: MintDeps, input: CreateLink): Promise<CreatedLink> {
  const { url, contentId, ...rest } = input;
  if ((url === null) === (contentId === null)) {
    throw invalid('/url', 'Give exactly one of url and contentId.');
  }
  const domain = checkedDomain(deps, input.domain);
  const href = url === null ? null : checkedUrl(deps, '/url', url);
  if (input.slug !== null) checkSlug(deps, input.slug);
  checkPeriod(input);

  for (let tries = 0; tries < MINT_TRIES; tries++) {
    const content = href === null ? await knownContent(deps, contentId ?? '') : await contentOf(deps, href);
    const asked = newLink(deps, { ...rest, domain, url: href ?? content.url });
    const link =
      (await standing(deps, content, asked)) ?? (await deps.store.links.mint(content, [asked]))?.[0];
    if (link) {
      const { title, tags } = asked;
      return { created: link.id === asked.id, link, ignored: ignoredFields({ title, tags }, link) };
    }
  }
  throw new Error(`No slug or content stayed free in ${MINT_TRIES} tries`);
}

async function knownContent({ store }: MintDeps, id: string): Promise<Content> {
  const content = await findContent(store.contents, id);
  if (!content) throw invalid('/contentId', 'There is no such content.');
  return content;
}

/** Every link has a content: the one with the destination's key, or a new one. */
async function contentOf(deps: MintDeps, url: string): Promise<Content | NewContent> {
  const key = contentKey(url);
  return (await deps.store.contents.byKey(key)) ?? newContent(deps, { url, key });
}

async function standing(
  { store }: MintDeps,
  content: Content | NewContent,
  asked: NewLink,
): Promise<Link | undefined> {
  const contentRowId = 'rowId' in content ? content.rowId : null;
  if (asked.custom) {
    const rivals = await store.links.slugsLike(asked.domain, [asked.slug]);
    if (rivals.length === 0) return undefined;
    const exact = rivals.find((link) => link.slug === asked.slug && link.deletedAt === null);
    if (exact && exact.contentRowId === contentRowId && isSame(exact, asked)) return exact;
    throw slugTaken(asked.slug);
  }
  if (contentRowId === null || !isFindable(asked)) return undefined;
  return store.links.find({ ...asked, contentRowId });
}
