import { signOut } from '../../../members/session.ts';
import type { SignIn, SignInOutcome } from '../../../members/sign-in.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from '../cookie.ts';
import type { AppContext } from '../env.ts';
import { type PageRoute, page } from '../page-route.ts';
import { Field, Form, Notice } from './parts.tsx';
import { readForm } from './read-form.ts';
import { solo } from './solo.tsx';
import { linkTo, minutesOf, nextPage, visitorOf } from './visitor.ts';
import { MEMBER_WORDS, type MemberWords } from './words.ts';

const NOTICES = ['expired', 'reset', 'ended'] as const;

/** Signing in and out. One `signIn` counts the attempts of all requests. */
export function signInRoutes(signIn: SignIn): PageRoute[] {
  return [
    page('GET /app/sign-in', async (c) => {
      if (c.var.signedIn) return c.redirect('/app', 303);
      const notice = NOTICES.find((name) => name === c.req.query('notice'));
      const isFirst = !(await c.var.deps.store.members.any());
      return signInPage(c, { next: nextPage(c.req.query('next') ?? ''), isFirst, notice });
    }),
    page('POST /app/sign-in', async (c) => {
      const form = await readForm(c);
      const [email, next] = [form('email'), nextPage(form('next'))];
      const outcome = await signIn.withPassword({ email, password: form('password') }, visitorOf(c));
      if (outcome.status === 'signed_in') return enter(c, outcome.session, next);
      if (outcome.status === 'needs_code') return codePage(c, { ticket: outcome.ticket, next });
      return signInPage(c, { next, email, outcome });
    }),
    page('POST /app/sign-in/code', async (c) => {
      const form = await readForm(c);
      const [ticket, next] = [form('ticket'), nextPage(form('next'))];
      const outcome = await signIn.withCode({ ticket, code: form('code') }, visitorOf(c));
      if (outcome.status === 'signed_in') return enter(c, outcome.session, next);
      if (outcome.status === 'expired')
        return c.redirect(linkTo(c, '/app/sign-in', { notice: 'expired' }), 303);
      return codePage(c, { ticket, next, outcome });
    }),
    page('POST /app/sign-out', async (c) => {
      const cookie = readSessionCookie(c);
      if (cookie !== undefined) await signOut(c.var.deps, cookie);
      clearSessionCookie(c);
      return c.redirect(linkTo(c, '/app/sign-in', { notice: 'ended' }), 303);
    }),
  ];
}

/** Gives the browser its session and leads on. */
export function enter(c: AppContext, session: string, next = '/app') {
  setSessionCookie(c, session);
  return c.redirect(next, 303);
}

/** Why it did not work, and the status that says so. */
function failureOf({ signIn, code }: MemberWords, outcome: SignInOutcome, step: 'password' | 'code') {
  if (outcome.status === 'limited')
    return { text: signIn.limited(minutesOf(outcome.seconds)), status: 429 as const };
  if (outcome.status === 'busy') return { text: signIn.busy, status: 503 as const };
  return { text: step === 'code' ? code.wrong : signIn.wrong, status: 403 as const };
}

function retryAfter(c: AppContext, outcome: SignInOutcome): void {
  if (outcome.status === 'limited') c.header('Retry-After', String(outcome.seconds));
  if (outcome.status === 'busy') c.header('Retry-After', '5');
}

interface SignInShown {
  next: string;
  email?: string;
  isFirst?: boolean;
  notice?: (typeof NOTICES)[number] | undefined;
  outcome?: SignInOutcome;
}

function signInPage(c: AppContext, { next, email = '', isFirst = false, notice, outcome }: SignInShown) {
  const words = MEMBER_WORDS[c.var.language];
  const { signIn, fields } = words;
  const failure = outcome && failureOf(words, outcome, 'password');
  if (outcome) retryAfter(c, outcome);
  const said = failure?.text ?? (notice === undefined ? null : signIn[notice]);
  const body = (
    <>
      <Notice text={said} isError={failure !== undefined} />
      {isFirst ? <p class="status">{signIn.nobody}</p> : null}
      <Form action={linkTo(c, '/app/sign-in')}>
        <input type="hidden" name="next" value={next} />
        <Field name="email" type="email" label={fields.email} value={email} autocomplete="username" />
        <Field name="password" type="password" label={fields.password} autocomplete="current-password" />
        <button class="btn primary" type="submit">
          {signIn.button}
        </button>
      </Form>
      <p>{signIn.noAccount}</p>
      <p>{signIn.forgot}</p>
      <p class="muted">{signIn.cookie}</p>
    </>
  );
  return solo(c, signIn.title, body, failure?.status ?? 200);
}

function codePage(c: AppContext, shown: { ticket: string; next: string; outcome?: SignInOutcome }) {
  const { ticket, next, outcome } = shown;
  const words = MEMBER_WORDS[c.var.language];
  const failure = outcome && failureOf(words, outcome, 'code');
  if (outcome) retryAfter(c, outcome);
  const body = (
    <>
      <p>{words.code.text}</p>
      <Form action={linkTo(c, '/app/sign-in/code')}>
        <input type="hidden" name="ticket" value={ticket} />
        <input type="hidden" name="next" value={next} />
        <Field
          name="code"
          label={words.fields.code}
          autocomplete="one-time-code"
          maxlength={40}
          mistake={failure?.text}
        />
        <button class="btn primary" type="submit">
          {words.code.button}
        </button>
      </Form>
    </>
  );
  return solo(c, words.code.title, body, failure?.status ?? 200);
}
