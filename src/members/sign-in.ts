import type { Deps } from '../ports.ts';
import { cleanEmail } from './check-input.ts';
import { MAX_MEMBER_PASSWORD, type Secrets, TICKET_LIFE_MS } from './member.ts';
import { isRightCode } from './second-factor.ts';
import { startSession } from './session.ts';
import { type AttemptBy, createSignInLimit } from './sign-in-limit.ts';
import { usableTicket } from './tickets.ts';
import { newToken } from './token.ts';

type SignInDeps = Pick<Deps, 'store' | 'clock' | 'ids' | 'passwords' | 'log' | 'sharedLimits'>;

/** Who asks: for the limits, and for what the session shows of the device. */
export interface Visitor {
  address: AttemptBy['address'];
  userAgent: string;
}

/** `session` is the text of the cookie. `ticket` proves the right password until the code follows. */
export type SignInOutcome =
  | { status: 'signed_in'; session: string }
  | { status: 'needs_code'; ticket: string }
  | { status: 'wrong' | 'busy' | 'expired' }
  | { status: 'limited'; seconds: number };

/** Signing in, with limits that count in this process. */
export interface SignIn {
  withPassword(given: { email: string; password: string }, visitor: Visitor): Promise<SignInOutcome>;
  withCode(given: { ticket: string; code: string }, visitor: Visitor): Promise<SignInOutcome>;
  /** Whether the password is the member's, who is signed in already. */
  confirm(memberId: string, password: string, visitor: Visitor): Promise<'right' | SignInOutcome>;
}

export function createSignIn(deps: SignInDeps): SignIn {
  const { store, clock, passwords } = deps;
  const limit = createSignInLimit(deps.sharedLimits);
  // The hash of a password that nobody knows: an unknown account takes as long as a known one.
  let decoy: string | undefined;
  const decoyHash = async () => {
    decoy ??= await passwords.hash((await newToken()).text);
    return decoy;
  };

  /** Counts the attempt, then compares. What is not right has been counted and stays so. */
  const check = async (
    secrets: Secrets | undefined,
    { password, by }: { password: string; by: AttemptBy },
  ): Promise<'right' | SignInOutcome> => {
    const seconds = await limit.take(by, clock());
    if (seconds > 0) return { status: 'limited', seconds };
    const fallback = await decoyHash();
    const compared = await compare(deps, password, secrets?.passwordHash ?? fallback);
    const outcome = compared === 'right' && !secrets ? 'wrong' : compared;
    if (outcome !== 'wrong') limit.refund(by);
    return outcome === 'right' ? 'right' : { status: outcome };
  };

  return {
    async withPassword({ email: given, password }, { address, userAgent }) {
      const email = cleanEmail(given);
      const found = await store.members.secretsOf({ email });
      const outcome = await check(found, { password, by: { account: email, address } });
      if (outcome !== 'right') return outcome;
      if (!found) return { status: 'wrong' };
      if (found.totpSecret !== null) return waitForCode(deps, found.id);
      const session = await startSession(deps, found.id, { userAgent });
      return session === null ? { status: 'wrong' } : { status: 'signed_in', session };
    },

    async withCode({ ticket: text, code }, { address, userAgent }) {
      const ticket = await usableTicket(deps, text, ['second_factor']);
      const found = ticket?.memberId ? await store.members.secretsOf({ id: ticket.memberId }) : undefined;
      if (!ticket || !found) return { status: 'expired' };
      const by = { account: `code ${found.id}`, address };
      const seconds = await limit.take(by, clock());
      if (seconds > 0) return { status: 'limited', seconds };
      if (!(await isRightCode(deps, found, code))) return { status: 'wrong' };
      limit.refund(by);
      const session = await startSession(deps, found.id, { userAgent, ticketHash: ticket.hash });
      return session === null ? { status: 'expired' } : { status: 'signed_in', session };
    },

    async confirm(memberId, password, { address }) {
      const found = await store.members.secretsOf({ id: memberId });
      return check(found, { password, by: { account: found?.email ?? memberId, address } });
    },
  };
}

/** Text that is too long is compared as an empty one, in the same time. */
async function compare(
  { passwords, log }: Pick<SignInDeps, 'passwords' | 'log'>,
  password: string,
  hash: string,
): Promise<'right' | 'wrong' | 'busy'> {
  const isPossible = password.length <= MAX_MEMBER_PASSWORD;
  try {
    const right = await passwords.verifyGuess(isPossible ? password : '', hash);
    if (right === 'busy') return 'busy';
    return right && isPossible ? 'right' : 'wrong';
  } catch (err) {
    log.error({ err }, 'A password cannot be checked on this runtime: it must be reset');
    return 'wrong';
  }
}

async function waitForCode({ store, clock, ids }: SignInDeps, memberId: string): Promise<SignInOutcome> {
  const { text, hash } = await newToken();
  const createdAt = clock();
  const expiresAt = createdAt + TICKET_LIFE_MS.second_factor;
  const ticket = { id: ids.id('tic'), hash, memberId, email: null, role: null, createdAt, expiresAt };
  await store.members.addTicket({ ...ticket, purpose: 'second_factor' });
  return { status: 'needs_code', ticket: text };
}
