/** Adds tags to several contents or links, or takes them away. Other tags stay. */
import { broken } from '../../../broken-rule.ts';
import { AppError, breaks } from '../../../errors.ts';
import { MAX_TAGS } from '../../../links/text-limits.ts';
import { nextTurn } from '../../../next-turn.ts';
import type { PageDeps } from '../env.ts';
import type { Kind, Named } from './kinds.ts';

/** How often a thing is looked at again that somebody else is changing. */
const ATTEMPTS = 3;

export type TagChange = { verb: 'tag' | 'untag'; tags: string[] };

const changed = (own: string[], { verb, tags }: TagChange): string[] =>
  verb === 'tag' ? [...new Set([...own, ...tags])] : own.filter((tag) => !tags.includes(tag));

async function changeOne<Thing extends Named>(
  deps: PageDeps,
  kind: Kind<Thing>,
  thing: Thing,
  change: TagChange,
): Promise<void> {
  for (let own = thing, attempt = 1; ; attempt++) {
    const tags = changed(own.tags, change);
    if (tags.length > MAX_TAGS) throw breaks('/tags', broken('too_many_tags', { most: MAX_TAGS }));
    if ((await kind.setTags(deps, own, tags)) !== 'changed') return;
    if (attempt === ATTEMPTS) throw new AppError('link_conflict', 'Others change it at the same time.');
    own = await kind.show(deps, thing.id);
  }
}

/** An outcome for each: null, or why it has stayed as it was. */
export async function changeTags<Thing extends Named>(
  deps: PageDeps,
  kind: Kind<Thing>,
  things: Thing[],
  change: TagChange,
): Promise<(null | Error)[]> {
  const outcomes: (null | Error)[] = [];
  for (const thing of things) {
    outcomes.push(
      await changeOne(deps, kind, thing, change).then(
        () => null,
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      ),
    );
    await nextTurn();
  }
  return outcomes;
}
