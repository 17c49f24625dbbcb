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
  const { url, contentId, ...wish } = checked(deps, input);
  for (let tries = 0; tries < MINT_TRIES; tries++) {
    // Before the content: a rival that minted this very link is then seen with its content.
    const rivals = wish.slug === null ? [] : await deps.store.links.slugsLike(wish.domain, [wish.slug]);
    const content = url === null ? await knownContent(deps, contentId) : await contentOf(deps, url);
    const asked = newLink(deps, { ...wish, url: url ?? content.url });
    const stands = await standing(deps, asked, { content, rivals });
    const link = stands ?? (await deps.store.links.mint(content, [asked]))?.[0];
    if (link) {
      const { title, tags } = asked;
      return { created: link.id === asked.id, link, ignored: ignoredFields({ title, tags }, link) };
    }
  }
  throw new Error(`No slug or content stayed free in ${MINT_TRIES} tries`);
}

/** The input with URL and domain as stored; throws a 422 for what breaks a rule. */
function checked(deps: MintDeps, input: CreateLink) {
  const { url, contentId, slug } = input;
  if ((url === null) === (contentId === null))
    throw invalid('/url', 'Give exactly one of url and contentId.');
  if (slug !== null) checkSlug(deps, slug);
  checkPeriod(input);
  const domain = checkedDomain(deps, input.domain);
  return { ...input, domain, url: url === null ? null : checkedUrl(deps, '/url', url) };
}

async function knownContent({ store }: MintDeps, id: string | null): Promise<Content> {
  const content = id === null ? undefined : await findContent(store.contents, id);
  if (!content) throw invalid('/contentId', 'There is no such content.');
  return content;
}

/** Every link has a content: the one with the destination's key, or a new one. */
async function contentOf(deps: MintDeps, url: string): Promise<Content | NewContent> {
  const key = contentKey(url);
  return (await deps.store.contents.byKey(key)) ?? newContent(deps, { url, key });
}

/** The link that already stands for what was asked; throws `slug_taken` where only others do. */
async function standing(
  { store }: MintDeps,
  asked: NewLink,
  { content, rivals }: { content: Content | NewContent; rivals: Link[] },
): Promise<Link | undefined> {
  const contentRowId = 'rowId' in content ? content.rowId : null;
  if (rivals.length > 0) {
    const live = rivals.filter((link) => link.deletedAt === null && link.contentRowId === contentRowId);
    const twin = live.find((link) => link.slug === asked.slug && isSame(link, asked));
    if (!twin) throw slugTaken(asked.slug);
    return twin;
  }
  if (contentRowId === null || !isFindable(asked)) return undefined;
  return store.links.find({ ...asked, contentRowId });
}
