import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { THREATS } from '../../threats/all-threats.ts';

/** The rows of `docs/security.md`: threat, what Sotto does, code, tests. */
const ROWS = readFileSync('docs/security.md', 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 6 && !/^(?:threat|-+)$/.test(cells[1] ?? ''))
  .map(([, name = '', , code = '', tests = '']) => ({ name, code: pathsOf(code), tests: pathsOf(tests) }));

function pathsOf(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
}

describe('the security document', () => {
  it('has a row for each threat that npm run threats tries, and no other, in the same order', () => {
    expect(ROWS.map(({ name }) => name)).toEqual(THREATS.map(({ name }) => name));
  });

  it.each(ROWS)('names code and tests that exist: $name', ({ code, tests }) => {
    expect(code).not.toEqual([]);
    expect(tests.some((path) => path.startsWith('test/threats/'))).toBe(true);
    expect([...code, ...tests].filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('each threat', () => {
  it.each(THREATS)('is in the file that the document names: $name', ({ name }) => {
    const file = ROWS.find((row) => row.name === name)?.tests.find((path) =>
      path.startsWith('test/threats/'),
    );
    expect(readFileSync(file ?? '', 'utf8')).toContain(`name: '${name}'`);
  });
});
