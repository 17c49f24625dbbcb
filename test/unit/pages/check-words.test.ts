import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHECK_WORDS } from '../../../src/pages/app/settings/check-words.ts';
import { VERSION } from '../../../src/version.ts';

/** The rows of the tables of checks: name, what fails, what needs attention. */
function documented(path: string): [name: string, fails: string, warns: string][] {
  const [, table = ''] = readFileSync(path, 'utf8').split('| check | `fail` | `warn` |\n');
  const [rows = ''] = table.split('\n\n');
  return rows
    .split('\n')
    .slice(1)
    .map((row) => {
      const [, name = '', fails = '', warns = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return [name.replaceAll('`', ''), fails, warns];
    });
}

it('has words for every check of /readyz, in every state that it can have', () => {
  const checks = [...documented('docs/watch.md'), ...documented('docs/cloudflare.md')];
  expect(checks.length).toBeGreaterThan(14);
  for (const [name, fails, warns] of checks) {
    const words = CHECK_WORDS.get(name);
    expect(words, name).toBeDefined();
    if (warns !== '') expect(words?.warn, `${name} warns`).toBeDefined();
    if (fails !== '' && !fails.includes('otherwise')) expect(words?.fail, `${name} fails`).toBeDefined();
  }
});

it('shows the version of the package', () => {
  expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
});
