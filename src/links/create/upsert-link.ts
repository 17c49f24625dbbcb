import { AppError } from '../../errors.ts';
import type { Deps } from '../../ports.ts';
import { findContent } from '../contents/find-content.ts';
import { editLink, type LinkPatch } from '../edit-link.ts';
import { externalIdIn } from '../external-id.ts';
import { checkedDomain, fixed, isPassword } from '../field-rules.ts';
import type { Link } from '../link.ts';
import { hostsOf } from '../link-domain.ts';
import { findLink } from '../show-link.ts';
import type { CreateLink } from './check-link.ts';
import { createLink } from './create-link.ts';
import type { CreateDeps } from './link-input.ts';

export interface LinkUpsert {
  /** All that a new link would have; throws what is invalid in it. */
  create(): CreateLink;
  patch: LinkPatch;
  /** What never changes: a known link must have these values; null if the caller does not say. */
  fixed: { [field in 'channel' | 'domain' | 'slug' | 'contentId']: string | null };
}

type UpsertDeps = CreateDeps & Pick<Deps, 'passwords'>;

/**
 * Creates the link with the external id of the path, or changes the known link of the path as the patch says. Another
 * channel, domain, slug or content is an `immutable_field`.
 */
export async function upsertLink(
  deps: UpsertDeps,
  id: string,
  upsert: LinkUpsert,
): Promise<{ created: boolean; link: Link }> {
  const known = await findLink(deps, id);
  if (known) return { created: false, link: await update(deps, known, upsert) };
  const externalId = externalIdIn(id);
  if (externalId === null)
    throw new AppError('not_found', 'Unknown link. Create it under an address with ext_.');
  const added = await add(deps, externalId, upsert);
  if (added.created) {
    const { archived, blocked } = upsert.patch;
    return archived || blocked
      ? {
          created: true,
          link: await editLink(deps, added.link.id, {
            archived: archived ?? false,
            blocked: blocked ?? false,
          }),
        }
      : added;
  }
  return { created: false, link: await update(deps, added.link, upsert) };
}

/** The new link, or one that a concurrent request has created. */
async function add(deps: UpsertDeps, externalId: string, { create }: LinkUpsert) {
  try {
    return await createLink(deps, create());
  } catch (error) {
    const link = await deps.store.links.byExternalId(externalId);
    if (!(error instanceof AppError) || error.code !== 'link_conflict' || !link) throw error;
    return { created: false, link };
  }
}

async function update(deps: UpsertDeps, known: Link, { patch, fixed: given }: LinkUpsert): Promise<Link> {
  const content =
    given.contentId === null ? undefined : await findContent(deps.store.contents, given.contentId);
  const domain = given.domain === null ? null : checkedDomain(await hostsOf(deps), given.domain);
  const wanted = { ...given, domain, contentId: content?.id ?? given.contentId };
  const others = Object.entries(wanted)
    .filter(([field, value]) => value !== null && value !== known[field as keyof Link])
    .map(([field]) => field);
  if (others.length > 0) throw fixed(others);
  const { password, ...rest } = patch;
  // Each hash of a password is another one, and setting the same password changes nothing.
  const isKnown = password === undefined || (password !== null && (await isPassword(deps, known, password)));
  return editLink(deps, known.id, isKnown ? rest : patch);
}
