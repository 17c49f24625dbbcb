import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, it } from 'vitest';
import { messageOf, messagesOf, reportError } from '../../src/error-report.ts';

const SECRET = 'k9-hash-of-a-key';

const caused = (message: string, name = 'Error') => Object.assign(new Error(message), { name });

describe('an error in the log', () => {
  it('shows the statement of a failed query and its cause, and no parameter', () => {
    const cause = Object.assign(new Error('D1_ERROR: Network connection lost.'), { code: 'D1_ERROR' });
    const error = new DrizzleQueryError('select "id" from "keys" where "id" = ?', [SECRET, '1\n2'], cause);
    const report = reportError(error);
    expect(report).toMatchObject({
      message: 'Failed query: select "id" from "keys" where "id" = ?',
      stack: expect.stringMatching(/^\s+at /),
      cause: { message: 'D1_ERROR: Network connection lost.', code: 'D1_ERROR' },
    });
    expect(JSON.stringify(report)).not.toContain(SECRET);
    expect(JSON.stringify(report)).not.toContain('params');
    expect(messagesOf(error)).toBe(`${report.message}: D1_ERROR: Network connection lost.`);
  });

  it.each([
    ['a copy of a failed query', caused(`Failed query: select ?\nparams: ${SECRET},x`)],
    [
      'a failed query that another process reports',
      caused(`Reading failed: Failed query: a\nparams: ${SECRET}`),
    ],
    ['a literal in a statement', caused(`Failed query: select '${SECRET}'\nparams: `)],
    [
      'a text that D1 cannot bind',
      caused(`D1_TYPE_ERROR: Type 'object' not supported for value '${SECRET}'`),
    ],
    ['a search text', caused(`SQLITE_ERROR: fts5: syntax error near "${SECRET}"`)],
    ['a search text that has no end', caused(`malformed MATCH expression: [${SECRET}`)],
    ['a path into JSON', caused(`bad JSON path: '${SECRET}'`)],
    ['a token', caused(`unrecognized token: "'${SECRET}"`)],
  ])('does not show %s', (_, error) => {
    for (const text of [JSON.stringify(reportError(error)), messageOf(error), messagesOf(error)]) {
      expect(text).not.toContain(SECRET);
      expect(text.length).toBeGreaterThan(10);
    }
  });

  it('does not show JSON or addresses that cannot be parsed', () => {
    const thrownBy = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    const errors = [
      thrownBy(() => JSON.parse(`{"name": ${SECRET}}`)),
      thrownBy(() => JSON.parse(SECRET)),
      thrownBy(() => JSON.parse(`{"a": "${SECRET}", "b": ]`)),
      thrownBy(() => new URL(SECRET)),
    ];
    for (const error of errors) expect(JSON.stringify(reportError(error))).not.toContain(SECRET.slice(0, 9));
  });

  it('keeps other messages as they are, and limits their length', () => {
    expect(messageOf(caused("The folder doesn't exist: '/srv/data'"))).toBe(
      "The folder doesn't exist: '/srv/data'",
    );
    expect(messageOf('text')).toBe('text');
    expect(messageOf(caused('x'.repeat(10_000))).length).toBe(500);
  });

  it('ends at a cause that causes itself', () => {
    const error = new Error('round');
    error.cause = error;
    expect(messagesOf(error)).toMatch(/^round: round/);
    expect(reportError(error)).toMatchObject({ message: 'round' });
  });
});
