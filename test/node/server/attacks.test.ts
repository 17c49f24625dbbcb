/** Runs the attacks of `npm run attack` with few requests. What they do to redirects in time is measured there. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ATTACKS } from '../../attack/all-attacks.ts';
import { runAttacks } from '../../attack/run-attacks.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

it('answers redirects and counts them exactly during every attack, without a server error', async () => {
  const { rows, probeHits, wrongCounts } = await runAttacks({
    attacks: ATTACKS,
    requests: 2_000,
    seconds: 60,
    dataDir: join(temporaryFolder(), 'data'),
    onEnd: onTestFinished,
  });
  expect(wrongCounts).toEqual([]);
  expect(rows.filter(({ failures, probe }) => failures > 0 || probe.failed > 0)).toEqual([]);
  expect(rows.filter(({ requests }) => requests === 0)).toEqual([]);
  expect(probeHits).toBeGreaterThan(0);
});
