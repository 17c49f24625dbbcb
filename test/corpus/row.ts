/** What the corpus is made of: User-Agents, what each is, and who says so. */

/** The four kinds that an agent alone can tell. */
export const LABELS = ['click', 'preview', 'scanner', 'bot'] as const;
export type Label = (typeof LABELS)[number];

/** Agents of one kind and app that one public source states. */
export interface Group {
  kind: Label;
  /** As the app registry calls it; null where it has no name there or the agent does not tell. */
  app: string | null;
  /** A public document or page, or a development dependency, that states these agents. */
  source: string;
  agents: readonly string[];
}

/** `visible` and `held out` are the halves of what was collected; what was written by hand stands apart. */
export const SETS = ['visible', 'held out', 'hand-written'] as const;
export type CorpusSet = (typeof SETS)[number];

export interface Row extends Omit<Group, 'agents'> {
  agent: string;
  set: CorpusSet;
  /** A person's browser of the last years, by the engine it names. */
  current: boolean;
}
