import { readBounded, utf8Text } from '../bytes.ts';
import { domainHost } from '../links/link-domain.ts';
import { RefusedAddress } from '../net/reach.ts';
import type { Deps } from '../ports.ts';
import { SECOND } from '../time.ts';
import { type Challenge, type ChallengeDeps, createChallenge } from './challenge.ts';

/**
 * What became of a request for a domain. 'other_host': it reached this server under another name, because a proxy does not
 * pass the name on. 'inner': the name leads to this machine or a private network, which is not asked. 'off': this server
 * sends no requests.
 */
export type DomainState =
  | 'well'
  | 'other_host'
  | 'other_server'
  | 'no_name'
  | 'certificate'
  | 'no_answer'
  | 'inner'
  | 'off';

/** Longer than a slow server takes, shorter than a page may. */
const TIMEOUT_MS = 10 * SECOND;
/** The most that is read of the answer; a right one has a few hundred bytes of JSON. */
const MAX_BYTES = 4_096;

type CheckDeps = ChallengeDeps & Pick<Deps, 'outgoing' | 'settings' | 'log'>;

/** Asks the domain, over the Internet, for a proof that only this server can give. */
export async function checkDomain(deps: CheckDeps, domain: string): Promise<DomainState> {
  const { outgoing, settings, log } = deps;
  if (!outgoing) return 'off';
  const challenge = await createChallenge(deps, domain);
  const isDefault = domain === domainHost(settings, '');
  const origin = isDefault ? settings.publicUrl : `https://${domain}`;
  const query = new URLSearchParams({ domain, challenge: challenge.text });
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { status, body } = await outgoing(`${origin}/healthz?${query}`, { headers: {}, signal });
    const state = stateOfStatus(status);
    if (state !== null) {
      body?.cancel().catch(() => {});
      return state;
    }
    return stateOfAnswer(challenge, await readBounded(body, MAX_BYTES));
  } catch (err) {
    const state = stateOfError(err);
    // The domain is the team's own; the error may contain addresses, its code does not.
    log.info({ domain, code: codeOf(err) }, 'A domain could not be reached');
    return state;
  }
}

/** What Cloudflare answers in place of a server that it cannot reach, and with what our own answer never comes. */
function stateOfStatus(status: number): DomainState | null {
  if (status === 200) return null;
  if (status === 530) return 'no_name';
  if (status === 525 || status === 526) return 'certificate';
  return status >= 520 && status <= 524 ? 'no_answer' : 'other_server';
}

function stateOfAnswer({ proofs }: Challenge, bytes: Uint8Array | null): DomainState {
  const text = bytes === null ? '' : utf8Text(bytes);
  if (text.includes(proofs.well)) return 'well';
  return text.includes(proofs.otherHost) ? 'other_host' : 'other_server';
}

const NO_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA']);
const CERTIFICATE = /CERT|SIGNATURE|^ERR_SSL|^ERR_TLS|^EPROTO$/;

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return error instanceof Error ? error.name : 'unknown';
}

function stateOfError(error: unknown): DomainState {
  if (error instanceof RefusedAddress) return 'inner';
  const code = codeOf(error);
  if (NO_NAME.has(code)) return 'no_name';
  return CERTIFICATE.test(code) ? 'certificate' : 'no_answer';
}
