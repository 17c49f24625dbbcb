import type { View } from '../frame/view.ts';

/** The overview before anything exists: what to do first. */
export function FirstSteps({ view }: { view: View }) {
  const { words } = view;
  return (
    <div class="wrap">
      <div class="answer">
        <h1>{words.answer.nothing}</h1>
        <p class="sample">{words.first.note}</p>
      </div>
      <ol class="steps">
        {words.first.steps.map(([head, text], at) => (
          <li>
            <span class="k">{at + 1}</span>
            <b>{head}</b>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}
