/** The fetch handler: the fast path where it applies, else the app. */
import { createApp } from '../../../app.ts';
import { createRedirect } from '../../../redirect/handler.ts';
import { edgeConnInfo } from './conn-info.ts';
import { createEdgeFastPath } from './fast-path.ts';
import type { Edge } from './open-edge.ts';

/** Answers every request. The first one of a day waits for the salt of the day, without which its visitor has no hash. */
export function createFetchHandler({
  deps,
  salts,
  blocklist,
  defer,
}: Edge): (request: Request) => Promise<Response> {
  const { counters, log } = deps;
  const getConnInfo = edgeConnInfo(deps.settings);
  const redirect = createRedirect(deps);
  const app = createApp(deps, (c) => getConnInfo(c.req.raw), { redirect });
  const fastPath = createEdgeFastPath({ redirect, counters, log }, getConnInfo);
  const answer = async (request: Request) => fastPath(request) ?? app.fetch(request);
  return (request) => {
    const [salt, lists] = [salts.learn(defer), blocklist.learn(defer)];
    return salt || lists ? Promise.all([salt, lists]).then(() => answer(request)) : answer(request);
  };
}
