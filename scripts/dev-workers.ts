/**
 * The entry of `npm run dev:workers`: the worker in workerd on this machine, as wrangler.toml describes it; and of
 * `npm run demo:workers`, the same with the data of the demo.
 */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseConfig, SETTINGS, settingsOf } from '../src/config/config.ts';
import { messageOf } from '../src/error-report.ts';
import { type DemoFolder, openDemoFolder } from '../src/runtime/node/demo/demo-folder.ts';
import { guideOf } from '../src/runtime/node/demo/demo-guide.ts';
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

const OPTIONS = { port: { type: 'string' }, demo: { type: 'boolean' } } as const;

/** The port of the command line, if it names one, and whether it asks for the demo. */
function readArguments(): { port?: number; isDemo: boolean } {
  try {
    const { port, demo: isDemo = false } = parseArgs({ options: OPTIONS }).values;
    if (port === undefined) return { isDemo };
    if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return { port: Number(port), isDemo };
  } catch {
    // The usage below explains the option.
  }
  return end(
    EXIT_USAGE,
    'Usage: npm run dev:workers (or demo:workers) -- [--port N]; 0 selects any free port',
  );
}

const { SOTTO_DEMO_DATA: demoData } = process.env;
delete process.env.SOTTO_DEMO_DATA; // it is no setting of the worker
const readFile = (path: string) => readFileSync(path, 'utf8');
const parsed = parseConfig(process.env, readFile);
if (!parsed.ok)
  end(EXIT_CONFIG, ['Sotto cannot start with these settings:', ...parsed.mistakes].join('\n- '));
const { config } = parsed;
const { SOTTO_PUBLIC_URL, SOTTO_ADMIN_KEY } = config;
const { isDemo, port: wanted = isDemo && !process.env.PORT ? 0 : config.PORT } = readArguments();

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

/** Resolves with the path of the link that signs the demo's member in. Only the demo needs the store in this process. */
async function fillDemo(folder: DemoFolder, publicUrl: string): Promise<string> {
  const { prepareLocalDemo } = await import('./local-demo.ts');
  return prepareLocalDemo(folder, settingsOf(config, publicUrl));
}

try {
  const demo = isDemo ? openDemoFolder(demoData) : null;
  const dataDir = demo?.path ?? config.SOTTO_DATA;
  keepPrivate([dataDir]);
  const port = await freePort(HOST, wanted);
  const url = localUrl(HOST, port);
  const publicUrl = SOTTO_PUBLIC_URL ?? url;
  const key = SOTTO_ADMIN_KEY === null ? await localKey(dataDir) : null;
  const settings = {
    SOTTO_PUBLIC_URL: publicUrl,
    ...Object.fromEntries(passedOn),
    SOTTO_ADMIN_KEY: key?.text ?? SOTTO_ADMIN_KEY ?? '',
  };
  const signIn = demo && (await fillDemo(demo, publicUrl));
  const stop = await startLocally({ dataDir, host: HOST, port, settings });
  const ended = untilSignal();
  const firstKey = key?.isNew ? key : null;
  const firstMember = await localMemberLink(url, settings.SOTTO_ADMIN_KEY, dataDir);
  process.stdout.write(banner({ url, publicUrl, firstKey, firstMember, terminal: process.stdout.isTTY }));
  if (signIn !== null) process.stdout.write(guideOf(`${url}${signIn}`));
  await ended;
  await stop();
  process.exit(0);
} catch (error) {
  end(1, `Sotto cannot start: ${messageOf(error)}`);
}
