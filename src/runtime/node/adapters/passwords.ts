import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { isSameSecret } from '../../../bytes.ts';
import { formatPassword, parsePassword, passwordBytes } from '../../../links/password.ts';
import type { Passwords } from '../../../ports.ts';

/** N = 2^14: 16 MiB and some 50 ms for one guess, of which few a minute are allowed. */
const PARAMETERS = { ln: 14, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each keeps a core busy and holds 16 MiB: the redirects need the rest. */
const AT_ONCE = 2;

type Scrypt = (
  password: Uint8Array,
  salt: Uint8Array,
  length: number,
  options: ScryptOptions,
) => Promise<Buffer>;
const scryptAsync: Scrypt = promisify(scrypt);

/** scrypt off the event loop, at most two at once. */
export function createPasswords(): Passwords {
  const oneOf = limited(AT_ONCE);
  const derive = (password: string, salt: Uint8Array, parameters: Record<string, number>) => {
    const { ln = 0, r = 0, p = 0 } = parameters;
    return oneOf(() => scryptAsync(passwordBytes(password), salt, HASH_BYTES, { N: 2 ** ln, r, p }));
  };
  return {
    async hash(password) {
      const salt = new Uint8Array(randomBytes(SALT_BYTES));
      const hash = new Uint8Array(await derive(password, salt, PARAMETERS));
      return formatPassword({ id: 'scrypt', parameters: PARAMETERS, salt, hash });
    },
    async verify(password, stored) {
      const { parameters, salt, hash } = parsePassword(stored, 'scrypt');
      return isSameSecret(await derive(password, salt, parameters), hash);
    },
  };
}

/** Runs tasks in the order they came, so many at a time. */
function limited(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // Whoever waits takes the place over: it is never free in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
