import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { QUARTER_HOUR } from '../../../src/time.ts';
import { startServer } from '../../support/server/server-process.ts';
import type { Client } from '../../support/session/client.ts';
import { createPlayer } from '../../support/session/play.ts';
import { SESSION } from '../../support/session/session.ts';
import { ADMIN_KEY, PUBLIC_URL } from '../../support/session/step.ts';

const TIMEOUT = 400_000;
const SETTINGS = { SOTTO_ADMIN_KEY: ADMIN_KEY, SOTTO_PUBLIC_URL: PUBLIC_URL };

const startNode = () => startServer({ env: { ...SETTINGS, SOTTO_TRUST_PROXY: '127.0.0.0/8' } });

/** The worker in workerd with D1, KV and queue, as `npm run dev:workers` starts it. */
const startEdge = () =>
  startServer({
    entry: 'scripts/dev-workers.ts',
    nodeArgs: ['--experimental-strip-types'],
    env: SETTINGS,
  });

/** Cron comes each minute; workerd also runs it when asked. */
async function runCron({ send }: Client): Promise<void> {
  const { status } = await send({
    method: 'GET',
    path: '/cdn-cgi/local/scheduled',
    headers: { Host: 'localhost' },
  });
  if (status !== 200) throw new Error(`Cron answered ${status}`);
}

/** Plays the session to both runtimes; answers the steps that were not answered alike, or not as recorded. */
async function playToBoth() {
  const [node, edge] = await Promise.all([startNode(), startEdge()]);
  const onNode = createPlayer(node.url);
  const atEdge = createPlayer(edge.url, runCron);
  const wrong = [];
  for (const [place, step] of SESSION.entries()) {
    const [ours, theirs] = await Promise.all([onNode.play(step, place), atEdge.play(step, place)]);
    if (ours.status === step.status && isDeepStrictEqual(ours, theirs)) continue;
    const { method, path, status } = step;
    wrong.push({ place, method, path, recorded: status, node: ours, edge: theirs });
  }
  onNode.close();
  atEdge.close();
  return wrong;
}

// The session also groups by days of Kathmandu, which begin at a quarter past the hour.
const quarterHourNow = () => Math.floor(Date.now() / QUARTER_HOUR);

describe('one recorded session', () => {
  it('gets the same answers on Node and at the edge, over HTTP', { timeout: TIMEOUT }, async () => {
    let quarterHour = quarterHourNow();
    let wrong = await playToBoth();
    // A click may fall into different quarter hours on the two runtimes. Then the session proves nothing and is repeated.
    while (quarterHour !== quarterHourNow()) {
      quarterHour = quarterHourNow();
      wrong = await playToBoth();
    }
    expect(wrong).toEqual([]);
  });

  it('has at least 200 requests, 40 of them for what was counted', () => {
    expect(SESSION.length).toBeGreaterThanOrEqual(200);
    expect(SESSION.filter(({ isRead }) => isRead).length).toBeGreaterThanOrEqual(40);
  });
});
