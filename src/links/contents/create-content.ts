import { CHANNELS, type Channel } from '../../channels/registry.ts';
import { AppError, checkAll } from '../../errors.ts';
import { contentKey } from '../../urls/content-key.ts';
import { channelSlug } from '../../urls/slug.ts';
import { createGroups } from '../create/create-groups.ts';
import type { CreateDeps } from '../create/link-input.ts';
import { checkedDomain, checkedUrl, checkSlug } from '../field-rules.ts';
import { type Hosts, hostsOf } from '../link-domain.ts';
import {
  type CheckedContent,
  type CreatedContent,
  contentRequest,
  type Description,
} from './content-request.ts';
import { adoptContent } from './created-by-shares/adopt-content.ts';

/** The channels a content gets links for unless the caller names others. */
export const DEFAULT_CHANNELS: Channel[] = ['whatsapp', 'email', 'slack', 'copy'];

/** `slug` is the stem of one slug per channel; null `domain` means the default one. */
export type CreateContent = Description & { channels: Channel[]; slug: string | null; domain: string | null };

/**
 * Creates a content with one link per channel. On a known external id, else on a known key, it adds the missing
 * channels and changes nothing; an external id attaches to a content that has none.
 */
export async function createContent(deps: CreateDeps, input: CreateContent): Promise<CreatedContent> {
  const [outcome = LOST] = await createContents(deps, [input]);
  if (outcome instanceof Error) throw outcome;
  return { ...outcome, content: await adoptContent(deps, outcome.content) };
}

const LOST = new Error('A content was lost while it was created');

/** Does for each input what `createContent` does, in the same order; an `AppError` where the input is to blame. */
export async function createContents(
  deps: CreateDeps,
  inputs: CreateContent[],
): Promise<(CreatedContent | Error)[]> {
  const checked = await checkContents(deps, inputs);
  const valid = checked.filter((input): input is CheckedContent => !(input instanceof Error));
  const requests = valid.map((input) => contentRequest(deps, input));
  const results = (await createGroups(deps, requests)).values();
  return checked.map((input) => (input instanceof Error ? input : (results.next().value ?? LOST)));
}

/** The inputs with URLs and domain as stored, or the `AppError` for all the rules that one breaks. */
export async function checkContents(
  deps: CreateDeps,
  inputs: CreateContent[],
): Promise<(CheckedContent | AppError)[]> {
  const hosts = await hostsOf(deps);
  return inputs.map((input) => {
    try {
      return checkContent(deps, hosts, input);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  });
}

function checkContent(deps: CreateDeps, hosts: Hosts, input: CreateContent): CheckedContent {
  const { channels, slug, domain: host, ...description } = input;
  const { url, image, slugs, domain } = checkAll({
    url: () => checkedUrl(hosts, '/url', description.url),
    image: () => (description.image === null ? null : checkedUrl(hosts, '/image', description.image)),
    slugs: () => checkedSlugs(deps, channels, slug),
    domain: () => checkedDomain(hosts, host),
  });
  return { description: { ...description, url, image }, key: contentKey(url), domain, slugs };
}

/** One slug per channel, each valid; null where it is random. */
function checkedSlugs(deps: CreateDeps, channels: Channel[], slug: string | null): CheckedContent['slugs'] {
  const slugs = new Map<Channel, string | null>(channels.map((channel) => [channel, null]));
  if (slug === null) return slugs;
  checkSlug(deps, slug);
  for (const channel of channels) slugs.set(channel, channelSlug(slug, CHANNELS[channel].slugSuffix));
  for (const composed of slugs.values()) checkSlug(deps, composed ?? slug);
  return slugs;
}
