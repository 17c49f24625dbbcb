import { pino, stdSerializers } from 'pino';
import type { Config } from '../../config.ts';
import type { Log } from '../../ports.ts';

/** JSON lines on stdout. An `Error` in any field is logged with its stack and causes. */
export function createLog(level: Config['SOTTO_LOG_LEVEL']): Log {
  return pino({ level, base: null, timestamp: isoTime, formatters: { level: levelName, log: withErrors } });
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
