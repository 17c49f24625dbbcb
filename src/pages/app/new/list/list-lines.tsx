/** The lines of a list: what would happen to each or has become of it, and why. */
import { LINE_FIELDS, LINE_STATES, type LineState, type ListLine } from '../../../../link-lists/link-list.ts';
import type { View } from '../../frame/view.ts';
import { fieldOf, problemText } from '../../parts/field-problems.ts';
import { shortAddress, titleText } from '../../parts/name-texts.ts';
import type { ListPageOf } from './list-page.tsx';

export function Lines({ page }: { page: ListPageOf }) {
  const { view, tally, lines, state, hasMore } = page;
  const { words, here } = view;
  const { many, make } = words;
  const choices: [LineState | null, string][] = [
    [null, many.all],
    ...LINE_STATES.filter((each) => tally.counts[each] > 0).map((each): [LineState, string] => [
      each,
      many.kinds[each],
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
