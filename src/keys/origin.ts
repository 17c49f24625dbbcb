/**
 * A web origin as browsers send it (`https://pages.example`, `http://localhost:3000`); null for what is none.
 * Case, a default port and one slash at the end are forgiven. An asterisk stands for nothing: origins are exact.
 */
export function parseOrigin(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  return url.href === `${url.origin}/` && !/[\s*]/.test(text) ? url.origin : null;
}
