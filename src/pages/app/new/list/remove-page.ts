/** Asks before a list and its result are removed. */
import { LIST_DAYS, type LinkList } from '../../../../link-lists/link-list.ts';
import { DAY } from '../../../../time.ts';
import { confirmPage } from '../../confirm/confirm-page.tsx';
import type { AppContext } from '../../env.ts';
import { viewFor } from '../../frame/show-page.tsx';
import { messagePage } from '../../message-page.tsx';
import { titleText } from '../../parts/name-texts.ts';
import { dayOfInstant } from '../../period.ts';
import { takenOf } from './list-page.tsx';

export async function removePage(c: AppContext, { id, name, createdAt }: LinkList) {
  const view = viewFor(c);
  const { format } = view;
  const { removal } = view.words.many;
  const tally = (await c.var.deps.store.linkLists.tallies([id])).get(id);
  if (!tally) return messagePage(c, 404, 'missing');
  const hasBegun = takenOf(tally).done > 0;
  const lastDay = dayOfInstant(createdAt + LIST_DAYS * DAY, view.zone);
  const path = `/app/new/list/${id}`;
  return confirmPage(c, 'new', {
    title: removal.title(name === null ? null : titleText(name)),
    facts: [
      (hasBegun ? removal.lostResult : removal.lostPlan)(tally.lines, format),
      ...(tally.waiting > 0 ? [removal.waiting(tally.waiting, format)] : []),
      ...(hasBegun ? [removal.links] : []),
      removal.until(format.day(lastDay)),
      removal.undo,
    ],
    action: `${path}/remove`,
    button: removal.button,
    isDanger: true,
    back: view.to(path),
  });
}
