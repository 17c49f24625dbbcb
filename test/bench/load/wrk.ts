import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoadResult, LoadRun, Prepared } from './load.ts';

const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** Uses one thread, so that the servers keep one of two cores. */
export async function runWrk({ url, requests, connections, seconds }: LoadRun): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-wrk-'));
  try {
    const file = join(folder, 'requests');
    writeFileSync(file, requests.map(rawRequest).join('\0'));
    const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', SCRIPT, url, '--'];
    const { stdout } = await promisify(execFile)('wrk', [...options, file]);
    const [, result] = /^RESULT (.*)$/m.exec(stdout) ?? [];
    if (result === undefined) throw new Error(`wrk printed: ${stdout}`);
    return JSON.parse(result) as LoadResult; // the script prints this shape
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rawRequest({ method, path, headers, body = '' }: Prepared): string {
  const length = method === 'POST' ? { 'Content-Length': String(Buffer.byteLength(body)) } : {};
  const lines = Object.entries({ Host: 'bench.example', ...headers, ...length });
  return [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\r\n',
  );
}
