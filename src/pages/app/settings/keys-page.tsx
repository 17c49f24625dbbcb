import type { ApiKey } from '../../../keys/api-key.ts';
import { listKeys, statusOf } from '../../../keys/list-keys.ts';
import { SECRET_SCOPES } from '../../../keys/scope.ts';
import type { AppContext } from '../env.ts';
import { Icon } from '../frame/icons.tsx';
import { viewFor } from '../frame/show-page.tsx';
import { Field, Form, Notice } from '../members/parts.tsx';
import { Part, settingsPage, timeText } from '../members/settings-page.tsx';
import { linkTo } from '../members/visitor.ts';
import { EMPTY_KEY_FORM, type KeyForm, type KeyMistakes, lastDayOf, MAX_KEY_NAME } from './key-form.ts';
import { Table } from './parts.tsx';
import { SETTING_WORDS } from './words.ts';

export const KEYS = '/app/settings/keys';

interface Shown {
  notice?: string | null;
  given?: KeyForm;
  mistakes?: KeyMistakes;
}

const wordsOf = (c: AppContext) => SETTING_WORDS[c.var.language];

/** All keys, newest first, and the form for a new one. */
export async function keysPage(c: AppContext, { notice = null, given, mistakes = {} }: Shown) {
  const { keys: texts } = wordsOf(c);
  const now = c.var.deps.clock();
  const keys = (await listKeys(c.var.deps, { name: undefined, status: undefined })).toReversed();
  const active = keys.filter((key) => statusOf(key, now) === 'active');
  const old = keys.filter((key) => statusOf(key, now) !== 'active');
  const body = (
    <>
      <Notice text={notice} />
      <Part id="keys" head={texts.list} note={texts.note}>
        {active.length === 0 ? <p>{texts.noKeys}</p> : <ActiveKeys c={c} keys={active} />}
      </Part>
      <Part id="create" head={texts.create} note={texts.createNote}>
        <Form action={linkTo(c, KEYS)}>
          <KeyFields c={c} form={given ?? EMPTY_KEY_FORM} mistakes={mistakes} />
          <button class="btn primary" type="submit">
            {texts.createButton}
          </button>
        </Form>
      </Part>
      {old.length === 0 ? null : (
        <Part id="old" head={texts.old} note={texts.oldNote}>
          <OldKeys c={c} keys={old} />
        </Part>
      )}
    </>
  );
  const status = Object.keys(mistakes).length > 0 ? 422 : 200;
  return settingsPage(c, 'keys', { title: texts.title, body, status });
}

/** When a key expires: after its last day, as the form says, unless a program has set another time. */
export function expiryText(c: AppContext, expiresAt: number | null): string {
  const { keys: texts, never } = wordsOf(c);
  if (expiresAt === null) return never;
  const lastDay = lastDayOf(expiresAt, c.var.member.timezone);
  return lastDay === null ? timeText(c, expiresAt) : texts.after(viewFor(c).format.day(lastDay, 'year'));
}

function ActiveKeys({ c, keys }: { c: AppContext; keys: ApiKey[] }) {
  const { keys: texts, never, change } = wordsOf(c);
  const time = (at: number | null) => (at === null ? never : timeText(c, at));
  return (
    <Table heads={[texts.name, texts.scopes, texts.lastUse, texts.expires]} action={change}>
      {keys.map(({ id, name, scopes, lastUsedAt, expiresAt }) => (
        <tr>
          <th scope="row">
            <bdi>{name}</bdi>
          </th>
          <td>
            {scopes.map((scope) => (
              <span class="scope">{scope}</span>
            ))}
          </td>
          <td data-label={texts.lastUse}>{time(lastUsedAt)}</td>
          <td data-label={texts.expires}>{expiryText(c, expiresAt)}</td>
          <td>
            <a href={linkTo(c, `${KEYS}/${id}`)} aria-label={texts.changeOf(name)}>
              {change}
            </a>
          </td>
        </tr>
      ))}
    </Table>
  );
}

function OldKeys({ c, keys }: { c: AppContext; keys: ApiKey[] }) {
  const { keys: texts } = wordsOf(c);
  return (
    <ul class="old">
      {keys.map(({ name, revokedAt, expiresAt }) => (
        <li>
          <bdi>{name}</bdi>{' '}
          <span class="muted">
            {revokedAt === null
              ? texts.expiredAt(timeText(c, expiresAt ?? 0))
              : texts.revokedAt(timeText(c, revokedAt))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Name, rights and last day. The rights of a publishable key are fixed. */
export function KeyFields({
  c,
  form,
  mistakes,
  hasScopes = true,
}: {
  c: AppContext;
  form: KeyForm;
  mistakes: KeyMistakes;
  hasScopes?: boolean;
}) {
  const { keys: texts } = wordsOf(c);
  return (
    <>
      <Field
        name="name"
        label={texts.name}
        value={form.name}
        hint={texts.nameHint}
        maxlength={MAX_KEY_NAME}
        mistake={mistakes.name}
      />
      {hasScopes ? (
        <fieldset class="field" aria-describedby={mistakes.scopes === undefined ? undefined : 'scopes-about'}>
          <legend>{texts.scopes}</legend>
          <ul class="choices">
            {SECRET_SCOPES.map((scope) => (
              <li>
                <label>
                  <input
                    type="checkbox"
                    name="scopes"
                    value={scope}
                    checked={form.scopes.includes(scope) ? true : undefined}
                  />
                  <span>
                    <code>{scope}</code> <span class="muted">{texts.scopeTexts[scope]}</span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
          {mistakes.scopes === undefined ? null : (
            <p class="err" id="scopes-about">
              {mistakes.scopes}
            </p>
          )}
        </fieldset>
      ) : (
        <p>{texts.publishable}</p>
      )}
      <Field
        name="lastDay"
        type="date"
        label={texts.expiresLabel}
        value={form.lastDay}
        hint={texts.expiresHint}
        mistake={mistakes.lastDay}
        optional
      />
    </>
  );
}

/** A key, shown to the admin here and never again; `replaced` is the one whose place it takes. */
export function newKeyPage(c: AppContext, text: string, replaced?: ApiKey) {
  const { keys: texts } = wordsOf(c);
  const now = c.var.deps.clock();
  const until = replaced?.expiresAt ?? 0;
  const body = (
    <>
      <p class="oneuse" id="oneuse">
        {text}
      </p>
      <p>
        <button class="btn primary" type="button" data-from="oneuse" data-said={texts.copied} hidden>
          <Icon name="copy" />
          <span>{texts.copy}</span>
        </button>
      </p>
      <p>{texts.shownText}</p>
      <p>{texts.shownUse}</p>
      {replaced ? (
        <p>
          {until > now ? texts.replaces(replaced.name, timeText(c, until)) : texts.replacesNow(replaced.name)}
        </p>
      ) : null}
      <p>
        <a href={linkTo(c, KEYS)}>{texts.back}</a>
      </p>
    </>
  );
  return settingsPage(c, 'keys', { title: texts.shownTitle, body });
}
