import { onTestFinished } from 'vitest';
import { followLink, type RedirectLoad } from './follow-link.ts';

export { storedMarks } from './follow-link.ts';

/** Follows a short link over several connections, which are closed after the running test. */
export function loadRedirects(shortUrl: string, name: string, connections: number): RedirectLoad {
  return followLink(shortUrl, name, connections, onTestFinished);
}
