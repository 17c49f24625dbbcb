import type { Deps } from '../../ports.ts';
import type { NewContent } from '../contents/content.ts';
import { adoptContent } from '../contents/created-by-shares/adopt-content.ts';
import { newContent } from '../contents/new-content.ts';
import { hostsOf } from '../link-domain.ts';
import { type CheckedLink, type CreateLink, checkLink } from './check-link.ts';
import { createGroups } from './create-groups.ts';
import type { CreateDeps } from './link-input.ts';
import { type CreatedLink, linkRequest } from './link-request.ts';

/** An `AppError` where the input is to blame. */
export type LinkOutcome = CreatedLink | Error;

/**
 * Does for each input, in the same order, what `createLink` does, as if they had come one after the other. No
 * input affects another, and each gets an outcome of its own.
 */
export async function createLinks(
  deps: CreateDeps & Pick<Deps, 'passwords'>,
  inputs: CreateLink[],
): Promise<LinkOutcome[]> {
  const hosts = await hostsOf(deps);
  const newContents = new Map<string, NewContent>();
  const newContentAt = ({ url, key }: Pick<NewContent, 'url' | 'key'>) => {
    const content = newContents.get(key) ?? newContent(deps, { url, key });
    newContents.set(key, content);
    return content;
  };
  const checked = inputs.map((input) => checkLink(deps, hosts, input));
  const valid = checked.filter((input): input is CheckedLink => !(input instanceof Error));
  const requests = valid.map((input) => linkRequest(deps, input, newContentAt));
  const outcomes = await createGroups(deps, requests);
  for (const outcome of outcomes) {
    if (!(outcome instanceof Error) && outcome.content.origin !== null)
      outcome.content = await adoptContent(deps, outcome.content);
  }
  const results = outcomes.values();
  return checked.map((input) =>
    input instanceof Error
      ? input
      : (results.next().value ?? new Error('A link was lost while it was created')),
  );
}
