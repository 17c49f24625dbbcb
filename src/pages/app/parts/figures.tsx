/** Figures as tables write them. */
import type { View } from '../frame/view.ts';
import type { Part } from '../words/format.ts';

/** How a count has changed; "new" if there was none before. */
export function Change({ view, now, before }: { view: View; now: number; before: number }) {
  const text = view.format.change(now, before);
  return text === null ? <span class="muted">{view.words.table.isNew}</span> : text;
}

export const changeText = ({ format, words }: View, now: number, before: number): string =>
  format.change(now, before) ?? words.table.isNew;

/** A part as a percentage, or as "3 of 8" if there are few. */
export const partText = ({ format, words }: View, part: Part): string =>
  format.share(part) ?? words.content.few(part, format);

export function Crossed({ view, count }: { view: View; count: number }) {
  if (count === 0) return <>{view.format.number(0)}</>;
  return (
    <span class="cross">
      <span class="diamond" />
      {view.format.number(count)}
    </span>
  );
}

/** Several figures with their units in one line, which breaks only after the dots between them. */
export const InWords = ({ texts }: { texts: string[] }) =>
  texts.map((text, at) => (
    <>
      {at > 0 ? ' ' : ''}
      <span class="whole">{at < texts.length - 1 ? `${text} ·` : text}</span>
    </>
  ));

/** A part as a bar with its percentage. */
export function Split({ view, part }: { view: View; part: Part }) {
  const width = part.whole === 0 ? 0 : (part.part / part.whole) * 100;
  return (
    <span class="split">
      <svg aria-hidden="true">
        <rect width={`${width.toFixed(1)}%`} height="100%" />
      </svg>
      <span>{partText(view, part)}</span>
    </span>
  );
}
