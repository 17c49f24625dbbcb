/** What creating contents would do, by the same rules and without writing anything. */
import { AppError } from '../../errors.ts';
import type { NewGroup } from '../../store-ports/link-stores.ts';
import { slugLock } from '../create/existing-state.ts';
import type { CreateDeps } from '../create/link-input.ts';
import { slugTaken } from '../field-rules.ts';
import type { Link } from '../link.ts';
import type { CheckedContent, CreatedContent } from './content-request.ts';
import { contentRequest } from './content-request.ts';
import { type CreateContent, checkContents } from './create-content.ts';

/**
 * What would be answered; ids and random slugs of new links are invented for this answer. `sameAs` is the position of an
 * earlier input for the same page, whose links this one gets.
 */
export interface PlannedContent {
  planned: CreatedContent;
  sameAs: number | null;
}

/** One plan for each input, in the same order; an `AppError` where the input would be refused. */
export async function planContents(
  deps: CreateDeps,
  inputs: CreateContent[],
): Promise<(PlannedContent | AppError)[]> {
  const checked = await checkContents(deps, inputs);
  const answers: Answer[] = [];
  for (let from = 0; from < checked.length; from += BATCH)
    answers.push(...(await answersTo(deps, checked.slice(from, from + BATCH))));
  const pages = new Map<string, number>();
  const slugs = new Map<string, string>();
  return answers.map((answer, index) => {
    if (answer instanceof AppError) return answer;
    const { planned, key } = answer;
    const taken = takenEarlier(planned, slugs, key);
    if (taken) return slugTaken(deps, taken.slug, []);
    const sameAs = pages.get(key) ?? null;
    if (sameAs === null) pages.set(key, index);
    return { planned, sameAs };
  });
}

/** Inputs whose look-ups are one request to the store. */
const BATCH = 250;

type Answer = { planned: CreatedContent; key: string } | AppError;

/** What each input would be answered if it came alone. */
async function answersTo(deps: CreateDeps, checked: (CheckedContent | AppError)[]): Promise<Answer[]> {
  const asked = checked.map((input) =>
    input instanceof AppError ? input : { key: input.key, request: contentRequest(deps, input) },
  );
  const requests = asked.flatMap((each) => (each instanceof AppError ? [] : [each.request.lookup]));
  const existing = await deps.store.links.loadExisting(requests);
  return Promise.all(
    asked.map(async (each) => {
      if (each instanceof AppError) return each;
      const resolution = await each.request.resolve(existing);
      const planned =
        'result' in resolution
          ? resolution.result
          : resolution.candidate.result(asInserted(await resolution.candidate.group()));
      return planned instanceof AppError ? planned : { planned, key: each.key };
    }),
  );
}

/** A new link whose slug an earlier input takes for another page; notes the slugs otherwise. */
function takenEarlier({ links, newLinks }: CreatedContent, slugs: Map<string, string>, key: string) {
  const custom = links.filter(({ id, custom }) => custom && newLinks.has(id));
  const taken = custom.find((link) => (slugs.get(slugLock(link)) ?? key) !== key);
  if (!taken) for (const link of custom) slugs.set(slugLock(link), key);
  return taken;
}

/** The group as it would be stored; its rows have no numbers. */
function asInserted({ content, links }: Pick<NewGroup, 'content' | 'links'>) {
  const stored = { ...content, rowId: 'rowId' in content ? content.rowId : 0 };
  const inserted = links.map(
    (link): Link => ({
      ...link,
      rowId: 0,
      contentRowId: stored.rowId,
      contentId: content.id,
      deletedAt: null,
    }),
  );
  return { content: stored, links: inserted };
}
