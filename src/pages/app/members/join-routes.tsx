import type { Mistake } from '../../../members/check-input.ts';
import { join } from '../../../members/join.ts';
import { MAX_MEMBER_PASSWORD, MAX_NAME_LENGTH, type Ticket } from '../../../members/member.ts';
import { resetPassword } from '../../../members/password.ts';
import { startSession } from '../../../members/session.ts';
import { usableTicket } from '../../../members/tickets.ts';
import type { AppContext } from '../env.ts';
import { page } from '../page-route.ts';
import { Field, Form, Notice } from './parts.tsx';
import { readForm } from './read-form.ts';
import { enter } from './sign-in-routes.tsx';
import { solo } from './solo.tsx';
import { linkTo, visitorOf } from './visitor.ts';
import { MEMBER_WORDS } from './words.ts';

const tokenOf = (c: AppContext) => c.req.param('token') ?? '';

/** One-use links: a GET, as by the scanner of a mail, uses nothing. */
export const joinRoutes = [
  page('GET /app/join/:token', async (c) => {
    const ticket = await usableTicket(c.var.deps, tokenOf(c), ['owner', 'invitation']);
    return ticket ? joinPage(c, ticket, { email: ticket.email ?? '', name: '' }) : usedPage(c);
  }),
  page('POST /app/join/:token', async (c) => {
    const { deps, requestId, language } = c.var;
    const form = await readForm(c);
    const given = { email: form('email'), name: form('name'), password: form('password'), language };
    const outcome = await join({ ...deps, requestId }, tokenOf(c), given);
    if (outcome === 'used') return usedPage(c);
    if (outcome !== 'taken' && 'id' in outcome) {
      const session = await startSession(deps, outcome.id, visitorOf(c));
      return session === null ? usedPage(c) : enter(c, session);
    }
    const ticket = await usableTicket(deps, tokenOf(c), ['owner', 'invitation']);
    if (!ticket) return usedPage(c);
    const mistakes = outcome === 'taken' ? [] : outcome.mistakes;
    return joinPage(c, ticket, given, { mistakes, isTaken: outcome === 'taken' });
  }),
  page('GET /app/reset/:token', async (c) => {
    const email = await emailOf(c);
    return email === null ? usedPage(c) : resetPage(c, email);
  }),
  page('POST /app/reset/:token', async (c) => {
    const { deps, requestId } = c.var;
    const email = await emailOf(c);
    const form = await readForm(c);
    const outcome = await resetPassword({ ...deps, requestId }, tokenOf(c), form('password'));
    if (outcome === 'reset') return c.redirect(linkTo(c, '/app/sign-in', { notice: 'reset' }), 303);
    return outcome === 'used' || email === null ? usedPage(c) : resetPage(c, email, outcome.mistake);
  }),
];

/** The email address of the account whose password a reset link changes; null if the link is no longer valid. */
async function emailOf(c: AppContext): Promise<string | null> {
  const { deps } = c.var;
  const ticket = await usableTicket(deps, tokenOf(c), ['reset']);
  const member = ticket?.memberId ? await deps.store.members.get(ticket.memberId) : undefined;
  return member?.email ?? null;
}

/** Says that a one-use link is no longer valid. */
export function usedPage(c: AppContext) {
  const { join: words } = MEMBER_WORDS[c.var.language];
  const body = (
    <>
      <p>{words.usedText}</p>
      <p>
        <a href={linkTo(c, '/app/sign-in')}>{words.toSignIn}</a>
      </p>
    </>
  );
  return solo(c, words.usedTitle, body, 410);
}

interface Wrong {
  mistakes: Mistake[];
  isTaken: boolean;
}

const RIGHT: Wrong = { mistakes: [], isTaken: false };

function joinPage(
  c: AppContext,
  { purpose, email, role }: Ticket,
  given: { email: string; name: string },
  { mistakes, isTaken }: Wrong = RIGHT,
) {
  const words = MEMBER_WORDS[c.var.language];
  const mistakeOf = (...names: Mistake[]) => {
    const found = mistakes.find((each) => names.includes(each));
    return found && words.mistakes[found];
  };
  const isOwner = purpose === 'owner';
  const body = (
    <>
      <p>{isOwner ? words.join.ownerText : words.join.text(role ?? 'viewer')}</p>
      <Notice text={isTaken ? words.join.taken : null} isError />
      <Form action={linkTo(c, c.req.path)}>
        <Field
          name="email"
          type="email"
          label={words.fields.email}
          value={email ?? given.email}
          autocomplete="username"
          readonly={email !== null}
          mistake={mistakeOf('email')}
        />
        <Field
          name="name"
          label={words.fields.name}
          value={given.name}
          autocomplete="name"
          maxlength={MAX_NAME_LENGTH}
          mistake={mistakeOf('name')}
        />
        <Field
          name="password"
          type="password"
          label={words.fields.password}
          autocomplete="new-password"
          maxlength={MAX_MEMBER_PASSWORD}
          hint={words.fields.passwordHint}
          mistake={mistakeOf('password_short', 'password_long', 'password_same')}
        />
        <button class="btn primary" type="submit">
          {words.join.button}
        </button>
      </Form>
      <p class="muted">{words.signIn.cookie}</p>
    </>
  );
  const isWrong = isTaken || mistakes.length > 0;
  return solo(c, isOwner ? words.join.ownerTitle : words.join.title, body, isWrong ? 422 : 200);
}

function resetPage(c: AppContext, email: string, mistake?: Mistake) {
  const words = MEMBER_WORDS[c.var.language];
  const body = (
    <>
      <p>{words.reset.text(email)}</p>
      <p class="muted">{words.reset.effect}</p>
      <Form action={linkTo(c, c.req.path)}>
        <input type="hidden" name="username" value={email} autocomplete="username" />
        <Field
          name="password"
          type="password"
          label={words.fields.newPassword}
          autocomplete="new-password"
          maxlength={MAX_MEMBER_PASSWORD}
          hint={words.fields.passwordHint}
          mistake={mistake && words.mistakes[mistake]}
        />
        <button class="btn primary" type="submit">
          {words.reset.button}
        </button>
      </Form>
    </>
  );
  return solo(c, words.reset.title, body, mistake ? 422 : 200);
}
