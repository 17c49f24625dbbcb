/** A single link as a request: find-or-create if it has neither slug nor options, else a link of its own. */
import { invalid } from '../../errors.ts';
import type { Deps } from '../../ports.ts';
import type { Content, NewContent } from '../contents/content.ts';
import { contentRef } from '../contents/find-content.ts';
import { isPassword, passwordHash, slugTaken } from '../field-rules.ts';
import type { Link, NewLink } from '../link.ts';
import type { CheckedLink } from './check-link.ts';
import type { GroupCandidate, GroupRequest, Resolution } from './create-groups.ts';
import {
  type ContentRef,
  type ExistingState,
  equivalenceKey,
  externalIdLock,
  slugLock,
} from './existing-state.ts';
import { changedFields, ignoredFields } from './ignored-fields.ts';
import { type Claims, conflictsWithLink, ignoredOf, linkConflict } from './link-conflict.ts';
import { type CreateDeps, defaultInput, isFindableInput, newLink } from './link-input.ts';

export interface CreatedLink {
  created: boolean;
  link: Link;
  content: Content | NewContent;
  /** Given fields that differ from what is stored and were not applied. */
  ignored: string[];
}

type RequestDeps = CreateDeps & Pick<Deps, 'passwords'>;
type Page = Pick<NewContent, 'url' | 'key'>;

/** A link as it would be created now. */
interface Wanted {
  content: Content | NewContent;
  link: NewLink;
  password: string | null;
  /** Takes the slug from deleted links. */
  reuse: boolean;
  isFindable: boolean;
}

/** `newContentAt` makes the content of a page that has none: the same one each time, however many links it gets. */
export function linkRequest(
  deps: RequestDeps,
  input: CheckedLink,
  newContentAt: (page: Page) => NewContent,
): GroupRequest<CreatedLink> {
  const { contentId, key, password, reuse, url, ...fields } = input;
  const { slug, domain, channel, campaign, externalId } = fields;
  const isFindable = password === null && isFindableInput(fields);
  const named = refOf(input);
  return {
    lookup: {
      contents: [named],
      equivalent: isFindable ? { domain, channel, url, campaign } : null,
      links: null,
      linkExternalId: externalId,
      slugs: slug === null ? [] : [{ domain, slug }],
    },
    resolve(state) {
      const content = state.content(named) ?? (url === null ? undefined : newContentAt({ url, key }));
      if (!content) return { result: invalid('/contentId', 'Unknown content.') };
      const link = newLink(deps, { ...fields, passwordHash: null, url: url ?? content.url });
      const own = externalId === null ? undefined : state.linkByExternalId(externalId);
      if (own)
        return resolveNamed(
          deps,
          { own, link, claims: { ...fields, url, contentId: contentId && content.id }, password },
          state,
        );
      return resolveLink(deps, { content, link, password, reuse, isFindable }, state);
    },
  };
}

function refOf(input: CheckedLink): ContentRef {
  return input.url === null ? contentRef(input.contentId ?? '') : { by: 'key', value: input.key };
}

interface Named {
  /** The link with the external id. */
  own: Link;
  /** The link that would be created without it. */
  link: NewLink;
  claims: Claims;
  password: string | null;
}

/** Returns the link with the external id, unless the request wants a link to another place or of another channel. */
async function resolveNamed(
  deps: RequestDeps,
  { own, link, claims, password }: Named,
  state: ExistingState,
): Promise<Resolution<CreatedLink>> {
  const conflicts = conflictsWithLink(own, claims);
  if (conflicts.length > 0) return { result: linkConflict(conflicts) };
  const content = state.content({ by: 'id', value: own.contentId });
  if (!content) throw new Error('The content of a link was not loaded');
  const { url, slug, channel, domain } = link;
  const ignored = ignoredOf(link, own, defaultInput({ url, slug, channel, domain }));
  if (password !== null && !(await isPassword(deps, own, password))) ignored.push('password');
  return { result: { created: false, link: own, content, ignored } };
}

function resolveLink(deps: RequestDeps, wanted: Wanted, state: ExistingState) {
  const { content, link, isFindable } = wanted;
  const conflicts = link.custom ? state.slugConflicts(link) : [];
  if (conflicts.length > 0) return resolveConflicts(deps, wanted, conflicts);
  const existing = isFindable ? state.equivalentLink(content.id, link) : undefined;
  return existing ? { result: found(wanted, existing) } : { candidate: candidateOf(deps, wanted) };
}

function found({ link: { title, tags }, content }: Wanted, existing: Link): CreatedLink {
  return { created: false, link: existing, content, ignored: ignoredFields({ title, tags }, existing) };
}

/** Returns the link with the wanted slug if it is exactly what was asked for, else `slug_taken`. */
async function resolveConflicts(
  deps: RequestDeps,
  wanted: Wanted,
  conflicts: readonly Link[],
): Promise<Resolution<CreatedLink>> {
  const { link, content, password, reuse } = wanted;
  const live = conflicts.filter(({ deletedAt }) => deletedAt === null);
  if (live.length === 0 && reuse) return { candidate: candidateOf(deps, wanted) };
  const same = live.find(
    (other) => other.contentId === content.id && other.slug === link.slug && isSame(other, link),
  );
  const isWanted = same && (await isPassword(deps, same, password));
  return { result: isWanted ? found(wanted, same) : slugTaken(deps, link.slug, conflicts) };
}

/** Whether two links of one content and slug differ at most in what describes and what protects them. */
function isSame(other: Link, link: NewLink): boolean {
  const { id, title, tags, createdAt, updatedAt, custom, passwordHash, ...decisive } = link;
  return changedFields(decisive, other).length === 0;
}

function candidateOf(
  deps: RequestDeps,
  { content, link, password, reuse, isFindable }: Wanted,
): GroupCandidate<CreatedLink> {
  const { externalId } = link;
  return {
    lockKeys: [
      slugLock(link),
      ...(isFindable ? [equivalenceKey(content.id, link)] : []),
      ...(externalId === null ? [] : [externalIdLock(externalId)]),
    ],
    group() {
      const groupOf = (link: NewLink) => ({ content, links: [link], reuse, attach: null, newestLink: null });
      if (password === null) return groupOf(link);
      // Hashing is slow on purpose.
      return passwordHash(deps, password).then((hash) => groupOf({ ...link, passwordHash: hash }));
    },
    result({ content, links: [link] }) {
      if (!link) throw new Error('A link was lost while it was created');
      return { created: true, link, content, ignored: [] };
    },
  };
}
