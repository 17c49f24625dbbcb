/** A script for reader processes that answer the queries of a test. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './server-process.ts';

const source = (name: string) => new URL(`../../../src/${name}`, import.meta.url).href;

/** `test.endless()` never ends, `test.list(length)`, `test.upTo(...ends)`, `test.refuse()`, `test.lock()`, `test.fail()`. */
const QUERIES = `
  import { existsSync, readFileSync, writeFileSync } from 'node:fs';
  import { AppError } from '${source('errors.ts')}';
  import { answerQueries } from '${source('runtime/node/readers/answer-queries.ts')}';
  const upTo = (end) => Array.from({ length: end }, (_, at) => at + 1);
  const test = {
    endless() { for (;;); },
    upTo: async (few, many) => ({ few: upTo(few), none: [], many: upTo(many), count: many }),
    list: (length) => upTo(length),
    refuse() { throw new AppError('validation', 'Unknown field.', [{ pointer: '?x', detail: 'Unknown.' }]); },
    lock() { throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' }); },
    fail() { throw new Error('no such table: nowhere'); },
    die() { process.exit(3); },
    runOutOfMemory() { process.kill(process.pid, 'SIGKILL'); return new Promise(() => {}); },
    runOutOfMemoryOnce(file) {
      if (existsSync(file)) return ['done'];
      writeFileSync(file, '');
      return test.runOutOfMemory();
    },
    oomScore: () => ({ score: readFileSync('/proc/self/oom_score_adj', 'utf8').trim() }),
  };
  answerQueries({ test }, { exec() {} });
`;

/** Writes a script with this code, or with the queries above. */
export function readerScript(code = QUERIES): URL {
  const path = join(temporaryFolder(), 'reader.mjs');
  writeFileSync(path, code);
  return pathToFileURL(path);
}
