/** The one cookie of the pages. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { SESSION_DAYS } from '../../members/member.ts';
import { readClient } from '../../net/client.ts';
import { DAY, SECOND } from '../../time.ts';
import type { AppContext } from './env.ts';

/** The name itself makes browsers refuse the cookie from other hosts, for other hosts, and over http. */
const SECURE_NAME = '__Host-sotto';
/** Over http, as on the developer's own machine, where such a cookie would not be kept. */
const PLAIN_NAME = 'sotto-http';

/** Whether the browser came by https, as far as this server can know. */
function isSecure(c: AppContext): boolean {
  const { settings } = c.var.deps;
  const { scheme } = readClient(c.req.raw.headers, c.env.connInfo.address, settings);
  if (scheme !== '') return scheme === 'https';
  return settings.publicUrl.startsWith('https:') || new URL(c.req.url).protocol === 'https:';
}

const nameFor = (c: AppContext) => (isSecure(c) ? SECURE_NAME : PLAIN_NAME);

const optionsFor = (c: AppContext) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c) }) as const;

export const readSessionCookie = (c: AppContext): string | undefined => getCookie(c, nameFor(c));

export function setSessionCookie(c: AppContext, text: string): void {
  setCookie(c, nameFor(c), text, { ...optionsFor(c), maxAge: (SESSION_DAYS * DAY) / SECOND });
}

export function clearSessionCookie(c: AppContext): void {
  deleteCookie(c, nameFor(c), optionsFor(c));
}
