import type { ChangeAuthor } from '../../audit/audit-entry.ts';
import type { Deps } from '../../ports.ts';
import { DEFAULT_LINK_OPTIONS, type NewLink } from '../link.ts';

/** What a verb that creates links needs; `reserved` are the first path segments that belong to the server itself. */
export type CreateDeps = Pick<Deps, 'store' | 'clock' | 'ids' | 'settings' | 'requestHost'> & {
  reserved: ReadonlySet<string>;
  author: ChangeAuthor;
};

/** All that a caller decides about a link; a null `slug` asks for a random one. */
export type LinkInput = Omit<
  NewLink,
  'id' | 'slug' | 'custom' | 'archived' | 'blocked' | 'createdAt' | 'updatedAt'
> & { slug: string | null };

/** A link with every option at its default. */
export function defaultInput(where: Pick<LinkInput, 'channel' | 'domain' | 'url' | 'slug'>): LinkInput {
  const texts = { externalId: null, campaign: '', title: null, tags: [], utm: null };
  const limits = { startsAt: null, expiresAt: null, maxClicks: null, expiredUrl: null };
  return { ...texts, ...limits, passwordHash: null, statusCode: 302, forwardQuery: false, ...where };
}

// What a new link without a custom slug and a password has anyway.
const { custom, archived, blocked, passwordHash, ...OPTIONS } = DEFAULT_LINK_OPTIONS;
const OPTION_FIELDS = Object.keys(OPTIONS) as (keyof typeof OPTIONS)[];

/** Whether find-or-create may return another link in place of a new one, if that has no password. */
export const isFindableInput = (input: Pick<LinkInput, 'slug' | keyof typeof OPTIONS>): boolean =>
  input.slug === null && OPTION_FIELDS.every((field) => input[field] === OPTIONS[field]);

export function newLink({ ids, clock }: Pick<Deps, 'ids' | 'clock'>, input: LinkInput): NewLink {
  const now = clock();
  return {
    ...input,
    id: ids.id('lnk'),
    slug: input.slug ?? ids.slug(),
    custom: input.slug !== null,
    archived: false,
    blocked: false,
    createdAt: now,
    updatedAt: now,
  };
}
