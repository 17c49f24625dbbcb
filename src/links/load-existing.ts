/** What stands already where links are to be minted: read once for all of them. */

import { type AppError, invalid } from '../errors.ts';
import { slugKey } from '../urls/slug.ts';
import type { CheckedLink } from './check-link.ts';
import type { Content, NewContent } from './contents/content.ts';
import { findContents } from './contents/find-content.ts';
import { newContent } from './contents/new-content.ts';
import { isFindable, type Link, type NewLink } from './link.ts';
import { type MintDeps, newLink } from './minting.ts';

/** One of the links asked for, by its place in the list. */
export interface Job {
  index: number;
  wish: CheckedLink;
  /** Mints that a rival got in the way of. */
  tries: number;
}

/** A job as it would be minted now; no two drafts with a claim in common may be. */
export interface Draft {
  job: Job;
  content: Content | NewContent;
  asked: NewLink;
  /** Find-or-create may hand back another link in its place. */
  plain: boolean;
  claims: string[];
}

export interface Surroundings {
  drafts: Draft[];
  /** Jobs that no content can be found for. */
  refused: Map<Job, AppError>;
  /** Any link, tombstones too, that has the custom slug of the draft but for case. */
  rivals(draft: Draft): Link[];
  /** The link that find-or-create hands back. */
  twin(draft: Draft): Link | undefined;
}

type Plain = Pick<Link, 'domain' | 'channel' | 'url' | 'campaign'>;

const slugClaim = ({ domain, slug }: Pick<Link, 'domain' | 'slug'>) => `${domain}/${slugKey(slug)}`;
// None of them holds a control character.
const plainClaim = (contentId: string, { domain, channel, url, campaign }: Plain) =>
  `${contentId}\0${domain}\0${channel}\0${url}\0${campaign}`;

export async function lookAround(deps: MintDeps, jobs: Job[]): Promise<Surroundings> {
  // Before the contents: a rival that minted the very same link is then seen with its content.
  const rivals = await rivalsOf(deps, jobs);
  const contentOf = await contentsOf(deps, jobs);
  const drafts: Draft[] = [];
  const refused = new Map<Job, AppError>();
  for (const job of jobs) {
    const content = contentOf(job.wish);
    if (content) drafts.push(draftOf(deps, job, content));
    else refused.set(job, invalid('/contentId', 'There is no such content.'));
  }
  const twins = await twinsOf(deps, drafts);
  return {
    drafts,
    refused,
    rivals: ({ job, asked }) => (job.wish.slug === null ? [] : (rivals.get(slugClaim(asked)) ?? [])),
    twin: ({ content, asked, plain }) =>
      plain && twins.size > 0 ? twins.get(plainClaim(content.id, asked)) : undefined,
  };
}

function draftOf(deps: MintDeps, job: Job, content: Content | NewContent): Draft {
  const { contentId, key, password, reuse, ...wish } = job.wish;
  const asked = newLink(deps, { ...wish, url: wish.url ?? content.url, passwordHash: null });
  const plain = password === null && isFindable(asked);
  const claims = [slugClaim(asked), ...(plain ? [plainClaim(content.id, asked)] : [])];
  return { job, content, asked, plain, claims };
}

async function rivalsOf({ store }: MintDeps, jobs: Job[]): Promise<Map<string, Link[]>> {
  const slugs = new Map<string, string[]>();
  for (const { wish } of jobs) {
    if (wish.slug !== null) slugs.set(wish.domain, [...(slugs.get(wish.domain) ?? []), wish.slug]);
  }
  const found = await Promise.all([...slugs].map(([domain, list]) => store.links.slugsLike(domain, list)));
  const bySlug = new Map<string, Link[]>();
  for (const link of found.flat()) {
    const slug = slugClaim(link);
    bySlug.set(slug, [...(bySlug.get(slug) ?? []), link]);
  }
  return bySlug;
}

/** Every link has a content: the named one, the one with the destination's key, or a new one per key. */
async function contentsOf(
  deps: MintDeps,
  jobs: Job[],
): Promise<(wish: CheckedLink) => Content | NewContent | undefined> {
  const { contents } = deps.store;
  const wishes = jobs.map(({ wish }) => wish);
  const named = await findContents(
    contents,
    wishes.flatMap(({ contentId }) => contentId ?? []),
  );
  const keys = new Set(wishes.flatMap(({ key }) => key ?? []));
  const known = keys.size === 0 ? [] : await contents.byKeys([...keys]);
  const byKey = new Map<string, Content | NewContent>(known.map((content) => [content.key, content]));
  return ({ contentId, url, key }) => {
    if (url === null) return named.get(contentId ?? '');
    const content = byKey.get(key) ?? newContent(deps, { url, key });
    byKey.set(key, content);
    return content;
  };
}

async function twinsOf({ store }: MintDeps, drafts: Draft[]): Promise<Map<string, Link>> {
  const wanted = drafts.flatMap(({ content, asked, plain }) =>
    plain && 'rowId' in content ? [{ ...asked, contentRowId: content.rowId }] : [],
  );
  const twins = wanted.length === 0 ? [] : await store.links.find(wanted);
  return new Map(twins.map((link) => [plainClaim(link.contentId, link), link]));
}
