import type { ServerProcess } from '../support/server/spawn-server.ts';
import type { Reply } from './load/connection.ts';
import type { Ledger } from './load/ledger.ts';

/** What an attack may use. */
export interface Battlefield {
  server: ServerProcess;
  port: number;
  ledger: Ledger;
  /** Creates a link and returns its slug. */
  link(body?: Record<string, unknown>): Promise<string>;
  /** Keys with all scopes; each may send 600 requests a minute. */
  keys: readonly string[];
  /** Notes an answer for the row of the attack. */
  note(reply: Reply): void;
  /** Whether the time is up. */
  isOver(): boolean;
  /** A number that no other call gets. */
  next(): number;
}

export interface Attack {
  name: string;
  /** Its part of all requests. */
  share: number;
  /** Milliseconds within which each request must be answered in full; `ANSWERED_MS` if it is not given. */
  answeredMs?: number;
  /** Sends this many requests, if the time allows. */
  run(field: Battlefield, requests: number): Promise<void>;
}
