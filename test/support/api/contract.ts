/** Checks answers against the OpenAPI document: status, body and headers. */
import { expect } from 'vitest';
import { type ApiDocument, answerOf, checker, type Operation, requiredHeaders, typesOf } from './document.ts';

export interface Problem {
  status: number;
  code: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
}

/** Returns a function that expects an answer to be as documented and returns its text. */
export function contractOf(document: ApiDocument) {
  const checkers = new Map<string, ReturnType<typeof checker>>();

  function bodyChecker(operation: Operation, status: number, type: string) {
    const schema = answerOf(document, operation, status)?.content?.[type]?.schema ?? {};
    const name = JSON.stringify(schema);
    const known = checkers.get(name) ?? checker(document, schema);
    checkers.set(name, known);
    return known;
  }

  /** `query` is that of the request: rows with chosen fields lack others that the document requires. */
  return async (
    operation: Operation,
    response: Response,
    { method = operation.method, query = '' } = {},
  ): Promise<string> => {
    const { status, headers } = response;
    const text = new TextDecoder().decode(await response.arrayBuffer());
    const bare = method === 'HEAD' || status === 304;
    if (bare) expect(text).toBe('');
    const answer = answerOf(document, operation, status);
    const documented = Object.keys(operation.responses);
    expect(documented, text).toContain(status < 400 ? String(status) : 'default');

    const type = headers.get('Content-Type')?.split(';')[0] ?? null;
    const types = typesOf(answer);
    expect(type).toBeOneOf(types.length === 0 || status === 304 ? [null] : types);
    const missing = answer ? requiredHeaders(document, answer).filter((name) => !headers.has(name)) : [];
    expect(missing).toEqual([]);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    if (status !== 304) expect(headers.get('Cache-Control')).toBe('no-store');

    const isPartial = response.ok && new URLSearchParams(query).has('fields');
    if (type !== null && /[/+]json$/.test(type) && !bare && !isPartial) {
      const body: unknown = JSON.parse(text);
      expect(bodyChecker(operation, status, type).safeParse(body).error, text).toBeUndefined();
    }
    if (status >= 400 && !bare) {
      const problem: Problem = JSON.parse(text);
      expect([problem.status, problem.requestId]).toEqual([status, headers.get('X-Request-Id')]);
    }
    return text;
  };
}
