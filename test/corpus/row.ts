/** The rows of the corpus: User-Agents with their labels and sources. */

/** The four kinds that an agent alone can determine. */
export const LABELS = ['click', 'preview', 'scanner', 'bot'] as const;
export type Label = (typeof LABELS)[number];

/** Agents of one kind and app from one public source. */
export interface Group {
  kind: Label;
  /** The name in the app registry; null if it is not there or the agent does not name it. */
  app: string | null;
  /** The public page or development dependency that lists these agents. */
  source: string;
  agents: readonly string[];
}

/** `visible` and `held out` are the halves of the collected agents; hand-written ones are separate. */
export const SETS = ['visible', 'held out', 'hand-written'] as const;
export type CorpusSet = (typeof SETS)[number];

export interface Row extends Omit<Group, 'agents'> {
  agent: string;
  set: CorpusSet;
  /** A person's recent browser, by the engine it names. */
  current: boolean;
}
