import { CHANNELS, type Channel } from '../../channels/registry.ts';
import type { ContentStore } from '../../store-ports.ts';
import { contentKey } from '../../urls/content-key.ts';
import { channelSlug, slugKey } from '../../urls/slug.ts';
import { type Hosts, hostsOf } from '../domain.ts';
import { ignoredFields } from '../ignored.ts';
import { isFindable, type Link } from '../link.ts';
import {
  checkedDomain,
  checkedUrl,
  checkSlug,
  MINT_TRIES,
  type MintDeps,
  newLink,
  plainWish,
  slugTaken,
} from '../minting.ts';
import { contentConflict } from './conflict.ts';
import type { Content, NewContent } from './content.ts';
import { newContent } from './new-content.ts';

/** The channels a content gets links for unless the caller names others. */
export const DEFAULT_CHANNELS: Channel[] = ['whatsapp', 'email', 'slack', 'copy'];

type Described = Pick<
  Content,
  'url' | 'title' | 'description' | 'image' | 'externalId' | 'campaign' | 'tags' | 'utm'
>;

/** `slug` is the stem of one slug per channel; null `domain` means the default one. */
export type CreateContent = Described & { channels: Channel[]; slug: string | null; domain: string | null };

export interface CreatedContent {
  created: boolean;
  content: Content;
  /** Given fields that differ from what is stored and were not applied. */
  ignored: string[];
}

interface Plan {
  described: Described;
  key: string;
  domain: string;
  /** Channel → its custom slug, or null for a random one. */
  slugs: Map<Channel, string | null>;
}

/** A plan beside the links, tombstones too, that had one of its slugs in any case when the attempt began. */
type Attempt = Plan & { rivals: Link[] };

/**
 * Makes a content with one link per channel. On a known external id, else on a known key, it adds the
 * missing channels and changes nothing; an external id attaches to a content that has none.
 */
export async function createContent(deps: MintDeps, input: CreateContent): Promise<CreatedContent> {
  const plan = planOf(deps, input, await hostsOf(deps));
  for (let tries = 0; tries < MINT_TRIES; tries++) {
    // Before the content: a rival that does the very same is then seen with its content.
    const attempt = { ...plan, rivals: await rivalsOf(deps, plan) };
    const known = await knownContent(deps.store.contents, plan);
    const outcome = await (known ? extend(deps, attempt, known) : begin(deps, attempt));
    if (outcome) return outcome;
  }
  throw new Error(`No slug or content stayed free in ${MINT_TRIES} tries`);
}

function planOf(deps: MintDeps, input: CreateContent, hosts: Hosts): Plan {
  const { channels, slug, domain, ...described } = input;
  const url = checkedUrl(hosts, '/url', described.url);
  const image = described.image === null ? null : checkedUrl(hosts, '/image', described.image);
  const slugs = new Map<Channel, string | null>(channels.map((channel) => [channel, null]));
  if (slug !== null) {
    checkSlug(deps, slug);
    for (const channel of channels) slugs.set(channel, channelSlug(slug, CHANNELS[channel].slugSuffix));
    for (const composed of slugs.values()) checkSlug(deps, composed ?? slug);
  }
  return {
    described: { ...described, url, image },
    key: contentKey(url),
    domain: checkedDomain(hosts, domain),
    slugs,
  };
}

async function rivalsOf({ store }: MintDeps, { domain, slugs }: Plan): Promise<Link[]> {
  const custom = [...slugs.values()].filter((slug) => slug !== null);
  return custom.length === 0 ? [] : store.links.slugsLike(domain, custom);
}

async function knownContent(contents: ContentStore, { described, key }: Plan): Promise<Content | undefined> {
  const { externalId } = described;
  const namesake = externalId === null ? undefined : await contents.byExternalId(externalId);
  if (namesake) return namesake;
  const twin = await contents.byKey(key);
  if (twin && externalId !== null && twin.externalId !== null) throw contentConflict('externalId');
  return twin;
}

/** Undefined when a rival got in between and the state must be read again. */
async function begin(deps: MintDeps, plan: Attempt): Promise<CreatedContent | undefined> {
  const content = newContent(deps, { ...plan.described, key: plan.key });
  if (!(await mint(deps, plan, { content, missing: [...plan.slugs.keys()] }))) return undefined;
  const stands = await deps.store.contents.byKey(plan.key);
  return stands?.id === content.id ? { created: true, content: stands, ignored: [] } : undefined;
}

async function extend(deps: MintDeps, plan: Attempt, known: Content): Promise<CreatedContent | undefined> {
  const present = (await deps.store.links.ofContents([known.rowId])).filter((link) =>
    standsFor(known, plan.domain, link),
  );
  const missing = [...plan.slugs.keys()].filter(
    (channel) => !present.some((link) => link.channel === channel),
  );
  if (!(await mint(deps, plan, { content: known, missing }))) return undefined;
  const content = await attach(deps, plan, known);
  if (!content) return undefined;
  const renamed = present.some((link) => (plan.slugs.get(link.channel) ?? link.slug) !== link.slug);
  const ignored = [...ignoredFields(plan.described, content), ...(renamed ? ['slug'] : [])];
  return { created: false, content, ignored };
}

/** Whether this is the content's own link in its channel, whoever chose its slug. */
const standsFor = (content: Content, domain: string, link: Link) =>
  link.domain === domain &&
  link.url === content.url &&
  link.campaign === '' &&
  isFindable({ ...link, custom: false });

/** Mints the missing links with their content; false when a rival got in between. */
async function mint(
  deps: MintDeps,
  { domain, slugs, rivals }: Attempt,
  { content, missing }: { content: Content | NewContent; missing: Channel[] },
): Promise<boolean> {
  const asked = missing.map((channel) =>
    newLink(deps, plainWish({ channel, domain, url: content.url, slug: slugs.get(channel) ?? null })),
  );
  const held = new Set(rivals.map((link) => slugKey(link.slug)));
  const taken = asked.find((link) => held.has(slugKey(link.slug)));
  if (taken) throw slugTaken(taken.slug);
  if ('rowId' in content && asked.length === 0) return true;
  return (await deps.store.links.mint(content, asked)) !== undefined;
}

/** Gives the content its external id if it has none; undefined when another content just took it. */
async function attach({ store, clock }: MintDeps, plan: Plan, known: Content): Promise<Content | undefined> {
  const { externalId } = plan.described;
  if (externalId === null || known.externalId !== null) return known;
  const changes = { externalId, updatedAt: clock() };
  return (await store.contents.update(known, changes)) === 'updated' ? { ...known, ...changes } : undefined;
}
