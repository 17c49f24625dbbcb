/** An answer in a form that every runtime can send. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

// There is no Referrer-Policy, which would hide the referrer from the destination.
export const UNCACHED = { 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' };

/**
 * Makes a browser use HTTPS for 180 days. Only for the host of this answer: links often have a domain above others that
 * do not have HTTPS.
 */
export const HSTS_NAME = 'Strict-Transport-Security';
export const HSTS_VALUE = 'max-age=15552000';

/** The reply to a visitor; `secure` if they came by HTTPS. */
export function forVisitor(reply: Reply, { secure }: { secure: boolean }): Reply {
  return secure ? { ...reply, headers: { ...reply.headers, [HSTS_NAME]: HSTS_VALUE } } : reply;
}

/** A redirect that no cache stores. */
export function redirectTo(location: string, status: number): Reply {
  return { status, headers: { Location: location, ...UNCACHED }, body: null };
}

/** The answer after an unexpected error. */
export const FAILED: Reply = {
  status: 500,
  headers: { 'Cache-Control': 'no-store', 'Content-Type': 'text/plain;charset=UTF-8' },
  body: 'Something went wrong here.\n',
};

/** The answer to a request that names two hosts: another program on its way could read the other one. */
export const TWO_HOSTS: Reply = {
  status: 400,
  headers: { 'Cache-Control': 'no-store', 'Content-Type': 'text/plain;charset=UTF-8' },
  body: 'A request must have exactly one Host header.\n',
};

/** The answer while the database is locked, full or not reachable. */
export const UNAVAILABLE: Reply = {
  status: 503,
  headers: { ...FAILED.headers, 'Retry-After': '30' },
  body: 'This does not work right now. Try again in a minute.\n',
};

export function toResponse({ body, ...init }: Reply): Response {
  return new Response(body, init);
}
