/** The agents of crawler-user-agents (MIT), labelled by crawler-labels.ts. */
import crawlers from 'crawler-user-agents';
import type { Group } from '../row.ts';
import { EXCEPTIONS, PEOPLE, PREVIEWS } from './crawler-labels.ts';

const SOURCE = 'crawler-user-agents';

/** Each pattern of the package, once. */
export const CRAWLER_PATTERNS: readonly string[] = crawlers.map(({ pattern }) => pattern);

export const CRAWLERS: Group[] = crawlers
  .filter(({ pattern }) => !Object.hasOwn(PEOPLE, pattern))
  .flatMap(({ pattern, instances }) => instances.map((agent) => labelled(pattern, agent)));

function labelled(pattern: string, agent: string): Group {
  const isPreview = Object.hasOwn(PREVIEWS, pattern);
  const byPattern = isPreview ? (['preview', PREVIEWS[pattern] ?? null] as const) : (['bot', null] as const);
  const [kind, app] = EXCEPTIONS[agent] ?? byPattern;
  return { kind, app, source: SOURCE, agents: [agent] };
}
