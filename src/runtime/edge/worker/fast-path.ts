/** The fast path from workerd to the redirect, past the app. */

import { createFastPath, type FastPathDeps } from '../../../redirect/fast-path.ts';
import type { ConnInfo } from '../../../redirect/request-facts.ts';
import { requestParts } from '../../../redirect/request-parts.ts';
import { toResponse } from '../../../visitor-pages/http-reply.ts';

/** Answers a GET of a cached link as the app would; undefined for every other request. */
export type EdgeFastPath = (request: Request) => Promise<Response> | undefined;

export function createEdgeFastPath(
  deps: FastPathDeps,
  getConnInfo: (request: Request) => ConnInfo,
): EdgeFastPath {
  const fastPath = createFastPath(deps);
  return (request) => fastPath(requestParts(request), getConnInfo(request))?.then(toResponse);
}
