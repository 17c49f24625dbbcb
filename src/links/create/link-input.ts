import type { ChangeAuthor } from '../../audit/audit-entry.ts';
import type { Deps } from '../../ports.ts';
import { isFindable, type NewLink } from '../link.ts';

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

const stateOf = ({ slug }: LinkInput) => ({ custom: slug !== null, archived: false, blocked: false });

/** Whether find-or-create may return another link in place of a new one. */
export const isFindableInput = (input: LinkInput) => isFindable({ ...input, ...stateOf(input) });

export function newLink({ ids, clock }: Pick<Deps, 'ids' | 'clock'>, input: LinkInput): NewLink {
  const now = clock();
  const named = { id: ids.id('lnk'), slug: input.slug ?? ids.slug() };
  return { ...input, ...named, ...stateOf(input), createdAt: now, updatedAt: now };
}
