/** The way from a press to a click, with the sentence that says what each step can and cannot prove. */
import type { ReachAnswer } from '../../../shares/read-reach.ts';
import { percentOf } from '../charts/scale.ts';
import type { View } from '../frame/view.ts';
import { MEASURES } from '../words/measures.ts';

interface FunnelOf {
  view: View;
  reach: Pick<ReachAnswer, 'shares' | 'coded' | 'funnel'>;
  clicks: number;
  sightings: number;
}

interface Step {
  label: string;
  count: number;
  /** The share of all presses; null for a count of something else. */
  part: number | null;
}

const HEIGHT = 12;

function stepsOf({ view, reach, clicks, sightings }: FunnelOf): Step[] {
  const { shared, seen, clicked, sightings: sightingsLabel, clicks: clicksLabel } = view.words.sharing.funnel;
  if (reach.coded === 0) {
    return [
      { label: shared, count: reach.shares, part: null },
      { label: sightingsLabel, count: sightings, part: null },
      { label: clicksLabel, count: clicks, part: null },
    ];
  }
  const { shares, ...later } = reach.funnel;
  return [
    { label: shared, count: shares, part: 1 },
    { label: seen, count: later.seen, part: later.seen / shares },
    { label: clicked, count: later.clicked, part: later.clicked / shares },
  ];
}

export function Funnel(funnel: FunnelOf) {
  const { view, reach } = funnel;
  const { words, format, language } = view;
  const texts = words.sharing.funnel;
  return (
    <div class="part">
      <h3 class="h3">{texts.head}</h3>
      <ol class="funnel tn">
        {stepsOf(funnel).map(({ label, count, part }) => (
          <li>
            <span>{label}</span>
            <b>{format.number(count)}</b>
            {part === null ? null : (
              <svg class="ch" height={HEIGHT} aria-hidden="true">
                <rect class="track" width="100%" height={HEIGHT} />
                <rect class="private" width={percentOf(part * 100)} height={HEIGHT} />
              </svg>
            )}
          </li>
        ))}
      </ol>
      <p class="note">{reach.coded > 0 ? texts.provesEach : texts.provesAll}</p>
      {reach.coded === 0 ? <p class="vh">{MEASURES.sightings.text[language]}</p> : null}
    </div>
  );
}
