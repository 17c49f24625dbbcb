/** What the worker answers: through the door what it takes, and all else by the app. */
import { createApp } from '../../../app.ts';
import { createRedirect } from '../../../redirect/handler.ts';
import { edgePeer } from './conn-info.ts';
import { createDoor } from './fast-path.ts';
import type { Edge } from './open-edge.ts';

/** Answers every request. A visitor has to be told apart from the first on, so the salt of the day comes first. */
export function createFront({ deps, salts, later }: Edge): (request: Request) => Promise<Response> {
  const { counters, log } = deps;
  const peerOf = edgePeer(deps.settings);
  const redirect = createRedirect(deps);
  const app = createApp(deps, (c) => peerOf(c.req.raw), redirect);
  const door = createDoor({ redirect, counters, log }, peerOf);
  const answer = async (request: Request) => door(request) ?? app.fetch(request);
  return (request) => salts.learn(later)?.then(() => answer(request)) ?? answer(request);
}
