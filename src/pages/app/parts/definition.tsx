import type { Child } from 'hono/jsx';
import type { View } from '../frame/view.ts';
import { MEASURES, type MeasureName } from '../words/measures.ts';

interface DefinitionOf {
  view: View;
  measure: MeasureName;
  /** Another label, where the measure is named differently. */
  label?: string;
  /** What else must be known of the figures at this place. */
  more?: string;
}

/** The label of a measure, which opens its definition. */
export function Definition({ view: { language }, measure, label, more }: DefinitionOf) {
  return (
    <details class="def">
      <summary>{label ?? MEASURES[measure].label[language]}</summary>
      <p>
        {MEASURES[measure].text[language]}
        {more === undefined ? '' : ` ${more}`}
      </p>
    </details>
  );
}

/** A heading, and a question mark that opens the definition. */
export function DefinedHeading({
  view,
  measure,
  id,
  children,
}: DefinitionOf & { id?: string; children: Child }) {
  const { language, words } = view;
  return (
    <div class="hq" id={id}>
      <h3 class="h3">{children}</h3>
      <details class="def q">
        <summary>
          <span aria-hidden="true">?</span>
          <span class="vh">{words.content.what(MEASURES[measure].label[language])}</span>
        </summary>
        <p>{MEASURES[measure].text[language]}</p>
      </details>
    </div>
  );
}
