/** A request as the redirect reads it, whatever carried it here. */
export interface Asked {
  method: string;
  /** Its parts as a `URL` names them. */
  url: Pick<URL, 'host' | 'pathname' | 'protocol' | 'search'>;
  /** Of several with one name, all, joined by a comma; null where there is none. */
  headers: Pick<Headers, 'get'>;
}

export function askedOf({ method, url, headers }: Request): Asked {
  return { method, url: new URL(url), headers };
}
