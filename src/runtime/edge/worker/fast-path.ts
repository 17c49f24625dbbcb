/** The fast path from workerd to the redirect, past the app. */
import type { Peer } from '../../../redirect/facts.ts';
import { createShortcut, type ShortcutParts } from '../../../redirect/fast-path.ts';
import { askedOf } from '../../../redirect/request-parts.ts';
import { toResponse } from '../../../visitor-pages/reply.ts';

/** Answers a GET of a cached link as the app would; undefined for every other request. */
export type Door = (request: Request) => Promise<Response> | undefined;

export function createDoor(parts: ShortcutParts, peerOf: (request: Request) => Peer): Door {
  const shortcut = createShortcut(parts);
  return (request) => shortcut(askedOf(request), peerOf(request))?.then(toResponse);
}
