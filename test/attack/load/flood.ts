import type { Battlefield } from '../attack.ts';
import { openConnection } from './connection.ts';

export interface Flood {
  requests: number;
  connections: number;
  /** The text of the request with this number, and the link that its redirect is a hit of. */
  text(n: number): { text: string | Uint8Array; slug?: string };
}

/** Sends requests over some connections, each waiting for its answer before the next. */
export async function flood(field: Battlefield, { requests, connections, text }: Flood): Promise<void> {
  let sent = 0;
  const run = async () => {
    const connection = openConnection(field.port);
    while (sent < requests && !field.isOver()) {
      const next = text(sent++);
      const reply = await connection.exchange(next.text);
      field.note(reply);
      if (next.slug !== undefined) field.ledger.note(next.slug, reply.status);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: Math.min(connections, requests) }, run));
}
