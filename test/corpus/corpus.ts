/** The labelled corpus: unique agents from packages, vendors and public pages. */
import { BROWSERS } from './agents/browsers.ts';
import { CRAWLERS } from './agents/crawlers.ts';
import { HAND_WRITTEN } from './agents/hand-written.ts';
import { VENDOR_FORMS } from './agents/vendor-forms.ts';
import { isCurrent } from './current.ts';
import { isHeldOut } from './halves.ts';
import type { CorpusSet, Group, Row } from './row.ts';

/** One row for each agent; a hand-written agent is in neither half. */
export const CORPUS: readonly Row[] = [
  ...new Map(
    [
      ...[...VENDOR_FORMS, ...BROWSERS, ...CRAWLERS].flatMap((group) =>
        rowsOf(group, (agent) => (isHeldOut(agent) ? 'held out' : 'visible')),
      ),
      ...HAND_WRITTEN.flatMap((group) => rowsOf(group, () => 'hand-written')),
    ].map((row) => [row.agent, row]),
  ).values(),
];

function rowsOf({ agents, ...labels }: Group, setOf: (agent: string) => CorpusSet): Row[] {
  return agents.map((agent) => ({
    ...labels,
    agent,
    set: setOf(agent),
    current: labels.kind === 'click' && isCurrent(agent),
  }));
}
