import { encode } from 'uqr';
import { isTotpSecret, newTotpSecret, totpUri } from '../../../members/second-factor.ts';
import type { AppContext } from '../env.ts';
import { Icon } from '../frame/icons.tsx';
import { Field, Form } from './parts.tsx';
import { settingsPage } from './settings-page.tsx';
import { linkTo } from './visitor.ts';
import { MEMBER_WORDS } from './words.ts';

/** Turning the second factor on: a secret, and a code that proves that the app has it. */
export function factorPage(c: AppContext, given: string, { isWrong = false } = {}) {
  const { factor, fields } = MEMBER_WORDS[c.var.language];
  const secret = isTotpSecret(given) ? given : newTotpSecret();
  const body = (
    <>
      <p>{factor.scan}</p>
      <QrCode text={totpUri(secret, c.var.member.email)} label={factor.qr} />
      <p>
        {factor.key} <code class="key">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <p>{factor.prove}</p>
      <Form action={linkTo(c, '/app/settings/account/second-factor')}>
        <input type="hidden" name="secret" value={secret} />
        <Field
          name="code"
          label={fields.code}
          autocomplete="one-time-code"
          numeric
          maxlength={10}
          mistake={isWrong ? factor.wrong : undefined}
        />
        <button class="btn primary" type="submit">
          {factor.button}
        </button>
      </Form>
    </>
  );
  return settingsPage(c, 'account', { title: factor.title, body, status: isWrong ? 422 : 200 });
}

/** The recovery codes, which are shown here and never again. */
export function codesPage(c: AppContext, codes: string[]) {
  const { factor, members } = MEMBER_WORDS[c.var.language];
  const body = (
    <>
      <p>{factor.doneText}</p>
      <ul class="codes" id="codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p class="row">
        <button class="btn" type="button" data-from="codes" data-said={members.copied} hidden>
          <Icon name="copy" />
          <span>{factor.copy}</span>
        </button>
        <a class="btn primary" href={linkTo(c, '/app/settings/account')}>
          {factor.done}
        </a>
      </p>
    </>
  );
  return settingsPage(c, 'account', { title: factor.doneTitle, body });
}

/** Always dark on white, which cameras read in both themes. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 4 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      class="qr-code"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width="200"
      height="200"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
