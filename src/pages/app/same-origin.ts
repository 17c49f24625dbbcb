/** Refuses what pages of other sites send in the name of a member. */
import type { AppContext } from './env.ts';

const SAFE = new Set(['GET', 'HEAD']);

/**
 * Whether a request that may change something comes from a page of this server. Browsers say so in `Sec-Fetch-Site`, and
 * over http in `Origin`; a request without either comes from no browser of a member.
 */
export function isOwnRequest(c: AppContext): boolean {
  if (SAFE.has(c.req.method)) return true;
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = c.req.header('Origin');
  if (origin === undefined || origin === 'null') return site === 'same-origin';
  const host = URL.parse(origin)?.host;
  // A proxy may send another Host, so the host of the short links counts as well.
  return host === c.var.deps.requestHost || host === new URL(c.var.deps.settings.publicUrl).host;
}
