/** One list: what would happen to each line, how far it is, and what became of it. */
import {
  LINE_FIELDS,
  LINE_STATES,
  type LineState,
  type LinkList,
  type ListLine,
  type ListTally,
} from '../../../../link-lists/link-list.ts';
import { Icon } from '../../frame/icons.tsx';
import type { View } from '../../frame/view.ts';
import { fieldOf, problemText } from '../../parts/field-problems.ts';
import { shortAddress, titleText } from '../../parts/names.tsx';

export interface ListPageOf {
  view: View;
  list: LinkList;
  tally: ListTally;
  lines: ListLine[];
  /** The state that is shown alone; null for all. */
  state: LineState | null;
  hasMore: boolean;
}

/** How many lines are not refused, and how many of them are done. */
export function takenOf({ lines, waiting, counts }: ListTally): { done: number; all: number } {
  const all = lines - counts.refused;
  return { done: all - waiting, all };
}

const hasBegun = (tally: ListTally) => takenOf(tally).done > 0;

export function ListPage(page: ListPageOf) {
  const { view, list, tally } = page;
  const { words, format } = view;
  const { many } = words;
  const isDone = tally.waiting === 0 && tally.lines > tally.counts.refused;
  const head = isDone ? many.done(takenOf(tally).all, format) : hasBegun(tally) ? many.working : many.preview;
  return (
    <div class="wrap">
      <div class="answer">
        <h1>{head}</h1>
        <p class="sample">
          <bdi>{list.name ?? many.unnamed}</bdi>, {format.dayAndTime(list.createdAt)}.{' '}
          {isDone ? many.doneNote : hasBegun(tally) ? '' : many.previewNote}
        </p>
      </div>
      {list.unknownColumns.length > 0 ? (
        <p class="note">{many.unknownColumns(list.unknownColumns.map(titleText), format)}</p>
      ) : null}
      <Tally view={view} tally={tally} />
      <Action view={view} list={list} tally={tally} isDone={isDone} />
      <Lines page={page} />
    </div>
  );
}

function Tally({ view, tally }: { view: View; tally: ListTally }) {
  const { words, format } = view;
  return (
    <ul class="tally">
      {LINE_STATES.filter((state) => tally.counts[state] > 0).map((state) => (
        <li>
          <b>{format.number(tally.counts[state])}</b> {words.many.counts[state](tally.counts[state], format)}
        </li>
      ))}
    </ul>
  );
}

interface ActionOf {
  view: View;
  list: LinkList;
  tally: ListTally;
  isDone: boolean;
}

/** What can be done with the list, and with its result. */
function Action({ view, list, tally, isDone }: ActionOf) {
  const { words, to } = view;
  const { many } = words;
  const path = `/app/new/list/${list.id}`;
  const isHopeless = tally.lines === tally.counts.refused;
  return (
    <>
      {tally.waiting > 0 ? <NextStep view={view} tally={tally} path={path} /> : null}
      {isHopeless ? <p class="status">{many.nothing}</p> : null}
      <div class="row ready">
        {hasBegun(tally) ? (
          <a class={isDone ? 'btn primary' : 'btn'} href={to(`${path}/links.csv`)} download>
            <Icon name="download" />
            {many.csv}
          </a>
        ) : null}
        <a class="btn quiet" href={to('/app/new/list')}>
          <Icon name="plus" />
          {many.another}
        </a>
        <a class="btn quiet" href={to(`${path}/remove`)}>
          {many.removal.link}
        </a>
      </div>
    </>
  );
}

/** The form of the next step, with how far the list is. */
function NextStep({ view, tally, path }: { view: View; tally: ListTally; path: string }) {
  const { words, format, to } = view;
  const { many } = words;
  const { done, all } = takenOf(tally);
  return (
    <form class="steps-bar" method="post" action={to(`${path}/run`)} data-steps data-running={many.running}>
      <div data-part="progress">
        {hasBegun(tally) ? (
          <>
            <progress max={all} value={done} aria-label={many.working} />
            <p class="hint">{many.progress(done, all, format)}</p>
          </>
        ) : null}
      </div>
      <p class="row">
        <button class="btn primary" type="submit">
          {hasBegun(tally) ? many.goOn : many.run(tally.waiting, format)}
        </button>
      </p>
    </form>
  );
}

function Lines({ page }: { page: ListPageOf }) {
  const { view, tally, lines, state, hasMore } = page;
  const { words, here } = view;
  const { many, make } = words;
  const choices: [LineState | null, string][] = [
    [null, many.all],
    ...LINE_STATES.filter((each) => tally.counts[each] > 0).map((each): [LineState, string] => [
      each,
      many.states[each],
    ]),
  ];
  const last = lines.at(-1)?.line;
  return (
    <>
      {choices.length > 2 ? (
        <nav class="linekinds" aria-label={many.filter}>
          <ul class="seg">
            {choices.map(([each, text]) => (
              <li>
                <a
                  href={here({ state: each, after: null })}
                  aria-current={each === state ? 'page' : undefined}
                >
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      <table role="table" class="fold tn plan">
        <thead role="rowgroup">
          <tr role="row">
            {[make.columns.line, make.columns.address, make.columns.result].map((name) => (
              <th role="columnheader" scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {lines.map((line) => (
            <Line view={view} line={line} />
          ))}
        </tbody>
      </table>
      {hasMore && last !== undefined ? (
        <p>
          <a class="btn" href={here({ after: String(last) })}>
            {many.older}
          </a>
        </p>
      ) : null}
    </>
  );
}

function Line({
  view,
  line: { line, fields, planned, state, problems, contentId },
}: {
  view: View;
  line: ListLine;
}) {
  const { words, format, to } = view;
  const { many } = words;
  const shown = state ?? planned;
  const name = fields.title ? titleText(fields.title) : shortAddress(fields.url) || fields.url;
  return (
    <tr role="row">
      <td role="cell" class="at" data-label={words.make.columns.line}>
        {format.number(line)}
      </td>
      <td role="cell" class="wide">
        {contentId === null ? (
          <bdi>{name}</bdi>
        ) : (
          <a href={to(`/app/new/${contentId}`)}>
            <bdi>{name}</bdi>
          </a>
        )}
        {fields.title ? (
          <span class="path">
            <bdi>{shortAddress(fields.url)}</bdi>
          </span>
        ) : null}
      </td>
      <td role="cell" class="wide">
        {many.states[shown]}
        {reasonsOf(view, shown, problems).map((reason) => (
          <span class="err sub">{reason}</span>
        ))}
      </td>
    </tr>
  );
}

/** The name of the column that a problem is about. */
function columnOf({ words }: View, problem: ListLine['problems'][number]): string {
  const name = fieldOf(problem);
  const field = LINE_FIELDS.find((each) => each === name);
  return field === undefined ? name : words.many.fields[field];
}

/** Why a line is refused, each with its column. */
export function reasonsOf(view: View, state: LineState, problems: ListLine['problems']): string[] {
  const { many } = view.words;
  if (state !== 'refused') return [];
  if (problems.length === 0) return [many.failed];
  return problems.map((problem) => many.field(columnOf(view, problem), problemText(problem, view)));
}
