import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('the built server has no character beyond Latin-1, for which V8 would keep two bytes per character', () => {
  const [, folder = ''] = /\.\/(server-\w+)\//.exec(readFileSync('dist/node.js', 'utf8')) ?? [];
  const scripts = readdirSync(join('dist', folder)).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(10);
  const wide = scripts.filter((name) =>
    /[\u0100-\uffff]/.test(readFileSync(join('dist', folder, name), 'utf8')),
  );
  expect(wide).toEqual([]);
});
