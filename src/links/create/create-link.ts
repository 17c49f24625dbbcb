import type { Deps } from '../../ports.ts';
import type { CreateLink } from './check-link.ts';
import { createLinks } from './create-links.ts';
import type { CreateDeps } from './link-input.ts';
import type { CreatedLink } from './link-request.ts';

/**
 * Creates a link or returns an equivalent one: without slug, UTM values and options the live link with this
 * destination, channel and campaign; with a slug only a link that is exactly what was asked for.
 */
export async function createLink(
  deps: CreateDeps & Pick<Deps, 'passwords'>,
  input: CreateLink,
): Promise<CreatedLink> {
  const [outcome = new Error('A link was lost while it was created')] = await createLinks(deps, [input]);
  if (outcome instanceof Error) throw outcome;
  return outcome;
}
