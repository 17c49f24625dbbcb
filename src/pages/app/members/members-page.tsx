import type { Mailed } from '../../../mails/send-member-mail.ts';
import type { Member, Role, Ticket } from '../../../members/member.ts';
import type { OneUseLink } from '../../../members/tickets.ts';
import type { AppContext } from '../env.ts';
import { Icon } from '../frame/icons.tsx';
import { messagePage } from '../message-page.tsx';
import { Address, MailAddress } from '../parts/names.tsx';
import { Field, Form, Notice, RoleSelect } from './parts.tsx';
import { Part, settingsPage, timeText } from './settings-page.tsx';
import { linkTo } from './visitor.ts';
import { MEMBER_WORDS } from './words.ts';

const MEMBERS = '/app/settings/members';

interface Shown {
  notice?: string | null;
  /** The invitation that was sent and is wrong. */
  given?: { email: string; role: Role };
  mistake?: string;
}

/** All members, who is invited, and the form to invite somebody. */
export async function membersPage(c: AppContext, { notice = null, given, mistake }: Shown) {
  const { deps } = c.var;
  const words = MEMBER_WORDS[c.var.language];
  const { members: texts, fields } = words;
  const [members, invitations] = await Promise.all([
    deps.store.members.list(),
    deps.store.members.tickets('invitation', deps.clock()),
  ]);
  const body = (
    <>
      <Notice text={notice} />
      <Part id="members" head={texts.accounts} note={texts.note}>
        <MemberTable c={c} members={members} />
      </Part>
      <Part id="invite" head={texts.invite} note={texts.inviteNote}>
        <Form action={linkTo(c, `${MEMBERS}/invitations`)}>
          <Field
            name="email"
            type="email"
            label={fields.email}
            value={given?.email ?? ''}
            hint={texts.emailHint}
            optional
            mistake={mistake}
          />
          <RoleSelect words={words} value={given?.role ?? 'viewer'} />
          <ByMail c={c} />
          <button class="btn primary" type="submit">
            {texts.inviteButton}
          </button>
        </Form>
      </Part>
      {invitations.length === 0 ? null : (
        <Part id="invitations" head={texts.pending} note={texts.pendingNote}>
          <Invitations c={c} invitations={invitations} />
        </Part>
      )}
    </>
  );
  return settingsPage(c, 'members', { title: texts.title, body, status: mistake === undefined ? 200 : 422 });
}

function MemberTable({ c, members }: { c: AppContext; members: Member[] }) {
  const { members: texts, fields, roles } = MEMBER_WORDS[c.var.language];
  return (
    <div class="scroll">
      <table class="people">
        <thead>
          <tr>
            <th scope="col">{fields.name}</th>
            <th scope="col">{fields.email}</th>
            <th scope="col">{fields.role}</th>
            <th scope="col">{texts.factor}</th>
            <th scope="col">{texts.since}</th>
            <th scope="col">
              <span class="vh">{texts.change}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ id, name, email, role, hasSecondFactor, createdAt }) => (
            <tr>
              <th scope="row">
                <bdi>{name}</bdi>
                {id === c.var.member.id ? <span class="muted"> ({texts.you})</span> : null}
              </th>
              <td>
                <MailAddress email={email} />
              </td>
              <td>{roles[role]}</td>
              <td data-label={texts.factor}>{hasSecondFactor ? texts.on : texts.off}</td>
              <td data-label={texts.since}>{timeText(c, createdAt)}</td>
              <td>
                <a href={linkTo(c, `${MEMBERS}/${id}`)} aria-label={texts.changeOf(name)}>
                  {texts.change}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Invitations({ c, invitations }: { c: AppContext; invitations: Ticket[] }) {
  const { members: texts, fields, roles } = MEMBER_WORDS[c.var.language];
  return (
    <div class="scroll">
      <table class="people">
        <thead>
          <tr>
            <th scope="col">{fields.email}</th>
            <th scope="col">{fields.role}</th>
            <th scope="col">{texts.until}</th>
            <th scope="col">
              <span class="vh">{texts.withdraw}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invitations.map(({ id, email, role, expiresAt }) => (
            <tr>
              <th scope="row">{email === null ? texts.anybody : <MailAddress email={email} />}</th>
              <td>{roles[role ?? 'viewer']}</td>
              <td data-label={texts.until}>{timeText(c, expiresAt)}</td>
              <td>
                <form method="post" action={linkTo(c, `${MEMBERS}/invitations/${id}/remove`)}>
                  <button
                    class="btn quiet"
                    type="submit"
                    aria-label={texts.withdrawOf(email ?? texts.anybody)}
                  >
                    {texts.withdraw}
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whether the link is also sent by mail; nothing where no mail server is configured. */
function ByMail({ c }: { c: AppContext }) {
  if (!c.var.deps.mailer) return null;
  const { members: texts } = MEMBER_WORDS[c.var.language];
  return (
    <p class="choices">
      <label>
        <input type="checkbox" name="mail" value="yes" checked />
        <span>{texts.byMail}</span>
      </label>
    </p>
  );
}

/** A one-use link, shown to the admin here and never again; `mailed` is what became of the mail with it. */
export function linkPage(c: AppContext, { url, expiresAt }: OneUseLink, mailed: Mailed | null = null) {
  const { members: texts } = MEMBER_WORDS[c.var.language];
  const body = (
    <>
      {mailed && (
        <Notice text={texts.mailed[mailed.outcome](mailed.to)} isError={mailed.outcome === 'failed'} />
      )}
      <p class="oneuse" id="oneuse">
        <Address text={url} />
      </p>
      <p>
        <button class="btn primary" type="button" data-from="oneuse" data-said={texts.copied} hidden>
          <Icon name="copy" />
          <span>{texts.copy}</span>
        </button>
      </p>
      <p>{texts.linkText(timeText(c, expiresAt))}</p>
      <p>
        <a href={linkTo(c, MEMBERS)}>{texts.back}</a>
      </p>
    </>
  );
  return settingsPage(c, 'members', { title: texts.linkTitle, body });
}

/** One member: role, a link for a new password, removal. A 409 says that the last admin stays. */
export async function memberPage(c: AppContext, status: 200 | 409 = 200) {
  const member = await c.var.deps.store.members.get(c.req.param('id') ?? '');
  if (!member) return messagePage(c, 404, 'missing');
  const words = MEMBER_WORDS[c.var.language];
  const { members: texts, fields } = words;
  const { id, name, email, role } = member;
  const body = (
    <>
      <p>
        <MailAddress email={email} />
      </p>
      <Notice text={status === 409 ? texts.lastAdmin : null} isError />
      <Part id="role" head={fields.role}>
        <Form action={linkTo(c, `${MEMBERS}/${id}`)}>
          <RoleSelect words={words} value={role} isLabelHidden />
          <button class="btn" type="submit">
            {texts.saveRole}
          </button>
        </Form>
      </Part>
      <Part id="reset" head={texts.reset} note={texts.resetNote}>
        <Form action={linkTo(c, `${MEMBERS}/${id}/reset`)}>
          <ByMail c={c} />
          <button class="btn" type="submit">
            {texts.resetButton}
          </button>
        </Form>
      </Part>
      <Part id="remove" head={texts.remove} note={texts.removeNote}>
        <p>
          <a class="btn" href={linkTo(c, `${MEMBERS}/${id}/remove`)}>
            {texts.removeLink}
          </a>
        </p>
      </Part>
    </>
  );
  return settingsPage(c, 'members', { title: name, body, status, isBelow: true });
}
