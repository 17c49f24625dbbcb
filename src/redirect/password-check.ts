import { isPossiblePassword } from '../links/password.ts';
import type { Passwords } from '../ports.ts';
import { noticeAnswer } from '../visitor-pages/message-page.ts';
import { readForm } from '../visitor-pages/password-form.ts';
import type { Reply } from '../visitor-pages/reply.ts';
import { createAttempts } from './attempt-limiter.ts';
import type { Visit } from './visit.ts';

const LIMITS = { most: 5, windowMs: 60_000, remembered: 10_000 };

/** The link's own number and what is stored of its password. */
interface Lock {
  rowId: number;
  passwordHash: string;
}

/** Whether the form brought the password, or the answer for what is no form of ours or one too many. */
export type Unlock = (request: Request, lock: Lock, visit: Visit) => Promise<'right' | 'wrong' | Reply>;

/** Attempts are limited before the hash, which is made to be slow. Rejects where the hash cannot be checked here. */
export function createUnlock({ passwords }: { passwords: Passwords }): Unlock {
  const attempts = createAttempts(LIMITS);
  return async (request, { rowId, passwordHash }, { facts, at }) => {
    const form = await readForm(request);
    if (!form.ok) return noticeAnswer(form.notice, facts);
    const waitMs = attempts.take(rowId, facts.address, at);
    if (waitMs > 0) {
      return noticeAnswer('too_many_attempts', facts, { 'Retry-After': String(Math.ceil(waitMs / 1000)) });
    }
    if (!isPossiblePassword(form.password)) return 'wrong';
    if (!(await passwords.verify(form.password, passwordHash))) return 'wrong';
    // Many who know the password may share an address.
    attempts.forgive(rowId, facts.address);
    return 'right';
  };
}
