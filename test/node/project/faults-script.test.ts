/** The script `faults` as it is in package.json. The tests of the faults load their code in another way. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';

it('npm run faults can load and run a fault that needs the whole server', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [, command = ''] = / && exec (.*)$/.exec(scripts.faults) ?? [];
  expect(command).not.toBe('');
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `exec ${command} --quick --only clock`], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
  });
  expect({ status, stderr, row: / ok$/m.test(stdout) }).toMatchObject({ status: 0, row: true });
});
