/** A request as the redirect reads it, independent of the runtime. */
export interface RequestParts {
  method: string;
  /** Named as in `URL`. */
  url: Pick<URL, 'host' | 'pathname' | 'protocol' | 'search'>;
  /** `get` takes names in lower case, joins repeated headers with a comma and returns null for an absent one. */
  headers: Pick<Headers, 'get'>;
}

export function requestParts({ method, url, headers }: Request): RequestParts {
  return { method, url: new URL(url), headers };
}
