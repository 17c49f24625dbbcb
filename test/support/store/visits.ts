/** The stored visits of a link, read below the API. */
import { sql } from 'drizzle-orm';
import type { HitKind } from '../../../src/hits/hit.ts';
import type { TestRuntime } from '../runtimes/test-runtime.ts';

export const FORM = 'application/x-www-form-urlencoded';

let peers = 0;
/** An address in a new network: its clicks are not repeats, and its password attempts are counted separately. */
export const nextPeer = (): string => `203.${(peers >> 8) % 256}.${peers++ % 256}.9`;

export interface Counted {
  hits: Partial<Record<HitKind, number>>;
  turnedAway: Record<string, number>;
}

/** The stored counts of a link, also of a deleted one: hits by kind, refusals by reason. */
export async function counted({ engine }: TestRuntime, id: string): Promise<Counted> {
  const [hits = [], turnedAway = []] = await engine.read([
    sql`SELECT hits.kind, count(*) times FROM hits JOIN links ON links.id = hits.link_id
      WHERE links.public_id = ${id} GROUP BY hits.kind`,
    sql`SELECT reason, sum(times) times FROM refusals JOIN links ON links.id = refusals.link_id
      WHERE links.public_id = ${id} GROUP BY reason`,
  ]);
  return {
    hits: Object.fromEntries(hits.map(({ kind, times }) => [kind, times])),
    turnedAway: Object.fromEntries(turnedAway.map(({ reason, times }) => [reason, times])),
  };
}

/** The number of requests for an unknown slug. */
export async function unknownSlugTimes({ engine }: TestRuntime, slug: string): Promise<number> {
  const [rows = []] = await engine.read([
    sql`SELECT coalesce(sum(times), 0) times FROM unknown_slugs WHERE slug = ${slug}`,
  ]);
  return Number(rows[0]?.times);
}
