/** `/readyz`, with the statuses of the health check draft for HTTP APIs: pass, warn, fail. */
import { checkAdminKeys } from './keys/admin-keys.ts';
import { readClient } from './net/client.ts';
import { isLocalName } from './net/local.ts';
import type { Check, Deps } from './ports.ts';
import { noteProxyProblem, PROXY_PROBLEMS } from './redirect/proxy-warning.ts';
import type { ConnInfo } from './redirect/request-facts.ts';
import { isAlerting } from './redirect/unknown-slugs.ts';
import type { DictionaryUsage, HitStore } from './store-ports/hit-stores.ts';
import { dayOf, SECOND } from './time.ts';

const WORST_FIRST = ['fail', 'warn', 'pass'] as const;

/** How long strangers get the same answer: a check writes to the database. */
const REUSED_MS = SECOND;

/** All checks, and the worst status of them. */
interface State {
  status: Check['status'];
  checks: Check[];
}

export interface Readiness {
  /** The worst status of all checks: 200, or 503 if one fails, so that load balancers send people elsewhere. */
  summary(request: Request, conn: ConnInfo): Promise<Response>;
  /** The same with all checks. */
  details(request: Request, conn: ConnInfo): Promise<Response>;
  /** All checks, made now. */
  state(request: Request, conn: ConnInfo): Promise<State>;
}

export function createReadiness(deps: Deps): Readiness {
  // The checks and not their promise, because workerd ties a promise to the request that made it.
  let recent: { at: number; checks: Check[] } | undefined;

  const check = async (request: Request, conn: ConnInfo, maxAgeMs: number): Promise<State> => {
    // Health checks of a load balancer name no client.
    const { proxyProblem } = readClient(request.headers, conn.address, deps.settings);
    if (proxyProblem === 'undeclared') noteProxyProblem({ proxyProblem }, deps);
    const at = deps.clock();
    if (!recent || Math.abs(at - recent.at) >= maxAgeMs) {
      const checks = await deps.health();
      recent = { at, checks: [...checks, ...(await adminKeyChecks(deps, checks))] };
    }
    const checks = [...recent.checks, proxyCheck(deps), hostCheck(deps), unknownSlugsCheck(deps)];
    const status = WORST_FIRST.find((each) => checks.some((one) => one.status === each)) ?? 'pass';
    return { status, checks };
  };

  return {
    async summary(request, conn) {
      const { status } = await check(request, conn, REUSED_MS);
      return answer({ status });
    },
    details: async (request, conn) => answer(await check(request, conn, 0)),
    state: (request, conn) => check(request, conn, 0),
  };
}

function answer(body: { status: Check['status'] }): Response {
  const headers = { 'Cache-Control': 'no-store' };
  return Response.json(body, { status: body.status === 'fail' ? 503 : 200, headers });
}

/** Above this share of its bound, a dictionary is nearly full. */
const NEARLY_FULL = 0.8;

const ROOM_TEXTS: Record<DictionaryUsage['name'], string> = {
  referrers: 'new referrers today; further ones count as (other) until tomorrow (UTC)',
  places: 'places; of further ones only the country is stored',
};

/** Checks whether the values that strangers or the platform choose are near their bounds; `now` is UTC milliseconds. */
export async function checkDictionaries(
  hits: Pick<HitStore, 'dictionaryRoom'>,
  now: number,
): Promise<Pick<Check, 'status' | 'detail'>> {
  const rooms = await hits.dictionaryRoom(dayOf(now));
  const texts = rooms.map(({ name, entries, bound }) => `${entries} of ${bound} ${ROOM_TEXTS[name]}`);
  const isNearlyFull = rooms.some(({ entries, bound }) => entries >= NEARLY_FULL * bound);
  return { status: isNearlyFull ? 'warn' : 'pass', detail: `${texts.join('. ')}.` };
}

/** The keys are in the database: if that fails, another check reports it, and this one would only wait. */
async function adminKeyChecks(deps: Deps, checks: Check[]): Promise<Check[]> {
  if (checks.some(({ status }) => status === 'fail')) return [];
  try {
    return [await checkAdminKeys(deps)];
  } catch (err) {
    deps.log.error({ err, check: 'adminKey' }, 'A health check failed');
    return [{ name: 'adminKey', status: 'warn', detail: 'The keys cannot be read.' }];
  }
}

function proxyCheck({ counters: { proxyProblems } }: Deps): Check {
  const name = 'proxy';
  const details = [...proxyProblems].map((problem) => PROXY_PROBLEMS[problem]);
  return details.length > 0
    ? { name, status: 'warn', detail: details.join(' ') }
    : { name, status: 'pass', detail: 'No proxy has hidden the clients of requests.' };
}

function hostCheck({ counters: { foreignHosts }, settings: { publicUrl, trustedProxies } }: Deps): Check {
  const name = 'hosts';
  const { hostname } = new URL(publicUrl);
  if (trustedProxies.length > 0 && isLocalName(hostname)) {
    return { name, status: 'warn', detail: LOCAL_PUBLIC_URL };
  }
  return foreignHosts > 0
    ? { name, status: 'warn', detail: `${FOREIGN_HOST} Requests so far: ${foreignHosts}.` }
    : { name, status: 'pass', detail: 'Links are opened under the public URL and the domains.' };
}

const LOCAL_PUBLIC_URL =
  'A proxy is declared, but the public URL is on this machine, so short links lead nowhere for others. Set ' +
  'SOTTO_PUBLIC_URL to the address that people use.';
const FOREIGN_HOST =
  'Links are opened under a host that is neither that of SOTTO_PUBLIC_URL nor a domain. Let the proxy pass on the ' +
  'Host header, set SOTTO_PUBLIC_URL, or add the host as a domain.';

function unknownSlugsCheck({ counters, clock }: Pick<Deps, 'counters' | 'clock'>): Check {
  const name = 'unknownSlugs';
  const { limited, limitedAt } = counters.unknownSlugs;
  return isAlerting(limitedAt, clock())
    ? {
        name,
        status: 'warn',
        detail: `Somebody may be guessing links: ${limited} requests for unknown slugs were refused since the start, the newest in the last ten minutes.`,
      }
    : { name, status: 'pass', detail: 'No network requests many unknown slugs.' };
}
