/** The ids of the channels that have sums: one for each domain and channel. */
import { sql } from 'drizzle-orm';
import { scopes } from '../schema/sums.ts';
import type { Reader } from '../sql/engine.ts';
import { type RowInsert, rowTarget } from '../sql/row-inserts.ts';

const SCOPES = rowTarget(scopes);

export interface ChannelScopeIds {
  /** The scope of a channel's rows, which is negative; a new channel gets the next one. */
  of(domain: string, channel: string): number;
  /** Inserts the new channels, if there are any. */
  added(): RowInsert[];
}

/** Reads the stored channels. */
export async function readScopeIds({ read }: Reader): Promise<ChannelScopeIds> {
  const [rows = []] = await read([sql`SELECT id, domain, channel FROM scopes`]);
  const ids = new Map(rows.map(({ id, domain, channel }) => [`${channel} ${domain}`, Number(id)]));
  let last = Math.max(0, ...ids.values());
  const fresh: [number, string, string][] = [];
  return {
    of(domain, channel) {
      const key = `${channel} ${domain}`;
      const known = ids.get(key);
      if (known !== undefined) return -known;
      last += 1;
      ids.set(key, last);
      fresh.push([last, domain, channel]);
      return -last;
    },
    added: () => (fresh.length === 0 ? [] : [{ into: SCOPES, rows: fresh }]),
  };
}
