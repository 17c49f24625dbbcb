import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishFolder, replaceFile, replaceFolder } from '../../../scripts/publish.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

const files = (contents: Record<string, string>) => new Map(Object.entries(contents));
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();

describe('the build output', () => {
  it('of a version stays complete in its own folder while newer ones are published', () => {
    const root = temporaryFolder();
    const first = publishFolder(root, 'server', files({ 'a.js': '1', 'b.js': '1' }));
    const second = publishFolder(root, 'server', files({ 'a.js': '2' }));
    expect(second).not.toBe(first);
    expect(readFileSync(join(root, first, 'a.js'), 'utf8')).toBe('1');
    expect(filesIn(root)).toEqual([`${first}/a.js`, `${first}/b.js`, `${second}/a.js`].toSorted());
  });

  it('of the same files is published once', () => {
    const root = temporaryFolder();
    const contents = files({ 'a.js': '1', 'lib/b.js': '1' });
    const first = publishFolder(root, 'server', contents);
    expect(publishFolder(root, 'server', contents)).toBe(first);
    expect(filesIn(root)).toEqual([`${first}/a.js`, `${first}/lib/b.js`]);
  });

  it('is kept for the five builds that were made last', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'web'));
    const builds = Array.from({ length: 7 }, (_, age) => {
      const name = publishFolder(root, 'server', files({ 'a.js': String(age) }));
      utimesSync(join(root, name), 1_000 + age, 1_000 + age);
      return name;
    });
    expect(readdirSync(root).toSorted()).toEqual([...builds.slice(-5), 'web'].toSorted());
  });

  it('replaces a folder without its old files, and nothing beside it', () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'node.js'), 'server');
    replaceFolder(root, 'web', files({ 'assets/old.js': '1', _headers: '1' }));
    replaceFolder(root, 'web', files({ 'assets/new.js': '2', _headers: '2' }));
    expect(filesIn(root)).toEqual(['node.js', 'web/_headers', 'web/assets/new.js']);
    expect(readFileSync(join(root, 'web', '_headers'), 'utf8')).toBe('2');
  });

  it('replaces a file without leaving a draft', () => {
    const root = temporaryFolder();
    replaceFile(root, 'node.js', '1');
    replaceFile(root, 'node.js', '2');
    expect(filesIn(root)).toEqual(['node.js']);
    expect(readFileSync(join(root, 'node.js'), 'utf8')).toBe('2');
  });
});
