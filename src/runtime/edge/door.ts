/** The short way to the redirect, for what needs no look-up; all else goes through the app. */
import { type Counters, countRedirect } from '../../counters.ts';
import type { Log } from '../../ports.ts';
import { askedOf } from '../../redirect/asked.ts';
import type { Peer } from '../../redirect/facts.ts';
import type { Redirect } from '../../redirect/handler.ts';
import { FAILED, toResponse } from '../../redirect/reply.ts';

interface DoorParts {
  redirect: Pick<Redirect, 'remembered'>;
  counters: Counters;
  log: Log;
  peerOf(request: Request): Peer;
}

/** The answer to a GET of a remembered link, which is the app's; undefined where the app has to give it. */
export type Door = (request: Request) => Promise<Response> | undefined;

export function createDoor({ redirect, counters, log, peerOf }: DoorParts): Door {
  // What fails here goes the long way, and fails there with an answer.
  const answerTo = (request: Request) => {
    try {
      return redirect.remembered(askedOf(request), peerOf(request));
    } catch {
      return undefined;
    }
  };

  return (request) => {
    if (request.method !== 'GET') return undefined;
    return answerTo(request)?.then(
      (told) => {
        countRedirect(counters, told.status);
        return toResponse(told);
      },
      (err) => {
        log.error({ err }, 'A request failed');
        return toResponse(FAILED);
      },
    );
  };
}
