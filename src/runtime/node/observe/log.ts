import { pino, stdSerializers } from 'pino';
import type { Config } from '../../../config.ts';
import type { Log } from '../../../ports.ts';

/** JSON lines on stdout. An `Error` in any field is logged with its stack and causes. */
export function createLog(level: Config['SOTTO_LOG_LEVEL']): Log {
  const formatters = { level: levelName, log: withErrors };
  return calm(pino({ level, base: null, timestamp: isoTime, formatters }));
}

/** How often a complaint of the same words is written down in `WINDOW_MS`. */
const TIMES = 5;
const WINDOW_MS = 10_000;

/**
 * Lets the same complaint through a few times, then only counts, and tells the number in `more` at the end of each
 * ten seconds: trouble that every request meets must not fill the disk with lines about it.
 */
export function calm(log: Log): Log {
  const calmed = (level: 'warn' | 'error'): Log['error'] => {
    const times = new Map<string, number>();
    const end = (message: string) => {
      const more = (times.get(message) ?? 0) - TIMES;
      times.delete(message);
      if (more > 0) log[level]({ more }, message);
    };
    return (fields, message) => {
      const before = times.get(message) ?? 0;
      times.set(message, before + 1);
      if (before === 0) setTimeout(end, WINDOW_MS, message).unref();
      if (before < TIMES) log[level](fields, message);
    };
  };
  return {
    info: (fields, message) => log.info(fields, message),
    warn: calmed('warn'),
    error: calmed('error'),
  };
}

const isoTime = () => `,"time":"${new Date().toISOString()}"`;
const levelName = (level: string) => ({ level });

function withErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? stdSerializers.errWithCause(value) : value,
    ]),
  );
}
