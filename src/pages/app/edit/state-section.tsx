import type { View } from '../frame/view.ts';
import { Section } from '../parts/section.tsx';
import { EDIT_WORDS } from './words.ts';

interface StateSectionOf {
  view: View;
  /** The page of the content or link. */
  path: string;
  isArchived: boolean;
  mayErase: boolean;
}

/** What can be done with a content or link as a whole; each asks first. */
export function StateSection({ view, path, isArchived, mayErase }: StateSectionOf) {
  const words = EDIT_WORDS[view.language];
  return (
    <Section id="state" head={words.groups.state}>
      <p class="row">
        <a class="btn" href={view.to(`${path}/archive`)}>
          {isArchived ? words.unarchive : words.archive}
        </a>
        {mayErase ? (
          <a class="btn" href={view.to(`${path}/erase`)}>
            {words.erase}
          </a>
        ) : null}
        <a class="btn" href={view.to(`${path}/delete`)}>
          {words.remove}
        </a>
      </p>
    </Section>
  );
}
