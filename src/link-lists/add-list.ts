/** Takes a list, and finds out what would happen to each line. Nothing is made yet. */
import type { Channel } from '../channels/registry.ts';
import { AppError, type FieldError } from '../errors.ts';
import { checkContents } from '../links/contents/create-content.ts';
import { planContents } from '../links/contents/plan-contents.ts';
import type { CreateDeps } from '../links/create/link-input.ts';
import { lineInput } from './line-input.ts';
import { LINE_FIELDS, type LineState, type LinkList, type ListLine } from './link-list.ts';
import { type ListProblem, type ParsedLine, parseList } from './parse-list.ts';

export interface GivenList {
  text: string;
  name: string | null;
  channels: Channel[];
  memberId: string;
}

const MAX_NAME = 100;

/** The stored list, or why it was not taken. */
export async function addList(deps: CreateDeps, given: GivenList): Promise<LinkList | ListProblem> {
  const { text, name, channels, memberId } = given;
  if (channels.length === 0) return { problem: 'no_channel', about: '' };
  const parsed = parseList(text);
  if ('problem' in parsed) return parsed;
  const { unknownColumns } = parsed;
  const list: LinkList = {
    id: deps.ids.id('lst'),
    memberId,
    name:
      name === null
        ? null
        : name
            .replaceAll(/\p{Cc}/gu, '')
            .slice(0, MAX_NAME)
            .toWellFormed(),
    channels,
    unknownColumns,
    createdAt: deps.clock(),
  };
  await deps.store.linkLists.add(list, await plannedLines(deps, parsed.lines, channels));
  return list;
}

async function plannedLines(
  deps: CreateDeps,
  parsed: ParsedLine[],
  channels: Channel[],
): Promise<ListLine[]> {
  const lines = parsed.map((each) => ({ ...each, ...lineInput(each.fields, channels) }));
  const [right, wrong] = [lines.filter(isRight), lines.filter((each) => !isRight(each))];
  const plans = (await planContents(deps, inputsOf(right))).values();
  const checks = (await checkContents(deps, inputsOf(wrong))).values();
  return lines.map(({ line, fields, problems }) => {
    if (problems.length > 0) return refusedLine({ line, fields }, allProblems(problems, checks.next().value));
    const plan = plans.next().value;
    if (!plan || plan instanceof AppError) return refusedLine({ line, fields }, plan?.fields ?? []);
    const { planned, sameAs } = plan;
    const state: LineState = sameAs === null ? stateOf(planned) : 'repeated';
    return { line, fields, planned: state, state: null, problems: [], contentId: null };
  });
}

type ReadLine = ReturnType<typeof lineInput>;

const isRight = ({ problems }: ReadLine) => problems.length === 0;
const inputsOf = (lines: ReadLine[]) => lines.map(({ input }) => input);

const columnOf = ({ pointer }: FieldError) => LINE_FIELDS.findIndex((field) => pointer === `/${field}`);

/** What is wrong with a line, and what the rules of contents add about other columns, in the order of the columns. */
function allProblems(problems: FieldError[], checked: unknown): FieldError[] {
  const others = checked instanceof AppError ? checked.fields : [];
  const added = others.filter(({ pointer }) => !problems.some((each) => each.pointer === pointer));
  return [...problems, ...added].sort((one, other) => columnOf(one) - columnOf(other));
}

/** What a request for a content came to. */
export const stateOf = ({
  created,
  newLinks,
}: {
  created: boolean;
  newLinks: ReadonlySet<string>;
}): LineState => (created ? 'new' : newLinks.size > 0 ? 'added' : 'exists');

/** A refused line is done. */
const refusedLine = (line: ParsedLine, problems: ListLine['problems']): ListLine => ({
  ...line,
  planned: 'refused',
  state: 'refused',
  problems,
  contentId: null,
});
