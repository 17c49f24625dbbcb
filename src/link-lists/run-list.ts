/** Makes the links of a list, one step per call. */
import { AppError } from '../errors.ts';
import { createContents } from '../links/contents/create-content.ts';
import type { CreateDeps } from '../links/create/link-input.ts';
import { nextTurn } from '../next-turn.ts';
import type { Deps } from '../ports.ts';
import { MINUTE } from '../time.ts';
import { stateOf } from './add-list.ts';
import { lineInput } from './line-input.ts';
import type { LineResult, LinkList, ListLine } from './link-list.ts';

/** Lines of one step, and those that are written before other requests have their turn. */
export const LINES_PER_STEP = 100;
const LINES_PER_WRITE = 25;
/** A step that was cut off keeps others waiting no longer. */
const LEASE_MS = MINUTE;

/** Does nothing while another request works on the list. A step that was cut off can be done again: links are found again. */
export async function runStep(deps: CreateDeps & Pick<Deps, 'log'>, list: LinkList): Promise<void> {
  const { linkLists } = deps.store;
  const now = deps.clock();
  if (!(await linkLists.claim(list.id, now, now + LEASE_MS))) return;
  try {
    const lines = await linkLists.waiting(list.id, LINES_PER_STEP);
    for (let from = 0; from < lines.length; from += LINES_PER_WRITE) {
      await nextTurn();
      const results = await makeLinks(deps, list, lines.slice(from, from + LINES_PER_WRITE));
      await linkLists.settle(list.id, results);
    }
  } finally {
    await linkLists.release(list.id);
  }
}

async function makeLinks(
  deps: CreateDeps & Pick<Deps, 'log'>,
  { channels }: LinkList,
  lines: ListLine[],
): Promise<LineResult[]> {
  const read = lines.map((line) => ({ ...line, ...lineInput(line.fields, channels) }));
  const inputs = read.flatMap(({ input, problems }) => (problems.length === 0 ? [input] : []));
  const outcomes = (await createContents(deps, inputs)).values();
  return read.map(({ line, planned, problems }) => {
    const refused = { line, state: 'refused' as const, contentId: null };
    if (problems.length > 0) return { ...refused, problems };
    const outcome = outcomes.next().value;
    if (outcome instanceof AppError) return { ...refused, problems: outcome.fields };
    if (!outcome || outcome instanceof Error) {
      deps.log.error({ err: outcome }, 'The links of a line were not made');
      return { ...refused, problems: [] };
    }
    const state = stateOf(outcome);
    const isRepeated = planned === 'repeated' && state !== 'new';
    return { line, state: isRepeated ? 'repeated' : state, problems: [], contentId: outcome.content.id };
  });
}
