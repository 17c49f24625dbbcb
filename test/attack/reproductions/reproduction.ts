import type { OnEnd, ServerProcess, SpawnOptions } from '../../support/server/spawn-server.ts';
import type { Battlefield } from '../attack.ts';

/** A server that is attacked, and ways to start others of the same build. */
export interface Scene extends Omit<Battlefield, 'isOver' | 'note'> {
  /** A factor for the size of everything. */
  scale: number;
  /** How many links there are, with the tag `all` and the campaign `common`. */
  links: number;
  /** The folder of the build. */
  build: string;
  folder(): string;
  onEnd: OnEnd;
  start(options: SpawnOptions): Promise<ServerProcess>;
  /** Sends one call of the API with one of the keys. */
  call(method: string, path: string, body?: unknown): Promise<Called>;
  /** The median time of a redirect of the probe since the last call, in milliseconds. */
  redirectMs(): Promise<number>;
}

export interface Called {
  status: number;
  ms: number;
  bytes: number;
  body: string;
}

/** One way in which a single caller, stranger or fault did great harm. */
export interface Reproduction {
  /** What is done. */
  name: string;
  /** Whether the probe opens links of the same server meanwhile. */
  probed: boolean;
  /** Does it and says what came of it. */
  run(scene: Scene): Promise<string>;
}
