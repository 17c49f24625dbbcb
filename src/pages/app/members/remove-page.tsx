/** Asks before a member is removed. */
import type { AppContext } from '../env.ts';
import { messagePage } from '../message-page.tsx';
import { confirmPage } from '../settings/parts.tsx';
import { MEMBER_WORDS } from './words.ts';

const MEMBERS = '/app/settings/members';

/** The question; with `isRefused`, the answer 409 that the last admin stays. */
export async function removePage(c: AppContext, isRefused = false) {
  const member = await c.var.deps.store.members.get(c.req.param('id') ?? '');
  if (!member) return messagePage(c, 404, 'missing');
  const { members: texts } = MEMBER_WORDS[c.var.language];
  const path = `${MEMBERS}/${member.id}`;
  return confirmPage(c, {
    place: 'members',
    title: texts.removeTitle(member.name),
    text: texts.removeText,
    action: `${path}/remove`,
    button: texts.removeButton,
    back: { path, text: texts.keep },
    ...(isRefused && { refusal: texts.lastAdmin }),
  });
}
