/** The second factor: codes of an authenticator app (RFC 6238), and recovery codes for when it is lost. */
import { Secret, TOTP } from 'otpauth';
import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import { sha256 } from '../keys/key-text.ts';
import type { Deps } from '../ports.ts';
import { SECOND } from '../time.ts';
import type { Member, Secrets } from './member.ts';

const PERIOD = 30;
const DIGITS = 6;
/** Codes of the steps before and after count as well: clocks of phones differ. */
const WINDOW = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** Crockford's base 32, without letters that look like others; 16 characters have 80 bits. */
const RECOVERY_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RECOVERY_LENGTH = 16;

const totpOf = (secret: string, label = '') =>
  new TOTP({
    issuer: 'Sotto',
    label,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });

/** A new secret in base32, to be entered into an app. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** Whether the text can be such a secret. */
export const isTotpSecret = (text: string): boolean => /^[A-Z2-7]{32}$/.test(text);

/** The address that apps read from a QR code. */
export const totpUri = (secret: string, email: string): string => totpOf(secret, email).toString();

/** The time step whose code this is, null if it is none of the current ones. */
function stepOf(secret: string, code: string, now: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / (PERIOD * SECOND)) + delta;
}

const digitsOf = (code: string) => code.replace(/\s/g, '');
const lettersOf = (code: string) => code.replace(/[\s-]/g, '').toLowerCase();

/** Takes a code of the app, or a recovery code; none works twice. */
export async function isRightCode(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  { id, totpSecret }: Member & Secrets,
  code: string,
): Promise<boolean> {
  if (totpSecret === null) return false;
  if (new RegExp(`^\\d{${DIGITS}}$`).test(digitsOf(code))) {
    const step = stepOf(totpSecret, digitsOf(code), clock());
    return step !== null && store.members.useStep(id, step);
  }
  const letters = lettersOf(code);
  if (letters.length !== RECOVERY_LENGTH) return false;
  return store.members.useRecoveryCode(id, await sha256(letters));
}

/** Turns it on, once the app has shown a code of the secret. Returns the recovery codes, which are shown once. */
export async function turnOnSecondFactor(
  deps: Pick<Deps, 'store'> & AuthorDeps,
  memberId: string,
  { secret, code }: { secret: string; code: string },
): Promise<string[] | 'wrong'> {
  const step = isTotpSecret(secret) ? stepOf(secret, digitsOf(code), deps.clock()) : null;
  if (step === null) return 'wrong';
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const recoveryHashes = await Promise.all(codes.map((each) => sha256(lettersOf(each))));
  const note = auditNote(deps, 'member.second_factor', memberId, ['secondFactor']);
  await deps.store.members.setSecondFactor(memberId, { totpSecret: secret, step, recoveryHashes }, note);
  return codes;
}

export async function turnOffSecondFactor(
  deps: Pick<Deps, 'store'> & AuthorDeps,
  memberId: string,
): Promise<void> {
  const note = auditNote(deps, 'member.second_factor', memberId, ['secondFactor']);
  await deps.store.members.setSecondFactor(memberId, null, note);
}

function newRecoveryCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RECOVERY_LENGTH));
  const letters = Array.from(bytes, (byte) => RECOVERY_ALPHABET[byte % RECOVERY_ALPHABET.length]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
