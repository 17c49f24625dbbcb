/** What a schema found wrong, as a 422 that points at each field. */
import type { Hook, z } from '@hono/zod-openapi';
import { AppError, type FieldError } from '../../errors.ts';
import type { ApiEnv } from './env.ts';

type Issue = z.core.$ZodIssue;
type Path = PropertyKey[];

/** The hook of all routes: lets nothing invalid through. */
export const refuseInvalid: Hook<unknown, ApiEnv, string, void> = (result) => {
  if (result.success) return;
  throw invalidInput(result.error.issues, result.target === 'json' ? bodyPointer : queryPointer);
};

/** What is wrong as one 422; `point` says where each thing is. */
export function invalidInput(found: Issue[], point = bodyPointer): AppError {
  const issues = found.flatMap((issue) => leaves(issue, []));
  const fields = issues.flatMap(({ issue, path }) => fieldErrors(issue, path, point));
  const immutable = issues.every(({ issue }) => issue.code === 'invalid_type' && issue.expected === 'never');
  const detail = fields.length === 1 ? fields[0]?.detail : `${fields.length} things are wrong.`;
  return new AppError(immutable ? 'immutable_field' : 'validation', detail ?? '', fields);
}

const bodyPointer = (path: Path) =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const queryPointer = (path: Path) => `?${String(path[0] ?? '')}`;

/** Of the branches of a union, the one that got furthest says best what is wrong. */
function leaves(issue: Issue, parent: Path): { issue: Issue; path: Path }[] {
  const path = [...parent, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const deepest = issue.errors.find((branch) => branch.some((inner) => inner.path.length > 0));
  return deepest ? deepest.flatMap((inner) => leaves(inner, path)) : [{ issue, path }];
}

function fieldErrors(issue: Issue, path: Path, point: (path: Path) => string): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: point(path), detail: issue.message }];
  return issue.keys.map((key) => ({ pointer: point([...path, key]), detail: 'There is no such field.' }));
}
