/** Asks before a member is removed. */

import { confirmPage } from '../confirm/confirm-page.tsx';
import type { AppContext } from '../env.ts';
import { messagePage } from '../message-page.tsx';
import { linkTo } from './visitor.ts';
import { MEMBER_WORDS } from './words.ts';

const MEMBERS = '/app/settings/members';

/** The question; with `isRefused`, the answer 409 that the last admin stays. */
export async function removePage(c: AppContext, isRefused = false) {
  const member = await c.var.deps.store.members.get(c.req.param('id') ?? '');
  if (!member) return messagePage(c, 404, 'missing');
  const { members: texts } = MEMBER_WORDS[c.var.language];
  const path = `${MEMBERS}/${member.id}`;
  return confirmPage(c, null, {
    title: texts.removeTitle(member.name),
    facts: texts.removeFacts,
    action: `${path}/remove`,
    button: texts.removeButton,
    isDanger: true,
    back: linkTo(c, path),
    refusal: isRefused ? texts.lastAdmin : undefined,
  });
}
