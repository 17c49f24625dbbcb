import type { ApiKey } from '../../../keys/api-key.ts';
import { statusOf } from '../../../keys/list-keys.ts';
import { confirmPage } from '../confirm/confirm-page.tsx';
import type { AppContext } from '../env.ts';
import { Form, Notice, Select } from '../members/parts.tsx';
import { Part, settingsPage, timeText } from '../members/settings-page.tsx';
import { linkTo } from '../members/visitor.ts';
import { formOfKey, type KeyForm, type KeyMistakes } from './key-form.ts';
import { expiryText, KEYS, KeyFields } from './keys-page.tsx';
import { SETTING_WORDS } from './words.ts';

interface Shown {
  given?: KeyForm;
  mistakes?: KeyMistakes;
  /** Why the change was not made. */
  refusal?: string;
}

const wordsOf = (c: AppContext) => SETTING_WORDS[c.var.language];

/** One key: its name, rights and expiry; a new one in its place; its end. */
export function keyPage(c: AppContext, key: ApiKey, { given, mistakes = {}, refusal }: Shown = {}) {
  const { keys: texts } = wordsOf(c);
  const isActive = statusOf(key, c.var.deps.clock()) === 'active';
  const body = (
    <>
      <Notice text={refusal ?? null} isError />
      <Facts c={c} apiKey={key} />
      <Part id="edit" head={texts.edit}>
        <Form action={linkTo(c, `${KEYS}/${key.id}`)}>
          <KeyFields
            c={c}
            form={given ?? formOfKey(key, c.var.member.timezone)}
            mistakes={mistakes}
            hasScopes={key.origins === null}
          />
          <button class="btn primary" type="submit">
            {wordsOf(c).save}
          </button>
        </Form>
      </Part>
      {isActive ? <Ends c={c} id={key.id} /> : null}
    </>
  );
  const isWrong = Object.keys(mistakes).length > 0;
  const status = refusal === undefined ? (isWrong ? 422 : 200) : 409;
  return settingsPage(c, 'keys', { title: key.name, body, status, isBelow: true });
}

function Facts({
  c,
  apiKey: { id, createdAt, lastUsedAt, expiresAt, revokedAt },
}: {
  c: AppContext;
  apiKey: ApiKey;
}) {
  const { keys: texts, never } = wordsOf(c);
  const time = (at: number | null) => (at === null ? never : timeText(c, at));
  const facts: [string, string][] = [
    [texts.created, time(createdAt)],
    [texts.lastUse, time(lastUsedAt)],
    [texts.expires, revokedAt === null ? expiryText(c, expiresAt) : texts.revokedAt(time(revokedAt))],
  ];
  return (
    <dl class="facts">
      <div>
        <dt>Id</dt>
        <dd>
          <code>{id}</code>
        </dd>
      </div>
      {facts.map(([name, text]) => (
        <div>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How a key that works ends: by another one in its place, or at once. */
function Ends({ c, id }: { c: AppContext; id: string }) {
  const { keys: texts } = wordsOf(c);
  const overlaps = Object.entries(texts.overlaps).toSorted(([one], [other]) => Number(one) - Number(other));
  return (
    <>
      <Part id="roll" head={texts.roll} note={texts.rollNote}>
        <Form action={linkTo(c, `${KEYS}/${id}/roll`)}>
          <Select name="overlap" label={texts.overlap} value="24" options={overlaps} />
          <button class="btn" type="submit">
            {texts.rollButton}
          </button>
        </Form>
      </Part>
      <Part id="revoke" head={texts.revoke} note={texts.revokeNote}>
        <p>
          <a class="btn" href={linkTo(c, `${KEYS}/${id}/revoke`)}>
            {texts.revokeLink}
          </a>
        </p>
      </Part>
    </>
  );
}

/** Asks before a key is revoked. */
export function revokePage(c: AppContext, { id, name }: ApiKey, refusal?: string) {
  const { keys: texts } = wordsOf(c);
  const path = `${KEYS}/${id}`;
  return confirmPage(c, null, {
    title: texts.revokeTitle(name),
    facts: texts.revokeFacts,
    action: `${path}/revoke`,
    button: texts.revokeButton,
    isDanger: true,
    back: linkTo(c, path),
    refusal,
  });
}
