import { isPossiblePassword } from '../links/password.ts';
import { turnForRequest } from '../next-turn.ts';
import type { Deps } from '../ports.ts';
import { MINUTE } from '../time.ts';
import type { Reply } from '../visitor-pages/http-reply.ts';
import { type AttemptLimits, createAttemptLimiter } from './attempt-limiter.ts';
import { loadPages } from './load-pages.ts';
import type { Visit } from './visit.ts';

/** Wrong passwords per minute. */
const LIMITS: AttemptLimits = {
  perLinkAndNetwork: { max: 5, windowMs: MINUTE },
  perNetwork: { max: 20, windowMs: MINUTE },
  perLinkAndOrganization: { max: 15, windowMs: MINUTE },
  perLink: { max: 60, windowMs: MINUTE },
};
const BUSY_SECONDS = 5;

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
export function createPasswordCheck({
  passwords,
  counters,
}: Pick<Deps, 'passwords' | 'counters'>): PasswordCheck {
  const attempts = createAttemptLimiter(LIMITS);
  return async (request, { rowId, passwordHash }, { facts, at }) => {
    // A form costs as much as a request for the API, and a stranger can send a thousand at once.
    await turnForRequest();
    const { messagePage, readForm } = await loadPages();
    const form = await readForm(request);
    if (!form.ok) return messagePage(form.message, facts);
    const { limitAddress } = facts;
    const waitMs = attempts.take(rowId, limitAddress, at);
    if (waitMs > 0) {
      counters.passwordsRefused.limited += 1;
      return messagePage('too_many_attempts', facts, { 'Retry-After': String(Math.ceil(waitMs / 1000)) });
    }
    if (!isPossiblePassword(form.password)) return 'wrong';
    const isRight = await passwords.verifyGuess(form.password, passwordHash);
    if (isRight === false) return 'wrong';
    // Many people who know the password may share one network.
    attempts.refund(rowId, limitAddress);
    if (isRight !== 'busy') return 'right';
    counters.passwordsRefused.busy += 1;
    return messagePage('passwords_busy', facts, { 'Retry-After': String(BUSY_SECONDS) });
  };
}
