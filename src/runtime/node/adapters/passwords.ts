import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { isSameSecret } from '../../../bytes.ts';
import { formatPassword, parsePassword, passwordBytes } from '../../../links/password.ts';
import type { PasswordHashing } from '../../../ports.ts';
import { createSemaphore } from '../semaphore.ts';

/** N = 2^14: one guess takes 16 MiB and about 50 ms, and only a few guesses a minute are allowed. */
const PARAMETERS = { ln: 14, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each derivation keeps a core busy and holds 16 MiB; redirects need one of their own. */
const MAX_PARALLEL = availableParallelism() > 2 ? 2 : 1;
/** Guesses that may wait, which takes the last one about a second. */
const GUESS_WAIT = { maxWaiting: 20 * MAX_PARALLEL, maxWaitMs: 3_000 };

type Scrypt = (
  password: Uint8Array,
  salt: Uint8Array,
  length: number,
  options: ScryptOptions,
) => Promise<Buffer>;
const scryptAsync: Scrypt = promisify(scrypt);

/** scrypt outside of the event loop, one or two derivations at the same time. */
export function createPasswords(): PasswordHashing {
  const semaphore = createSemaphore(MAX_PARALLEL);
  // Only one derivation of the API waits among the guesses, however many passwords a request sets.
  const ofApi = createSemaphore(1);

  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    const releaseApi = await ofApi.acquire();
    const release = await semaphore.acquire();
    return work().finally(() => {
      release();
      releaseApi();
    });
  };
  return {
    hash: (password) =>
      patiently(async () => {
        const salt = new Uint8Array(randomBytes(SALT_BYTES));
        const hash = new Uint8Array(await derive(password, salt, PARAMETERS));
        return formatPassword({ id: 'scrypt', parameters: PARAMETERS, salt, hash });
      }),
    verify: (password, stored) => patiently(() => isPasswordOf(stored, password)),
    async verifyGuess(password, stored) {
      const release = await semaphore.tryAcquire(GUESS_WAIT);
      return release === 'full' ? 'busy' : isPasswordOf(stored, password).finally(release);
    },
  };
}

async function isPasswordOf(stored: string, password: string): Promise<boolean> {
  const { parameters, salt, hash } = parsePassword(stored, 'scrypt');
  return isSameSecret(await derive(password, salt, parameters), hash);
}

function derive(password: string, salt: Uint8Array, parameters: Record<string, number>): Promise<Buffer> {
  const { ln = 0, r = 0, p = 0 } = parameters;
  return scryptAsync(passwordBytes(password), salt, HASH_BYTES, { N: 2 ** ln, r, p });
}
