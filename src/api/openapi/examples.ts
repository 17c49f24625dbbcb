/** The recorded request and answer of each operation. A test makes the requests and compares the answers. */
import recorded from './examples.json' with { type: 'json' };

/** `query` is encoded. `answer` is JSON, or the text of a file; absent if the answer is empty. */
export interface Example {
  path?: Record<string, string>;
  query?: string;
  body?: unknown;
  status: number;
  answer?: unknown;
}

const OPERATIONS: Record<string, Example> = recorded.operations;
const PROBLEMS: Record<string, unknown> = recorded.problems;

/** The example of an operation; undefined for one that has none yet. */
export const exampleOf = (operationId: string): Example | undefined => OPERATIONS[operationId];

/** A recorded failure with this status; undefined for one that no simple request causes. */
export const problemExample = (status: number): unknown => PROBLEMS[status];

/** The content of a body with the example at its first type. */
export function withExample<Content extends object>(content: Content, example: unknown): Content {
  const [first, ...others] = Object.entries(content);
  if (example === undefined || !first) return content;
  const [type, media] = first;
  return Object.fromEntries([[type, { ...media, example }], ...others]) as Content; // the same types
}
