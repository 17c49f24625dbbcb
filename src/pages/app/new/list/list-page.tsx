/** One list: what would happen to each line, how far it is, and what became of it. */
import type { Child } from 'hono/jsx';
import {
  LINE_STATES,
  type LineState,
  type LinkList,
  type ListLine,
  type ListTally,
} from '../../../../link-lists/link-list.ts';
import { Icon } from '../../frame/icons.tsx';
import type { View } from '../../frame/view.ts';
import { titleText } from '../../parts/name-texts.ts';
import { Lines } from './list-lines.tsx';

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
  const others = (
    <>
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
    </>
  );
  return (
    <>
      {isHopeless ? <p class="status">{many.nothing}</p> : null}
      {tally.waiting > 0 ? (
        <NextStep view={view} tally={tally} path={path}>
          {others}
        </NextStep>
      ) : (
        <div class="row ready">{others}</div>
      )}
    </>
  );
}

interface NextStepOf {
  view: View;
  tally: ListTally;
  path: string;
  /** What else can be done, beside the button. */
  children: Child;
}

/** The form of the next step, with how far the list is. */
function NextStep({ view, tally, path, children }: NextStepOf) {
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
      <div class="row ready">
        <button class="btn primary" type="submit">
          {hasBegun(tally) ? many.goOn : many.run(tally.waiting, format)}
        </button>
        {children}
      </div>
    </form>
  );
}
