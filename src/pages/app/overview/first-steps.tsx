import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { Kept } from '../parts/kept.tsx';

/** The overview before anything exists: what to do first, and a field to begin with for members who may. */
export function FirstSteps({ view, mayMake }: { view: View; mayMake: boolean }) {
  const { words } = view;
  return (
    <div class="wrap">
      <div class="answer">
        <h1>{words.answer.nothing}</h1>
        <p class="sample">{words.first.note}</p>
      </div>
      {mayMake ? <FirstForm view={view} /> : null}
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

/** The address goes to the page that makes links, which shows what it would make. */
function FirstForm({ view: { words }, view }: { view: View }) {
  return (
    <form class="firstform" method="get" action="/app/new">
      <Kept view={view} values={{}} />
      <div class="field">
        <label for="url">{words.make.url}</label>
        <input
          id="url"
          name="url"
          type="text"
          class="large"
          inputmode="url"
          placeholder="https://"
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
        />
      </div>
      <button class="btn primary" type="submit">
        <Icon name="plus" />
        {words.nav.newLinks}
      </button>
    </form>
  );
}
