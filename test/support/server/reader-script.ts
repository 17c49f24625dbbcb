/** A script for reader processes that answer the questions of a test. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './server-process.ts';

const source = (name: string) => new URL(`../../../src/${name}`, import.meta.url).href;

/** `test.endless()` never ends, `test.list(length)`, `test.upTo(...ends)`, `test.refuse()`, `test.lock()`, `test.fail()`. */
const QUESTIONS = `
  import { AppError } from '${source('errors.ts')}';
  import { answerQuestions } from '${source('runtime/node/readers/answer-questions.ts')}';
  const upTo = (end) => Array.from({ length: end }, (_, at) => at + 1);
  const test = {
    endless() { for (;;); },
    upTo: async (few, many) => ({ few: upTo(few), none: [], many: upTo(many), count: many }),
    list: (length) => upTo(length),
    refuse() { throw new AppError('validation', 'Unknown field.', [{ pointer: '?x', detail: 'Unknown.' }]); },
    lock() { throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' }); },
    fail() { throw new Error('no such table: nowhere'); },
    die() { process.exit(3); },
  };
  answerQuestions({ test }, { exec() {} });
`;

/** Writes a script with this code, or with the questions above. */
export function readerScript(code = QUESTIONS): URL {
  const path = join(temporaryFolder(), 'reader.mjs');
  writeFileSync(path, code);
  return pathToFileURL(path);
}
