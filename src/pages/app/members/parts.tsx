/** What the forms of members are made of. */
import type { Child } from 'hono/jsx';
import { ROLES, type Role } from '../../../members/member.ts';
import { Sentence } from '../parts/names.tsx';
import type { MemberWords } from './words.ts';

interface FieldOf {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password' | 'date';
  value?: string;
  hint?: string;
  /** Shown in place of the hint. */
  mistake?: string | undefined;
  /** Marked only: the field before says what is wrong with both. */
  isWrong?: boolean;
  autocomplete?: string;
  optional?: boolean;
  /** Digits, for keyboards of phones. */
  numeric?: boolean;
  maxlength?: number;
  readonly?: boolean;
  /** An address, a key or the like, which no keyboard should correct. */
  isCode?: boolean;
}

const AS_TYPED = { autocapitalize: 'none', spellcheck: false } as const;

/** A labelled field; what is wrong with it is read with it. */
export function Field(field: FieldOf) {
  const { name, label, type = 'text', value = '', hint, mistake, isWrong = mistake !== undefined } = field;
  const about = mistake ?? hint;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        autocomplete={field.autocomplete ?? 'off'}
        {...(type === 'email' || field.isCode ? AS_TYPED : {})}
        inputmode={field.numeric ? 'numeric' : undefined}
        maxlength={field.maxlength}
        required={field.optional ? undefined : true}
        readonly={field.readonly ? true : undefined}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={about === undefined ? undefined : `${name}-about`}
      />
      {about === undefined ? null : (
        <p class={mistake === undefined ? 'hint' : 'err'} id={`${name}-about`}>
          {about}
        </p>
      )}
    </div>
  );
}

interface SelectOf {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  /** Under the heading that says the same, the label is for screen readers alone. */
  isLabelHidden?: boolean;
  /** What the options mean: a closed list cuts long texts off. */
  hint?: Child;
}

export function Select({ name, label, value, options, isLabelHidden = false, hint }: SelectOf) {
  return (
    <div class="field">
      <label for={name} class={isLabelHidden ? 'vh' : undefined}>
        {label}
      </label>
      <select id={name} name={name} aria-describedby={hint === undefined ? undefined : `${name}-about`}>
        {options.map(([each, text]) => (
          <option value={each} selected={each === value ? true : undefined}>
            {text}
          </option>
        ))}
      </select>
      {hint === undefined ? null : (
        <div class="hint" id={`${name}-about`}>
          {hint}
        </div>
      )}
    </div>
  );
}

interface RoleSelectOf {
  words: MemberWords;
  value: Role;
  isLabelHidden?: boolean;
}

/** The roles to choose from, and below them what each may do. */
export function RoleSelect({
  words: { fields, roles, roleTexts },
  value,
  isLabelHidden = false,
}: RoleSelectOf) {
  return (
    <Select
      name="role"
      label={fields.role}
      value={value}
      options={ROLES.map((role) => [role, roles[role]] as const)}
      isLabelHidden={isLabelHidden}
      hint={ROLES.map((role) => (
        <p>
          <b>{roles[role]}</b> {roleTexts[role]}
        </p>
      ))}
    />
  );
}

/** What went wrong with the whole form, or what was done. */
export function Notice({ text, isError = false }: { text: string | null; isError?: boolean }) {
  if (text === null) return null;
  return isError ? (
    <p class="status bad" role="alert">
      <span>
        <Sentence text={text} />
      </span>
    </p>
  ) : (
    <p class="status" role="status">
      <span>
        <Sentence text={text} />
      </span>
    </p>
  );
}

export function Form({ action, children }: { action: string; children: Child }) {
  return (
    <form class="form" method="post" action={action}>
      {children}
    </form>
  );
}
