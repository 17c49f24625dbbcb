/** A browser of a member, as far as the pages need one: it keeps the cookie and sends forms from this site. */
import { ORIGIN, type Sotto } from './runtimes/sotto.ts';

export const PASSWORD = 'four walls and a door';

export interface MemberBrowser {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** The cookie as it is sent, '' without one. */
  cookie(): string;
}

export function openBrowser(sotto: Pick<Sotto, 'request'>, peer?: string): MemberBrowser {
  let cookie = '';
  const send = async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('Cookie', cookie);
    const response = await sotto.request(path, { ...init, headers, ...(peer && { peer }) });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      cookie = pair.endsWith('=') ? '' : pair;
    }
    return response;
  };
  return {
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields = {}, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          Origin: ORIGIN,
          'Sec-Fetch-Site': 'same-origin',
          ...headers,
        },
        body: new URLSearchParams(fields).toString(),
      }),
    cookie: () => cookie,
  };
}

/** The path of a link to this server. */
export const pathOf = (url: string): string => url.slice(ORIGIN.length);
