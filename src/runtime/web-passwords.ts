import { isSameSecret } from '../bytes.ts';
import { formatPassword, parsePassword, passwordBytes } from '../links/password.ts';
import type { Passwords } from '../ports.ts';

const ID = 'pbkdf2-sha256';
/** The most that WebCrypto in workerd accepts. */
const PARAMETERS = { i: 100_000 };
const SALT_BYTES = 16;
const HASH_BITS = 256;

/** PBKDF2 by WebCrypto, for runtimes without scrypt. */
export function createWebPasswords(): Passwords {
  return {
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
      const hash = await derive(password, salt, PARAMETERS.i);
      return formatPassword({ id: ID, parameters: PARAMETERS, salt, hash });
    },
    async verify(password, stored) {
      const { parameters, salt, hash } = parsePassword(stored, ID);
      return isSameSecret(await derive(password, salt, parameters.i ?? 0), hash);
    },
  };
}

async function derive(password: string, salt: Uint8Array<ArrayBuffer>, iterations: number) {
  const key = await crypto.subtle.importKey('raw', passwordBytes(password), 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, HASH_BITS));
}
