/** The pages between a list and what is done with its ticked rows. */
import type { View } from '../frame/view.ts';
import { Sentence } from '../parts/names.tsx';
import { Names, Ways } from './confirm-page.tsx';
import { CONFIRM_WORDS } from './words.ts';

interface TagsPageOf {
  view: View;
  title: string;
  /** The names of the ticked rows. */
  names: string[];
  action: string;
  fields: (readonly [name: string, value: string])[];
  tags: string;
  mistake: string | null;
  button: string;
  back: string;
}

/** Asks for the tags, where none or wrong ones were given. */
export function TagsPage({ view, title, names, action, fields, tags, mistake, button, back }: TagsPageOf) {
  const { bulk } = CONFIRM_WORDS[view.language];
  return (
    <div class="wrap ask">
      <div class="answer">
        <h1>{title}</h1>
        <Names view={view} names={names} />
      </div>
      <form class="form" method="post" action={view.to(action)}>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <div class="field">
          <label for="tags">{bulk.tags}</label>
          <input
            id="tags"
            name="tags"
            type="text"
            value={tags}
            aria-invalid={mistake === null ? undefined : 'true'}
            aria-describedby={mistake === null ? undefined : 'tags-about'}
          />
          {mistake === null ? null : (
            <p class="err" id="tags-about">
              {mistake}
            </p>
          )}
        </div>
        <Ways view={view} button={button} back={back} />
      </form>
    </div>
  );
}

interface PartlyPageOf {
  view: View;
  title: string;
  /** What has stayed as it was, and why. */
  failures: { name: string; reason: string }[];
  back: string;
}

/** Says what was not done. */
export function PartlyPage({ view, title, failures, back }: PartlyPageOf) {
  const { bulk } = CONFIRM_WORDS[view.language];
  return (
    <div class="wrap ask">
      <div class="answer" role="alert">
        <h1>{title}</h1>
        <ul class="names">
          {failures.map(({ name, reason }) => (
            <li>
              <bdi>
                <Sentence text={name} />
              </bdi>
              {bulk.colon}
              <span class="muted">{reason}</span>
            </li>
          ))}
        </ul>
      </div>
      <p>
        <a class="btn" href={back}>
          {bulk.back}
        </a>
      </p>
    </div>
  );
}
