import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { edgeLog } from '../../../src/runtime/edge/worker/log.ts';
import { createLog, throttleRepeats } from '../../../src/runtime/node/observe/log.ts';

/** A throttled log with a clock that the test sets, and the lines that it lets through. */
function open() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const lines: [string, Record<string, unknown>, string][] = [];
  const to = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push([level, fields, message]);
  return { log: throttleRepeats({ info: to('info'), warn: to('warn'), error: to('error') }), lines };
}

describe('a warning or error', () => {
  it('is logged a few times, and then only counted until ten seconds are over', () => {
    const { log, lines } = open();
    for (let n = 0; n < 100; n += 1) log.error({ n }, 'lost');
    expect(lines.map(([, { n }]) => n)).toEqual([0, 1, 2, 3, 4]);
    vi.advanceTimersByTime(10_000);
    expect(lines.at(-1)).toEqual(['error', { more: 95 }, 'lost']);
  });

  it('is logged again afterwards', () => {
    const { log, lines } = open();
    log.error({ n: 1 }, 'lost');
    vi.advanceTimersByTime(10_000);
    log.error({ n: 2 }, 'lost');
    expect(lines).toEqual([
      ['error', { n: 1 }, 'lost'],
      ['error', { n: 2 }, 'lost'],
    ]);
  });

  it('with another text or level is not a repeat', () => {
    const { log, lines } = open();
    for (let n = 0; n < 9; n += 1) log.error({}, 'lost');
    log.error({}, 'found');
    log.warn({}, 'lost');
    expect(lines.slice(5)).toEqual([
      ['error', {}, 'found'],
      ['warn', {}, 'lost'],
    ]);
  });
});

it('information is never throttled', () => {
  const { log, lines } = open();
  for (let n = 0; n < 100; n += 1) log.info({}, 'started');
  expect(lines).toHaveLength(100);
});

describe('a failed query in the log', () => {
  const SECRET = 'hash-of-a-key';
  const failure = () =>
    new DrizzleQueryError('select ?', [SECRET], new Error(`D1_ERROR: near "${SECRET}": syntax error`));

  const onNode = (): string => {
    const lines: string[] = [];
    createLog('info', { write: (line) => void lines.push(line) }).error({ err: failure() }, 'A query failed');
    return lines.join('');
  };
  const atEdge = (): string => {
    const lines: string[] = [];
    const logged = vi.spyOn(console, 'error').mockImplementation((line) => void lines.push(line));
    onTestFinished(() => logged.mockRestore());
    edgeLog.error({ err: failure() }, 'A query failed');
    return lines.join('');
  };

  it.each([
    ['on Node', onNode],
    ['at the edge', atEdge],
  ])('shows what failed and why, and no parameter, %s', (_, write) => {
    const line = write();
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      err: {
        message: 'Failed query: select ?',
        cause: { message: expect.stringMatching(/D1_ERROR.*near …/) },
      },
    });
    expect(line).not.toContain(SECRET);
  });
});
