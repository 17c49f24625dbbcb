import { AppError, invalid } from '../../errors.ts';
import { contentKey } from '../../urls/content-key.ts';
import { checkedDomain, checkedExpiredUrl, checkedUrl, checkPeriod, checkSlug } from '../field-rules.ts';
import type { Hosts } from '../link-domain.ts';
import type { CreateDeps, LinkInput } from './link-input.ts';

/** Exactly one of `url` and `contentId` is given; null `domain` means the default one. */
export type CreateLink = Omit<LinkInput, 'url' | 'domain' | 'passwordHash'> & {
  url: string | null;
  contentId: string | null;
  domain: string | null;
  /** As people will type it; null if the link is open to all. */
  password: string | null;
  /** Takes the slug from a deleted link, which then has no address any more. */
  reuse: boolean;
};

/** URLs and domain are as stored; `key` is the content key of `url`. */
export type CheckedLink = Omit<CreateLink, 'url' | 'domain'> & { domain: string } & (
    | { url: string; key: string }
    | { url: null; key: null }
  );

/** The input with URLs and domain as stored, or the `AppError` for the rule it breaks. */
export function checkLink(
  deps: Pick<CreateDeps, 'reserved'>,
  hosts: Hosts,
  input: CreateLink,
): CheckedLink | AppError {
  try {
    return checked(deps, hosts, input);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function checked(deps: Pick<CreateDeps, 'reserved'>, hosts: Hosts, input: CreateLink): CheckedLink {
  const { url, contentId, slug, reuse } = input;
  if ((url === null) === (contentId === null))
    throw invalid('/url', 'Give exactly one of url and contentId.');
  if (slug !== null) checkSlug(deps, slug);
  if (reuse && slug === null) throw invalid('/reuse', 'Requires `slug`, the slug to reuse.');
  checkPeriod(input);
  const domain = checkedDomain(hosts, input.domain);
  const expiredUrl = checkedExpiredUrl(hosts, input.expiredUrl);
  if (url === null) return { ...input, domain, expiredUrl, url, key: null };
  const href = checkedUrl(hosts, '/url', url);
  return { ...input, domain, expiredUrl, url: href, key: contentKey(href) };
}
