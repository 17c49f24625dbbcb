import { isSameSecret } from '../bytes.ts';
import { formatPassword, parsePassword, passwordBytes } from '../links/password.ts';
import type { PasswordHashing } from '../ports.ts';

const ID = 'pbkdf2-sha256';
/** The most that WebCrypto in workerd accepts. */
const PARAMETERS = { i: 100_000 };
const SALT_BYTES = 16;
const HASH_BITS = 256;
/** Guesses that are checked at the same time. A later one cannot wait: workerd ties a promise to its own request. */
const MAX_GUESSES = 8;

/** PBKDF2 by WebCrypto, for runtimes without scrypt. */
export function createWebPasswords(): PasswordHashing {
  let guesses = 0;
  const verify = async (password: string, stored: string) => {
    const { parameters, salt, hash } = parsePassword(stored, ID);
    return isSameSecret(await derive(password, salt, parameters.i ?? 0), hash);
  };
  return {
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
      const hash = await derive(password, salt, PARAMETERS.i);
      return formatPassword({ id: ID, parameters: PARAMETERS, salt, hash });
    },
    verify,
    async verifyGuess(password, stored) {
      if (guesses >= MAX_GUESSES) return 'busy';
      guesses += 1;
      return verify(password, stored).finally(() => {
        guesses -= 1;
      });
    },
  };
}

async function derive(password: string, salt: Uint8Array<ArrayBuffer>, iterations: number) {
  const key = await crypto.subtle.importKey('raw', passwordBytes(password), 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, HASH_BITS));
}
