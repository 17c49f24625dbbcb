import type { Visitor } from '../../../members/sign-in.ts';
import { readClient } from '../../../net/client.ts';
import { MINUTE, SECOND } from '../../../time.ts';
import type { AppContext } from '../env.ts';
import { addressFrom, type Query } from '../frame/view.ts';

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

/** The address of a page, with the language and theme that the reader has chosen on this one. */
export const linkTo = (c: AppContext, path: string, query?: Query): string =>
  addressFrom(c.req.url, path, query);
