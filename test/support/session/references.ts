import type { Answer } from './client.ts';
import type { Step } from './step.ts';

/** Saves answers by name and resolves references to them. */
export interface References {
  save(name: string, answer: Answer): void;
  /** Replaces every `{name.field}` of a step; throws if the answer or the field is missing. */
  resolve(step: Step): Step;
}

const REFERENCE = /\{(\w+(?:\.\w+)+)\}/g;

export function createReferences(): References {
  const saved: Record<string, unknown> = {};

  const find = (path: string): string => {
    const found = path.split('.').reduce<unknown>(fieldOf, saved);
    if (typeof found !== 'string') throw new Error(`No saved answer has {${path}}`);
    return found;
  };
  const fill = (text: string) => text.replace(REFERENCE, (_, path: string) => find(path));

  return {
    save(name, { headers, body }) {
      saved[name] = { ...(JSON.parse(body) as object), headers }; // only JSON answers are saved
    },
    resolve({ path, headers = {}, body, ...step }) {
      return {
        ...step,
        path: path.replace(REFERENCE, (_, name: string) => encodeURIComponent(find(name))),
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
        ...(body !== undefined && { body: typeof body === 'string' ? fill(body) : body }),
      };
    },
  };
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([field]) => field === name)?.[1];
}
