import { CHANNELS, type Channel } from '../../channels/registry.ts';
import { AppError } from '../../errors.ts';
import { channelSlug } from '../../urls/slug.ts';
import { MAX_FIRST_LINKS } from '../create/existing-state.ts';
import type { CreateDeps } from '../create/link-input.ts';
import { externalIdIn } from '../external-id.ts';
import { checkedDomain, checkSlug, fixed } from '../field-rules.ts';
import { hostsOf } from '../link-domain.ts';
import type { Content } from './content.ts';
import { isOwnLink } from './content-request.ts';
import { type CreateContent, createContent } from './create-content.ts';
import { type ContentPatch, editContent } from './edit-content.ts';
import { findContent } from './find-content.ts';
import { showContent } from './show-content.ts';

export interface ContentUpsert {
  /** All that a new content would have; throws what is invalid in it. */
  create(): CreateContent;
  patch: ContentPatch;
  /** Channels that get a link if they have none; null for none. */
  channels: Channel[] | null;
  /** The stem of the slugs of these links, and their domain; null if the caller does not say. */
  slug: string | null;
  domain: string | null;
}

/**
 * Creates the content with the external id of the path, or changes the known content of the path as the patch says.
 * Existing links keep slug and domain: other ones are an `immutable_field`.
 */
export async function upsertContent(
  deps: CreateDeps,
  id: string,
  upsert: ContentUpsert,
): Promise<{ created: boolean; content: Content }> {
  const known = await findContent(deps.store.contents, id);
  if (known) return { created: false, content: await update(deps, known, upsert) };
  const externalId = externalIdIn(id);
  if (externalId === null)
    throw new AppError('not_found', 'Unknown content. Create it under an address with ext_.');
  const added = await add(deps, externalId, upsert);
  if (added.created) {
    const { archived } = upsert.patch;
    return archived
      ? { created: true, content: await editContent(deps, added.content.id, { archived }) }
      : added;
  }
  return { created: false, content: await update(deps, added.content, upsert) };
}

/** The new content, or one that a concurrent request has created, or that has got the external id from this one. */
async function add(deps: CreateDeps, externalId: string, { create }: ContentUpsert) {
  try {
    return await createContent(deps, create());
  } catch (error) {
    const content = await deps.store.contents.byExternalId(externalId);
    if (!isConflict(error) || !content) throw error;
    return { created: false, content };
  }
}

async function update(deps: CreateDeps, known: Content, upsert: ContentUpsert): Promise<Content> {
  const { patch, channels, slug, domain } = upsert;
  if (slug !== null) checkSlug(deps, slug);
  if (slug !== null || domain !== null) await refuseOtherLinks(deps, known, upsert);
  let content = await editContent(deps, known.id, patch);
  for (let attempts = 1; channels !== null; attempts++) {
    const { url, title, description, image, externalId, campaign, tags, utm, shareCodes } = content;
    const described = { url, title, description, image, externalId, campaign, tags, utm, shareCodes };
    try {
      return (await createContent(deps, { ...described, channels, slug, domain })).content;
    } catch (error) {
      if (!isConflict(error) || attempts === MAX_ATTEMPTS) throw error;
      // A concurrent request has changed the content after this one.
      content = await showContent(deps, known.id);
    }
  }
  return content;
}

/** How often the links are added again when concurrent requests change the content. */
const MAX_ATTEMPTS = 20;

const isConflict = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'content_conflict';

/** Refuses slugs and a domain that the links of the content do not have. */
async function refuseOtherLinks(
  deps: CreateDeps,
  known: Content,
  { channels, slug, domain: host }: ContentUpsert,
): Promise<void> {
  const domain = checkedDomain(await hostsOf(deps), host);
  const links = await deps.store.links.firstOfContents([known.rowId], MAX_FIRST_LINKS);
  const own = links.filter((link) => isOwnLink({ known, domain, url: known.url }, link));
  if (host !== null && channels === null && own.length === 0 && links.length > 0) throw fixed(['domain']);
  if (slug === null) return;
  const isOther = own.some(
    (link) =>
      (channels ?? [link.channel]).includes(link.channel) &&
      link.slug !== channelSlug(slug, CHANNELS[link.channel].slugSuffix),
  );
  if (isOther) throw fixed(['slug']);
}
