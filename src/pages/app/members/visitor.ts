import type { Visitor } from '../../../members/sign-in.ts';
import { readClient } from '../../../net/client.ts';
import { MINUTE, SECOND } from '../../../time.ts';
import type { AppContext } from '../env.ts';

/** Who sends the request, for limits and for what a session shows of its device. */
export function visitorOf(c: AppContext): Visitor {
  const { settings } = c.var.deps;
  const { limitAddress } = readClient(c.req.raw.headers, c.env.connInfo.address, settings);
  return { address: limitAddress, userAgent: c.req.header('User-Agent') ?? '' };
}

export const minutesOf = (seconds: number): number => Math.max(1, Math.ceil((seconds * SECOND) / MINUTE));

/** A page of the application to go to after signing in; the overview for anything else. */
export function nextPage(text: string): string {
  return /^\/app(?:[/?][^\\\s]*)?$/.test(text) && !/^\/app\/(?:sign-|join\/|reset\/)/.test(text)
    ? text
    : '/app';
}

/** The address in the language that the reader has chosen on this page. */
export const inLanguage = (c: AppContext, path: string): string =>
  c.req.query('lang') === undefined ? path : `${path}?lang=${c.var.language}`;
