/** Runs the threats of `npm run threats`: all of them on Node, and some in workerd, which answers more slowly. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { THREATS } from '../../threats/all-threats.ts';
import { type Runtime, startTarget, type Target } from '../../threats/target.ts';
import { checkThreat } from '../../threats/threat.ts';

const IN_WORKERD = ['Line breaks in headers', 'Other methods', 'Phishing'];

const ends: (() => void | Promise<void>)[] = [];
const onEnd = (end: () => void | Promise<void>) => void ends.push(end);
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  onEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const started = new Map<Runtime, Promise<Target>>();
function targetOf(runtime: Runtime): Promise<Target> {
  const target = started.get(runtime) ?? startTarget(runtime, { onEnd, folder });
  started.set(runtime, target);
  return target;
}

describe.each([
  ['Node', THREATS],
  ['workerd', THREATS.filter(({ name }) => IN_WORKERD.includes(name))],
] as const)('on %s', (runtime, threats) => {
  it.each(threats.map((threat) => [threat.guarantee, threat] as const))('%s', async (_, threat) => {
    const { checks, problems } = await checkThreat(threat, await targetOf(runtime));
    expect(problems).toEqual([]);
    expect(checks).toBeGreaterThan(0);
  });
});
