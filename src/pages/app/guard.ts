/** Who may see a page, by the access table. */
import { SYSTEM_AUTHOR } from '../../audit/audit-entry.ts';
import { DEFAULT_INSTANCE, type InstanceSettings } from '../../instance/instance-settings.ts';
import { LANGUAGES, preferredLanguage } from '../../language.ts';
import { mayDo, type Need } from '../../members/access.ts';
import { findSession, type SignedIn } from '../../members/session.ts';
import { isTimeZone } from '../../stats/time-zone.ts';
import { readSessionCookie } from './cookie.ts';
import type { AppMiddleware, PageDeps, PageMember } from './env.ts';
import { messagePage } from './message-page.tsx';
import { isOwnRequest } from './same-origin.ts';

/** Pages show data of the team, and load nothing from another host. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'Cache-Control': 'private, no-store',
  // Not `no-referrer`, with which browsers send forms without the origin they come from.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
  Vary: 'Cookie, Accept-Language',
};

/** Finds out who asks, in which language. */
export function prepare(deps: Omit<PageDeps, 'author' | 'requestHost'>): AppMiddleware {
  return async (c, next) => {
    const requestId = deps.ids.requestId();
    const url = new URL(c.req.url);
    c.set('requestId', requestId);
    c.set('deps', { ...deps, author: SYSTEM_AUTHOR, requestHost: url.host });
    for (const [name, value] of Object.entries({ ...HEADERS, 'X-Request-Id': requestId }))
      c.header(name, value);
    const chosen = LANGUAGES.find((language) => language === url.searchParams.get('lang'));
    const asked = preferredLanguage(c.req.header('Accept-Language')?.slice(0, 256) ?? '');
    // The page that tells of a failure needs one, too, if the session cannot be read.
    c.set('language', chosen ?? asked);
    const cookie = readSessionCookie(c);
    const signedIn = cookie === undefined ? null : await findSession(deps, cookie);
    c.set('signedIn', signedIn);
    const instance = await instanceOf(deps);
    const language = chosen ?? signedIn?.member.language ?? instance.language ?? asked;
    c.set('language', language);
    c.header('Content-Language', language);
    if (signedIn) {
      c.set('member', pageMember(signedIn, instance));
      const actor = { type: 'member' as const, id: signedIn.member.id };
      c.set('deps', { ...c.var.deps, author: { actor, requestId } });
    }
    return next();
  };
}

/** A page is shown even if these settings cannot be read. */
async function instanceOf({ store, log }: Pick<PageDeps, 'store' | 'log'>): Promise<InstanceSettings> {
  try {
    return await store.instance.known();
  } catch (err) {
    log.error({ err }, 'The settings of the instance could not be read');
    return DEFAULT_INSTANCE;
  }
}

const pageMember = (
  { member, session }: SignedIn,
  { timezone }: Pick<InstanceSettings, 'timezone'>,
): PageMember => ({
  id: member.id,
  name: member.name,
  email: member.email,
  role: member.role,
  language: member.language,
  // A stored zone may be unknown to this runtime.
  timezone: [member.timezone, timezone].find((zone) => zone !== null && isTimeZone(zone)) ?? 'UTC',
  sessionId: session.id,
});

/** Lets a request pass if the need of its page is met. A visitor without a session is asked to sign in. */
export function guard(need: Need): AppMiddleware {
  return async (c, next) => {
    if (!isOwnRequest(c)) return messagePage(c, 403, 'foreign');
    const role = c.var.signedIn?.member.role ?? null;
    if (mayDo(role, need)) return next();
    if (role !== null) return messagePage(c, 403, 'role');
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    const { pathname, search } = new URL(c.req.url);
    const next_ = isRead && pathname !== '/app' ? `?next=${encodeURIComponent(pathname + search)}` : '';
    return c.redirect(`/app/sign-in${next_}`, 303);
  };
}
