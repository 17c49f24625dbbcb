import { LANGUAGES } from '../../../language.ts';
import { changeProfile, endAllSessions, endSession } from '../../../members/edit-member.ts';
import { changePassword } from '../../../members/password.ts';
import { newTotpSecret, turnOffSecondFactor, turnOnSecondFactor } from '../../../members/second-factor.ts';
import type { SignIn } from '../../../members/sign-in.ts';
import { clearSessionCookie } from '../cookie.ts';
import type { AppContext } from '../env.ts';
import { type PageRoute, page } from '../page-route.ts';
import { accountPage } from './account-page.tsx';
import { codesPage, factorPage } from './factor-page.tsx';
import { readForm } from './read-form.ts';
import { linkTo, minutesOf, visitorOf } from './visitor.ts';
import { MEMBER_WORDS } from './words.ts';

const ACCOUNT = '/app/settings/account';
const NOTICES = ['saved', 'passwordChanged', 'turnedOff', 'ended'] as const;

/** What members change about themselves. */
export function accountRoutes(signIn: SignIn): PageRoute[] {
  const done = (c: AppContext, notice: (typeof NOTICES)[number]) =>
    c.redirect(linkTo(c, ACCOUNT, { notice }), 303);

  /** The text to show if this is not the member's password, else null. */
  const refusal = async (c: AppContext, password: string): Promise<string | null> => {
    const outcome = await signIn.confirm(c.var.member.id, password, visitorOf(c));
    if (outcome === 'right') return null;
    const { account, signIn: words } = MEMBER_WORDS[c.var.language];
    if (outcome.status === 'limited') return words.limited(minutesOf(outcome.seconds));
    return outcome.status === 'busy' ? words.busy : account.wrongPassword;
  };

  return [
    page(`GET ${ACCOUNT}`, (c) => {
      const notice = NOTICES.find((name) => name === c.req.query('notice'));
      return accountPage(c, { notice: notice ? MEMBER_WORDS[c.var.language].account[notice] : null });
    }),
    page(`POST ${ACCOUNT}`, async (c) => {
      const form = await readForm(c);
      const language = LANGUAGES.find((each) => each === form('language')) ?? null;
      const given = { name: form('name'), language, timezone: form('timezone').trim() };
      const mistakes = await changeProfile(c.var.deps, c.var.member.id, given);
      return mistakes.length > 0 ? accountPage(c, { given, mistakes }) : done(c, 'saved');
    }),
    page(`POST ${ACCOUNT}/password`, async (c) => {
      const form = await readForm(c);
      const refused = await refusal(c, form('current'));
      if (refused !== null) return accountPage(c, { wrongPassword: refused });
      const mistake = await changePassword(c.var.deps, c.var.member, form('password'));
      return mistake ? accountPage(c, { mistakes: [mistake] }) : done(c, 'passwordChanged');
    }),
    page(`POST ${ACCOUNT}/sessions/:id/end`, async (c) => {
      await endSession(c.var.deps, c.var.member.id, c.req.param('id') ?? '');
      return done(c, 'ended');
    }),
    page(`POST ${ACCOUNT}/sessions/end`, async (c) => {
      await endAllSessions(c.var.deps, c.var.member.id);
      clearSessionCookie(c);
      return c.redirect(linkTo(c, '/app/sign-in', { notice: 'ended' }), 303);
    }),
    page(`GET ${ACCOUNT}/second-factor`, (c) => factorPage(c, newTotpSecret())),
    page(`POST ${ACCOUNT}/second-factor`, async (c) => {
      const form = await readForm(c);
      const given = { secret: form('secret'), code: form('code') };
      const codes = await turnOnSecondFactor(c.var.deps, c.var.member.id, given);
      return codes === 'wrong' ? factorPage(c, form('secret'), { isWrong: true }) : codesPage(c, codes);
    }),
    page(`POST ${ACCOUNT}/second-factor/off`, async (c) => {
      const refused = await refusal(c, (await readForm(c))('current-off'));
      if (refused !== null) return accountPage(c, { wrongOff: refused });
      await turnOffSecondFactor(c.var.deps, c.var.member.id);
      return done(c, 'turnedOff');
    }),
  ];
}
