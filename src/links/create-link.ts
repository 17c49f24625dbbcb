import type { CreateLink } from './check-link.ts';
import { type CreateDeps, type CreatedLink, createLinks } from './create-links.ts';

/**
 * Mints a link, or hands back the one that stands for what was asked: without slug, UTM and behaviour the
 * live one with this destination, channel and campaign; with a slug only the very same link.
 */
export async function createLink(deps: CreateDeps, input: CreateLink): Promise<CreatedLink> {
  const [outcome = new Error('A link was lost while it was minted')] = await createLinks(deps, [input]);
  if (outcome instanceof Error) throw outcome;
  return outcome;
}
