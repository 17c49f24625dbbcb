/** Input that a schema refuses, as a 422 that names each invalid field. */
import './issue-texts.ts';
import type { Hook, z } from '@hono/zod-openapi';
import { AppError, type FieldError, summaryOf } from '../../errors.ts';
import type { ApiEnv } from './env.ts';

type Issue = z.core.$ZodIssue;
type Path = PropertyKey[];

/** The hook of all routes, which throws the 422 for invalid input. */
export const refuseInvalid: Hook<unknown, ApiEnv, string, void> = (result) => {
  if (result.success) return;
  throw invalidInput(result.error.issues, result.target === 'json' ? bodyPointer : queryPointer);
};

/** All issues as one 422; `point` turns the path of each into its pointer. */
export function invalidInput(found: Issue[], point = bodyPointer): AppError {
  const issues = found.flatMap((issue) => leaves(issue, []));
  const fields = issues.flatMap(({ issue, path }) => fieldErrors(issue, path, point));
  const immutable = issues.every(({ issue }) => issue.code === 'invalid_type' && issue.expected === 'never');
  return new AppError(immutable ? 'immutable_field' : 'validation', summaryOf(fields), fields);
}

const bodyPointer = (path: Path) =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const queryPointer = (path: Path) => `?${String(path[0] ?? '')}`;

/** Flattens unions: the branch whose issue is deepest describes the mistake best. */
function leaves(issue: Issue, parent: Path): { issue: Issue; path: Path }[] {
  const path = [...parent, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const deepest = issue.errors.find((branch) => branch.some((inner) => inner.path.length > 0));
  return deepest ? deepest.flatMap((inner) => leaves(inner, path)) : [{ issue, path }];
}

function fieldErrors(issue: Issue, path: Path, point: (path: Path) => string): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: point(path), detail: issue.message }];
  return issue.keys.map((key) => ({ pointer: point([...path, key]), detail: 'Unknown field.' }));
}
