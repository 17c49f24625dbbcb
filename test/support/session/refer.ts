import type { Answer } from './client.ts';
import type { Step } from './step.ts';

/** What answers said, by the names that steps keep them under. */
export interface Kept {
  keep(name: string, answer: Answer): void;
  /** The step with every `{name.field}` replaced by what was said; throws where nothing was. */
  resolve(step: Step): Step;
}

const REFERENCE = /\{(\w+(?:\.\w+)+)\}/g;

export function createKept(): Kept {
  const kept: Record<string, unknown> = {};

  const find = (path: string): string => {
    const found = path.split('.').reduce<unknown>(fieldOf, kept);
    if (typeof found !== 'string') throw new Error(`No answer has said {${path}}`);
    return found;
  };
  const fill = (text: string) => text.replace(REFERENCE, (_, path: string) => find(path));

  return {
    keep(name, { headers, body }) {
      kept[name] = { ...(JSON.parse(body) as object), headers }; // only answers in JSON are kept
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
