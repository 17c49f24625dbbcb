/** The entry of `npm run dev:workers`: the worker in workerd on this machine, as wrangler.toml describes it. */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseConfig, SETTINGS } from '../src/config/config.ts';
import { messageOf } from '../src/error-report.ts';
import { banner, localUrl } from '../src/runtime/node/server/banner.ts';
import { localKey } from './local-key.ts';
import { localMemberLink } from './local-member-link.ts';
import { freePort, startLocally } from './local-worker.ts';
import { keepPrivate } from './private-files.ts';

const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;
const HOST = '127.0.0.1';

function end(code: number, text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

/** The port of the command line, or that of the settings. */
function portOf(fallback: number): number {
  try {
    const { port } = parseArgs({ options: { port: { type: 'string' } } }).values;
    if (port === undefined) return fallback;
    if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  } catch {
    // The usage below explains the option.
  }
  return end(EXIT_USAGE, 'Usage: npm run dev:workers -- [--port N]; 0 selects any free port');
}

const readFile = (path: string) => readFileSync(path, 'utf8');
const parsed = parseConfig(process.env, readFile);
if (!parsed.ok)
  end(EXIT_CONFIG, ['Sotto cannot start with these settings:', ...parsed.mistakes].join('\n- '));
const { SOTTO_DATA, SOTTO_PUBLIC_URL, SOTTO_ADMIN_KEY } = parsed.config;

// The worker gets the original texts of the settings and parses them itself.
const passedOn = SETTINGS.flatMap(({ name }) => {
  const file = process.env[`${name}_FILE`];
  const text = process.env[name] || (file ? readFile(file).trim() : '');
  return name.startsWith('SOTTO_') && name !== 'SOTTO_DATA' && text !== '' ? [[name, text]] : [];
});

/** Resolves on a signal. Other listeners are removed, because they would end this process before its children. */
const untilSignal = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.removeAllListeners(signal).on(signal, () => resolve());
    }
  });

try {
  keepPrivate([SOTTO_DATA]);
  const port = await freePort(HOST, portOf(parsed.config.PORT));
  const url = localUrl(HOST, port);
  const publicUrl = SOTTO_PUBLIC_URL ?? url;
  const key = SOTTO_ADMIN_KEY === null ? await localKey(SOTTO_DATA) : null;
  const settings = {
    SOTTO_PUBLIC_URL: publicUrl,
    ...Object.fromEntries(passedOn),
    SOTTO_ADMIN_KEY: key?.text ?? SOTTO_ADMIN_KEY ?? '',
  };
  const stop = await startLocally({ dataDir: SOTTO_DATA, host: HOST, port, settings });
  const ended = untilSignal();
  const firstKey = key?.isNew ? key : null;
  const firstMember = await localMemberLink(url, settings.SOTTO_ADMIN_KEY, SOTTO_DATA);
  process.stdout.write(banner({ url, publicUrl, firstKey, firstMember, terminal: process.stdout.isTTY }));
  await ended;
  await stop();
  process.exit(0);
} catch (error) {
  end(1, `Sotto cannot start: ${messageOf(error)}`);
}
