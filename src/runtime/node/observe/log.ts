import { type DestinationStream, destination, pino } from 'pino';
import type { Config } from '../../../config/config.ts';
import { reportError } from '../../../error-report.ts';
import type { Log } from '../../../ports.ts';

/** A log of JSON lines on stdout. An `Error` in any field is logged with its stack and causes, without the values of queries. */
export function createLog(level: Config['SOTTO_LOG_LEVEL'], to: DestinationStream = destination(1)): Log {
  const formatters = { level: levelName, log: withErrors };
  const serializers = { err: (reported: unknown) => reported }; // pino would add properties of the error
  return throttleRepeats(pino({ level, base: null, timestamp: isoTime, formatters, serializers }, to));
}

/** How often the same warning or error is logged within `WINDOW_MS`. */
const MAX_REPEATS = 5;
const WINDOW_MS = 10_000;

/**
 * Logs the first few repeats of a warning or error, counts the others, and logs their number in `more` at the end of
 * each ten seconds. A failure that every request meets must not fill the disk with log lines.
 */
export function throttleRepeats(log: Log): Log {
  const throttled = (level: 'warn' | 'error'): Log['error'] => {
    const times = new Map<string, number>();
    const end = (message: string) => {
      const more = (times.get(message) ?? 0) - MAX_REPEATS;
      times.delete(message);
      if (more > 0) log[level]({ more }, message);
    };
    return (fields, message) => {
      const before = times.get(message) ?? 0;
      times.set(message, before + 1);
      if (before === 0) setTimeout(end, WINDOW_MS, message).unref();
      if (before < MAX_REPEATS) log[level](fields, message);
    };
  };
  return {
    info: (fields, message) => log.info(fields, message),
    warn: throttled('warn'),
    error: throttled('error'),
  };
}

const isoTime = () => `,"time":"${new Date().toISOString()}"`;
const levelName = (level: string) => ({ level });

function withErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? reportError(value) : value,
    ]),
  );
}
