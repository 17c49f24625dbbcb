import { reportError } from '../../../error-report.ts';
import type { Log } from '../../../ports.ts';

const line = (level: 'info' | 'warn' | 'error') => (fields: Record<string, unknown>, message: string) =>
  console[level](
    JSON.stringify({
      level,
      message,
      ...fields,
      err: fields.err === undefined ? undefined : reportError(fields.err),
    }),
  );

/** JSON lines on the console, which the platform collects. Errors are logged without the values of their queries. */
export const edgeLog: Log = { info: line('info'), warn: line('warn'), error: line('error') };
