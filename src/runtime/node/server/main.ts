import { readFileSync } from 'node:fs';
import { parseConfig } from '../../../config/config.ts';
import { messageOf, reportError } from '../../../error-report.ts';
import { UnusableFolder } from '../sqlite/data-folder.ts';
import { type RunningServer, serve } from './serve.ts';

/** EX_CONFIG of sysexits.h: a restart does not help. */
const EXIT_CONFIG = 78;
/** A stop takes less than 8 s, because process managers usually kill after 10 s. */
const STOP_LIMIT_MS = 8_000;

/**
 * Runs the server with the settings of the environment until a signal. `greet` adds to what is printed once it listens
 * at `url`.
 */
export async function main(greet: (url: string) => string = () => ''): Promise<void> {
  // Node would print all properties of the error, such as the parameters of a query.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${JSON.stringify({ level: 'fatal', msg: 'crashed', err: reportError(error) })}\n`);
    process.exit(1);
  });
  const parsed = parseConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!parsed.ok) {
    process.stderr.write(
      `Sotto cannot start with these settings:\n${parsed.mistakes.map((m) => `- ${m}\n`).join('')}`,
    );
    process.exit(EXIT_CONFIG);
  }
  try {
    const running = await serve(parsed.config);
    // Signals are handled before the banner is printed: a reader of the banner may stop the server at once.
    stopOnSignal(running);
    for (const warning of parsed.warnings) running.log.warn({}, warning);
    process.stdout.write(running.banner + greet(running.url));
  } catch (error) {
    process.stderr.write(`Sotto cannot start: ${messageOf(error)}\n`);
    process.exit(error instanceof UnusableFolder ? EXIT_CONFIG : 1);
  }
}

function stopOnSignal({ log, stop, pending }: RunningServer): void {
  let stopping = false;
  const onSignal = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({ lostHits: pending() }, 'stopping took too long and was cut off');
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    try {
      await stop();
      log.info({}, 'stopped');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}
