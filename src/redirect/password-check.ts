import { isPossiblePassword } from '../links/password.ts';
import type { Passwords } from '../ports.ts';
import { MINUTE } from '../time.ts';
import { messagePage } from '../visitor-pages/message-page.ts';
import { readForm } from '../visitor-pages/password-form.ts';
import type { Reply } from '../visitor-pages/reply.ts';
import { createAttemptLimiter } from './attempt-limiter.ts';
import type { Visit } from './visit.ts';

const LIMITS = { max: 5, windowMs: MINUTE, maxEntries: 10_000 };

interface ProtectedLink {
  rowId: number;
  passwordHash: string;
}

/** Whether the form had the link's password, or the answer to an unsupported form or one attempt too many. */
export type PasswordCheck = (
  request: Request,
  link: ProtectedLink,
  visit: Visit,
) => Promise<'right' | 'wrong' | Reply>;

/** Attempts are limited before the slow hash is computed. Rejects if this runtime cannot check the stored hash. */
export function createPasswordCheck({ passwords }: { passwords: Passwords }): PasswordCheck {
  const attempts = createAttemptLimiter(LIMITS);
  return async (request, { rowId, passwordHash }, { facts, at }) => {
    const form = await readForm(request);
    if (!form.ok) return messagePage(form.message, facts);
    const waitMs = attempts.take(rowId, facts.address, at);
    if (waitMs > 0) {
      return messagePage('too_many_attempts', facts, { 'Retry-After': String(Math.ceil(waitMs / 1000)) });
    }
    if (!isPossiblePassword(form.password)) return 'wrong';
    if (!(await passwords.verify(form.password, passwordHash))) return 'wrong';
    // Many people who know the password may share one network.
    attempts.refund(rowId, facts.address);
    return 'right';
  };
}
