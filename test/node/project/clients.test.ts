import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiDocument, operationsOf, readDocument } from '../../support/api/document.ts';
import { open } from '../../support/runtimes/open.node.ts';

/** In the repository, where the packages of the clients are found. */
const FOLDER = resolve('test/clients/generated');
const TSC = resolve('node_modules/typescript/bin/tsc');
const OPTIONS = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'es2024',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node'],
  },
};

const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], { cwd: FOLDER, encoding: 'utf8' });
const generator = (path: string) => resolve('test/clients/node_modules', path);

let document: ApiDocument;
beforeAll(async () => {
  const sotto = await open();
  document = await readDocument(sotto);
  await sotto.close();
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(FOLDER, 'samples'), { recursive: true });
  cpSync('test/clients/calls', FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(OPTIONS));
  writeFileSync(join(FOLDER, 'openapi.json'), JSON.stringify(document));
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

describe('the document', () => {
  it('gives clients, with the default options of two generators, that compile against the calls of the README', () => {
    const types = run(generator('openapi-typescript/bin/cli.js'), 'openapi.json', '--output', 'schema.d.ts');
    expect(types.status, types.stderr).toBe(0);
    const client = run(
      generator('@hey-api/openapi-ts/bin/run.js'),
      '--input',
      'openapi.json',
      '--output',
      'hey-api',
    );
    expect(client.status, client.stderr).toBe(0);
    const { stdout } = run(TSC, '-p', '.');
    expect(stdout).toBe('');
  });

  it('has samples in TypeScript that compile', () => {
    for (const { operationId, 'x-codeSamples': samples = [] } of operationsOf(document)) {
      const source = samples.find(({ lang }) => lang === 'TypeScript')?.source;
      writeFileSync(join(FOLDER, 'samples', `${operationId}.ts`), `export {};\n${source}\n`);
    }
    writeFileSync(join(FOLDER, 'samples', 'tsconfig.json'), JSON.stringify(OPTIONS));
    expect(run(TSC, '-p', 'samples').stdout).toBe('');
  });
});
