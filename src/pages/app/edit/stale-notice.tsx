/** Says that somebody else has changed what a form was opened for. */
import type { Deps } from '../../../ports.ts';
import type { View } from '../frame/view.ts';
import { EDIT_WORDS } from './words.ts';

export interface Changer {
  /** The name of a member; null for a member who has left, and for programs. */
  name: string | null;
  type: 'key' | 'member' | 'system';
  at: number;
}

/** Who has changed an object last since a time, as the audit log says. */
export async function lastChanger(
  { store }: Pick<Deps, 'store'>,
  objectId: string,
  since: number,
): Promise<Changer | null> {
  const { entries } = await store.audit.slice({ object: objectId, from: since }, { limit: 1, before: null });
  const [entry] = entries;
  if (!entry) return null;
  const { type, id } = entry.author.actor;
  const member = type === 'member' ? await store.members.get(id) : undefined;
  return { name: member?.name ?? null, type, at: entry.at };
}

export function StaleNotice({ view, changer }: { view: View; changer: Changer | null }) {
  const { stale } = EDIT_WORDS[view.language];
  const who = changer && (changer.name ?? stale[changer.type]);
  return (
    <div class="status bad" role="alert">
      <p>
        <strong>{stale.head}</strong>{' '}
        {changer && who ? <bdi>{stale.who(who, view.format.dayAndTime(changer.at))}</bdi> : null} {stale.kept}{' '}
        {stale.again}
      </p>
    </div>
  );
}
