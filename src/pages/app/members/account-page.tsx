import type { Language } from '../../../language.ts';
import type { Mistake } from '../../../members/check-input.ts';
import { isLive, MAX_MEMBER_PASSWORD, MAX_NAME_LENGTH, type Session } from '../../../members/member.ts';
import type { AppContext } from '../env.ts';
import { MailAddress } from '../parts/names.tsx';
import { Field, Form, Notice, Select } from './parts.tsx';
import { Part, settingsPage, timeText } from './settings-page.tsx';
import { linkTo } from './visitor.ts';
import { MEMBER_WORDS, type MemberWords } from './words.ts';

interface Shown {
  notice?: string | null;
  /** What was sent and is wrong. */
  given?: { name: string; language: Language | null; timezone: string };
  mistakes?: readonly Mistake[];
  wrongPassword?: string;
  wrongOff?: string;
}

export async function accountPage(c: AppContext, shown: Shown) {
  const { deps, member, signedIn } = c.var;
  const words = MEMBER_WORDS[c.var.language];
  const { account } = words;
  const [sessions, codes, { timezone }] = await Promise.all([
    deps.store.members.sessions(member.id),
    deps.store.members.recoveryCodesLeft(member.id),
    deps.store.instance.known(),
  ]);
  const now = deps.clock();
  const live = sessions.filter((session) => isLive(session, now));
  const isWrong =
    shown.mistakes !== undefined || shown.wrongPassword !== undefined || shown.wrongOff !== undefined;
  const body = (
    <>
      <Notice text={shown.notice ?? null} />
      <Profile c={c} shown={shown} zone={timezone ?? 'UTC'} />
      <Password c={c} shown={shown} />
      <Part id="second-factor" head={account.factor} note={account.factorNote}>
        {signedIn?.member.hasSecondFactor ? (
          <Form action={linkTo(c, '/app/settings/account/second-factor/off')}>
            <p>{account.factorOn(codes)}</p>
            <Field
              name="current-off"
              type="password"
              label={words.fields.currentPassword}
              autocomplete="current-password"
              mistake={shown.wrongOff}
            />
            <button class="btn" type="submit">
              {account.turnOff}
            </button>
          </Form>
        ) : (
          <>
            <p>{account.factorOff}</p>
            <p>
              <a class="btn" href={linkTo(c, '/app/settings/account/second-factor')}>
                {account.turnOn}
              </a>
            </p>
          </>
        )}
      </Part>
      <Sessions c={c} sessions={live} />
    </>
  );
  return settingsPage(c, 'account', { title: account.title, body, status: isWrong ? 422 : 200 });
}

const PASSWORD_MISTAKES: readonly Mistake[] = ['password_short', 'password_long', 'password_same'];

function Profile({
  c,
  shown: { given, mistakes: found = [] },
  zone,
}: {
  c: AppContext;
  shown: Shown;
  zone: string;
}) {
  const { member } = c.var;
  const { account, fields, mistakes } = MEMBER_WORDS[c.var.language];
  const stored = c.var.signedIn?.member;
  const languages = [
    ['', account.asBrowser],
    ['en', 'English'],
    ['fr', 'Français'],
  ] as const;
  return (
    <Part id="profile" head={account.profile} note={account.profileNote}>
      <Form action={linkTo(c, '/app/settings/account')}>
        <p>
          <MailAddress email={member.email} />
        </p>
        <Field
          name="name"
          label={fields.name}
          value={given?.name ?? member.name}
          autocomplete="name"
          maxlength={MAX_NAME_LENGTH}
          mistake={found.includes('name') ? mistakes.name : undefined}
        />
        <Select
          name="language"
          label={fields.language}
          value={(given ? given.language : member.language) ?? ''}
          options={languages}
        />
        <Field
          name="timezone"
          label={fields.timezone}
          value={given?.timezone ?? stored?.timezone ?? ''}
          hint={account.timezoneHint(zone)}
          optional
          mistake={found.includes('timezone') ? mistakes.timezone : undefined}
        />
        <button class="btn primary" type="submit">
          {account.save}
        </button>
      </Form>
    </Part>
  );
}

function Password({ c, shown }: { c: AppContext; shown: Shown }) {
  const { account, fields, mistakes } = MEMBER_WORDS[c.var.language];
  const { mistakes: found = [], wrongPassword } = shown;
  const mistake = found.find((each) => PASSWORD_MISTAKES.includes(each));
  return (
    <Part id="password" head={account.password} note={account.passwordNote}>
      <Form action={linkTo(c, '/app/settings/account/password')}>
        <input type="hidden" name="username" value={c.var.member.email} autocomplete="username" />
        <Field
          name="current"
          type="password"
          label={fields.currentPassword}
          autocomplete="current-password"
          mistake={wrongPassword}
        />
        <Field
          name="password"
          type="password"
          label={fields.newPassword}
          autocomplete="new-password"
          maxlength={MAX_MEMBER_PASSWORD}
          hint={fields.passwordHint}
          mistake={mistake && mistakes[mistake]}
        />
        <button class="btn" type="submit">
          {account.changePassword}
        </button>
      </Form>
    </Part>
  );
}

function deviceText({ account }: MemberWords, { browser, os }: Session): string {
  if (browser !== '' && os !== '') return account.deviceOn(browser, os);
  return browser || os || account.unknownDevice;
}

function Sessions({ c, sessions }: { c: AppContext; sessions: Session[] }) {
  const words = MEMBER_WORDS[c.var.language];
  const { account } = words;
  return (
    <Part id="sessions" head={account.sessions} note={account.sessionsNote}>
      <div class="scroll">
        <table class="people">
          <thead>
            <tr>
              <th scope="col">{account.device}</th>
              <th scope="col">{account.since}</th>
              <th scope="col">{account.lastUse}</th>
              <th scope="col">
                <span class="vh">{account.action}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr>
                <th scope="row">{deviceText(words, session)}</th>
                <td data-label={account.since}>{timeText(c, session.createdAt)}</td>
                <td data-label={account.lastUse}>
                  {session.id === c.var.member.sessionId ? account.here : timeText(c, session.lastUsedAt)}
                </td>
                <td>
                  {session.id === c.var.member.sessionId ? null : (
                    <form
                      method="post"
                      action={linkTo(c, `/app/settings/account/sessions/${session.id}/end`)}
                    >
                      <button
                        class="btn quiet"
                        type="submit"
                        aria-label={account.endOf(deviceText(words, session))}
                      >
                        {account.end}
                      </button>
                    </form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <form method="post" action={linkTo(c, '/app/settings/account/sessions/end')}>
        <button class="btn" type="submit">
          {account.endAll}
        </button>
      </form>
    </Part>
  );
}
