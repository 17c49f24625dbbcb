/**
 * Proves that a request for a domain has reached this server. The request carries a challenge that only this server can
 * have made, and the answer a proof that only this server can give. Both are signatures with a secret of the database, so
 * that nothing is stored for a check and any process or isolate can answer it.
 */
import { toBase64url, utf8Bytes } from '../bytes.ts';
import type { InstanceStore } from '../instance/instance-store.ts';
import type { Clock } from '../ports.ts';
import { MINUTE } from '../time.ts';
import { comparableHost } from '../urls/destination.ts';

export interface ChallengeDeps {
  store: { instance: Pick<InstanceStore, 'secret'> };
  clock: Clock;
}

export interface Challenge {
  domain: string;
  /** To send along. */
  text: string;
  /** What this server answers if the request reaches it with the name of the domain, and with another name. */
  proofs: { well: string; otherHost: string };
}

const BYTES = 16;
const FORM = /^([\w-]{22})\.(\d{1,15})\.([\w-]{43})$/;
/** For how long a challenge is answered. */
const LIFE_MS = MINUTE;

async function sign(secret: string, parts: readonly (string | number)[]): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8Bytes(secret), algorithm, false, ['sign']);
  return toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8Bytes(parts.join('\n')))));
}

const randomText = (bytes: number) => toBase64url(crypto.getRandomValues(new Uint8Array(bytes)));

const secretOf = ({ store }: Pick<ChallengeDeps, 'store'>) => store.instance.secret(randomText(2 * BYTES));

async function proofsOf(secret: string, domain: string, nonce: string): Promise<Challenge['proofs']> {
  const [well, otherHost] = await Promise.all([
    sign(secret, ['well', domain, nonce]),
    sign(secret, ['other host', domain, nonce]),
  ]);
  return { well, otherHost };
}

/** A new challenge for this domain. */
export async function createChallenge(deps: ChallengeDeps, domain: string): Promise<Challenge> {
  const secret = await secretOf(deps);
  const [nonce, at] = [randomText(BYTES), deps.clock()];
  const signature = await sign(secret, ['ask', domain, nonce, at]);
  return { domain, text: `${nonce}.${at}.${signature}`, proofs: await proofsOf(secret, domain, nonce) };
}

/** The proof for a challenge that has arrived under this host; null if this server has not made it just now. */
export async function proofFor(
  deps: ChallengeDeps,
  { domain, text }: Pick<Challenge, 'domain' | 'text'>,
  host: string,
): Promise<string | null> {
  const [, nonce = '', at = '', signature] = FORM.exec(text) ?? [];
  if (signature === undefined || Math.abs(deps.clock() - Number(at)) > LIFE_MS) return null;
  const secret = await secretOf(deps);
  if ((await sign(secret, ['ask', domain, nonce, at])) !== signature) return null;
  const { well, otherHost } = await proofsOf(secret, domain, nonce);
  return comparableHost(host) === comparableHost(domain) ? well : otherHost;
}
