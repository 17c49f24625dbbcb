/** A content with one link per channel as a request. */
import type { Channel } from '../../channels/registry.ts';
import type { AppError } from '../../errors.ts';
import { contentKey, differsInFragment, isSameCampaign } from '../../urls/content-key.ts';
import type { GroupRequest, Resolution } from '../create/create-groups.ts';
import {
  type ContentRef,
  type ExistingState,
  equivalenceKey,
  MAX_FIRST_LINKS,
  slugLock,
} from '../create/existing-state.ts';
import { ignoredFields } from '../create/ignored-fields.ts';
import { type CreateDeps, defaultInput, newLink } from '../create/link-input.ts';
import { slugTaken } from '../field-rules.ts';
import { isFindable, type Link, type NewLink } from '../link.ts';
import { conflictsOf, contentConflict } from './conflict.ts';
import type { Content } from './content.ts';
import { newContent } from './new-content.ts';

/** What a caller says of a content. */
export type Description = Pick<
  Content,
  'url' | 'title' | 'description' | 'image' | 'externalId' | 'campaign' | 'tags' | 'utm' | 'shareCodes'
>;

/** The input of `createContent` with URLs and domain as stored. */
export interface CheckedContent {
  description: Description;
  key: string;
  domain: string;
  /** Channel → its custom slug, or null for a random one. */
  slugs: Map<Channel, string | null>;
}

export interface CreatedContent {
  created: boolean;
  content: Content;
  /** The oldest live links of the content, and all of those that were asked for. */
  links: Link[];
  /** Whether the content has more links. */
  hasMoreLinks: boolean;
  /** The ids of those that this request created. */
  newLinks: ReadonlySet<string>;
  /** Given fields that differ from what is stored and were not applied. */
  ignored: string[];
}

export function contentRequest(deps: CreateDeps, input: CheckedContent): GroupRequest<CreatedContent> {
  const { description, key, domain, slugs } = input;
  const { externalId } = description;
  const byKey: ContentRef = { by: 'key', value: key };
  const byExternalId: ContentRef | null =
    externalId === null ? null : { by: 'externalId', value: externalId };
  const custom = [...slugs.values()].filter((slug) => slug !== null);
  return {
    lookup: {
      contents: byExternalId ? [byExternalId, byKey] : [byKey],
      equivalent: null,
      linkExternalId: null,
      links: { domain, channels: [...slugs.keys()], url: description.url },
      slugs: custom.map((slug) => ({ domain, slug })),
    },
    resolve(state) {
      const atPage = state.content(byKey);
      const known = (byExternalId ? state.content(byExternalId) : undefined) ?? atPage;
      if (!known) return create(deps, input, state);
      const conflicts = conflictsOf({ ...description, key }, known, atPage);
      if (conflicts.length > 0) return { result: contentConflict(conflicts) };
      return extend(deps, input, state, known);
    },
  };
}

function create(deps: CreateDeps, input: CheckedContent, state: ExistingState): Resolution<CreatedContent> {
  const { description, key, slugs } = input;
  const content = newContent(deps, { ...description, key });
  const links = linksFor(deps, input, { url: content.url, channels: [...slugs.keys()] });
  const taken = refuseTaken(deps, state, links);
  if (taken) return { result: taken };
  return {
    candidate: {
      lockKeys: links.map(slugLock),
      group: () => ({ content, links, reuse: false, attach: null, newestLink: null }),
      result: ({ content, links }) => ({
        created: true,
        content,
        links,
        hasMoreLinks: false,
        newLinks: idsOf(links),
        ignored: [],
      }),
    },
  };
}

/**
 * Adds the missing channels to a known content, and the external id if it has none. If the requested URL names another
 * campaign than the URL of the content, the links are those that lead to the requested one, and only these are shown.
 */
function extend(
  deps: CreateDeps,
  input: CheckedContent,
  state: ExistingState,
  known: Content,
): Resolution<CreatedContent> {
  const { description, domain, slugs } = input;
  const all = state.linksOf(known.id);
  const isOwnCampaign = isSameCampaign(known.url, description.url);
  const url = isOwnCampaign ? known.url : description.url;
  const existing = all.filter((link) => isOwnLink({ known, domain, url }, link));
  const shown = isOwnCampaign
    ? all.filter((link, index) => index < MAX_FIRST_LINKS || existing.includes(link))
    : existing;
  const hasChannel = (channel: Channel) => existing.some((link) => link.channel === channel);
  const channels = [...slugs.keys()].filter((channel) => !hasChannel(channel));
  const links = linksFor(deps, input, { url, channels });
  const taken = refuseTaken(deps, state, links);
  if (taken) return { result: taken };
  const isRenamed = existing.some((link) => (slugs.get(link.channel) ?? link.slug) !== link.slug);
  const result = (content: Content, added: Link[]): CreatedContent => ({
    created: false,
    content,
    links: [...shown, ...added],
    hasMoreLinks: isOwnCampaign ? all.length > MAX_FIRST_LINKS : all.length > existing.length,
    newLinks: idsOf(added),
    ignored: [...ignoredFields(givenOf(description), content), ...(isRenamed ? ['slug'] : [])],
  });
  const attach = attachmentOf(deps, description, known);
  if (links.length === 0 && attach === null) return { result: result(known, []) };
  return {
    candidate: {
      lockKeys: [
        `\0${known.id}`,
        ...links.map(slugLock),
        ...links.map((link) => equivalenceKey(known.id, link)),
      ],
      group: () => ({
        content: known,
        links,
        reuse: false,
        attach,
        newestLink: all.at(-1)?.rowId ?? 0,
      }),
      result: ({ content, links }) => result(content, links),
    },
  };
}

/** Share codes that are off, the default, are not given. */
function givenOf({ shareCodes, ...others }: Description): Partial<Description> {
  return shareCodes ? { ...others, shareCodes } : others;
}

/** Whether this is the content's own link to the URL in its channel, no matter who chose its slug or gave it an external id. */
export function isOwnLink(
  { known, domain, url }: { known: Content; domain: string; url: string },
  link: Link,
): boolean {
  const leadsThere =
    link.url === url || (url !== known.url && isSamePlace(link.url, url) && isSameCampaign(link.url, url));
  return (
    leadsThere &&
    link.domain === domain &&
    link.campaign === '' &&
    isFindable({ ...link, custom: false, externalId: null })
  );
}

const isSamePlace = (one: string, other: string) =>
  contentKey(one) === contentKey(other) && !differsInFragment(one, other);

function linksFor(
  deps: CreateDeps,
  { domain, slugs }: CheckedContent,
  { url, channels }: { url: string; channels: Channel[] },
): NewLink[] {
  return channels.map((channel) =>
    newLink(deps, defaultInput({ channel, domain, url, slug: slugs.get(channel) ?? null })),
  );
}

function refuseTaken(deps: CreateDeps, state: ExistingState, links: NewLink[]): AppError | undefined {
  const taken = links.find((link) => state.slugConflicts(link).length > 0);
  return taken && slugTaken(deps, taken.slug, state.slugConflicts(taken));
}

function attachmentOf({ clock }: CreateDeps, { externalId }: Description, known: Content) {
  return externalId === null || known.externalId !== null ? null : { externalId, updatedAt: clock() };
}

const idsOf = (links: Link[]) => new Set(links.map(({ id }) => id));
