/** What was not counted: every request is in exactly one kind, so that the counts can be believed. */

import type { HitKind } from '../../../hits/hit.ts';
import { type Counts, hitsIn } from '../../../stats/measures.ts';
import { percentOf } from '../charts/scale.ts';
import type { View } from '../frame/view.ts';
import { Section } from '../parts/section.tsx';
import { MEASURES } from '../words/measures.ts';

const KINDS = ['clicks', 'previews', 'bots', 'repeats', 'prefetches', 'scanners'] as const;
/** The kind of hit that each of them counts. */
const KIND_OF: Record<(typeof KINDS)[number], HitKind> = {
  clicks: 'click',
  previews: 'preview',
  bots: 'bot',
  repeats: 'repeat',
  prefetches: 'prefetch',
  scanners: 'scanner',
};
/** Narrower parts are too small for their percentage. */
const ROOM = 0.08;

interface NotCountedOf {
  view: View;
  counts: Counts;
  turnedAway: number;
  /** Where the single requests of a kind are shown, each with its reason. */
  hrefOf?: (kind: HitKind) => string;
}

export function NotCounted({ view, counts, turnedAway, hrefOf }: NotCountedOf) {
  const { words, format, language } = view;
  const hits = hitsIn(counts);
  const notes = [
    ...(hits > 0 ? [words.out.note(hits, counts.clicks, format)] : []),
    ...(turnedAway > 0 ? [words.out.turnedAway(turnedAway, format)] : []),
  ];
  return (
    <Section id="out" head={words.out.head} notes={notes}>
      {hits > 0 ? <Identity view={view} counts={counts} hits={hits} /> : null}
      <dl class="kinds">
        {KINDS.map((name, at) => (
          <div>
            <dt>
              <span class={`sw k${at}`} />
              {MEASURES[name].label[language]}
              {hrefOf && counts[name] > 0 ? (
                <a
                  class="num"
                  href={hrefOf(KIND_OF[name])}
                  aria-label={words.out.each(MEASURES[name].label[language], counts[name], format)}
                >
                  {format.number(counts[name])}
                </a>
              ) : (
                <span class="num">{format.number(counts[name])}</span>
              )}
            </dt>
            <dd>{MEASURES[name].text[language]}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** All requests as one bar. */
function Identity({ view: { format }, counts, hits }: { view: View; counts: Counts; hits: number }) {
  let from = 0;
  const parts = KINDS.map((name, at) => {
    const part = counts[name] / hits;
    const left = from;
    from += part;
    return { name, at, part, left, count: counts[name] };
  });
  return (
    <svg class="ident" height="32" aria-hidden="true">
      {parts
        .filter(({ count }) => count > 0)
        .map(({ at, part, left, count }) => (
          <>
            <rect
              class={`k${at}`}
              x={percentOf(left * 100)}
              width={percentOf(Math.max(0.15, part * 100 - 0.2))}
              height="32"
            />
            {part >= ROOM && at < 2 ? (
              <text class={`over${at}`} x={percentOf(left * 100)} dx="10" y="20">
                {format.percent({ part: count, whole: hits })}
              </text>
            ) : null}
          </>
        ))}
    </svg>
  );
}
