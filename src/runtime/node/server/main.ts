import { readFileSync } from 'node:fs';
import { parseConfig } from '../../../config.ts';
import { type Running, serve } from './serve.ts';

/** EX_CONFIG of sysexits.h: starting again will not help. */
const EXIT_CONFIG = 78;
/** Stopping is over in less than 8 s; whoever runs us usually kills after 10. */
const STOP_LIMIT_MS = 8_000;

/** Serves as the environment says, until a signal. */
export async function main(): Promise<void> {
  const parsed = parseConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!parsed.ok) {
    process.stderr.write(
      `Sotto cannot start with these settings:\n${parsed.mistakes.map((m) => `- ${m}\n`).join('')}`,
    );
    process.exit(EXIT_CONFIG);
  }
  try {
    const running = await serve(parsed.config);
    // Whoever reads the greeting may stop us at once.
    stopOnSignal(running);
    process.stdout.write(running.greeting);
  } catch (error) {
    process.stderr.write(`Sotto cannot start: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

function stopOnSignal({ log, stop, pending }: Running): void {
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
