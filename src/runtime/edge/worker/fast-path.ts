/** The short way from workerd to the redirect; what it leaves goes through the app. */

import type { Peer } from '../../../redirect/facts.ts';
import { createShortcut, type ShortcutParts } from '../../../redirect/fast-path.ts';
import { askedOf } from '../../../redirect/request-parts.ts';
import { toResponse } from '../../../visitor-pages/reply.ts';

/** The answer to a GET of a remembered link, which is the app's; undefined where the app has to give it. */
export type Door = (request: Request) => Promise<Response> | undefined;

export function createDoor(parts: ShortcutParts, peerOf: (request: Request) => Peer): Door {
  const shortcut = createShortcut(parts);
  return (request) => shortcut(askedOf(request), peerOf(request))?.then(toResponse);
}
