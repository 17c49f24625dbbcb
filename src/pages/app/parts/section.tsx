import type { Child } from 'hono/jsx';

interface SectionOf {
  id: string;
  head: string;
  notes?: string[];
  /** Follows the notes, such as a link to more. */
  more?: Child;
  /** The first section of a page begins with an ink line. */
  isFirst?: boolean;
  children?: Child;
}

/** A section with its head hanging at the left. */
export function Section({ id, head, notes = [], more, isFirst = false, children }: SectionOf) {
  return (
    <section class={isFirst ? 'sec strong' : 'sec'} id={id} aria-labelledby={`${id}-h`}>
      <header>
        <h2 id={`${id}-h`}>{head}</h2>
        {notes.map((note) => (
          <p class="note">{note}</p>
        ))}
        {more}
      </header>
      <div class="body">{children}</div>
    </section>
  );
}
