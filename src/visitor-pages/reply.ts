/** An answer before it takes the form that a runtime sends. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

// No Referrer-Policy among them: it would erase the destination's Referer.
export const UNCACHED = { 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' };

/** A redirect that nobody stores. */
export function leadTo(location: string, status: number): Reply {
  return { status, headers: { Location: location, ...UNCACHED }, body: null };
}

/** What anybody is told when something of ours broke. */
export const FAILED: Reply = {
  status: 500,
  headers: { 'Cache-Control': 'no-store', 'Content-Type': 'text/plain;charset=UTF-8' },
  body: 'Something went wrong here.\n',
};

export function toResponse({ body, ...init }: Reply): Response {
  return new Response(body, init);
}
