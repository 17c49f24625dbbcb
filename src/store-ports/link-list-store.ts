import type { LineResult, LineState, LinkList, ListLine, ListTally } from '../link-lists/link-list.ts';

/** What is stored of lists of pages that get links at once. */
export interface LinkListStore {
  add(list: LinkList, lines: ListLine[]): Promise<void>;
  get(id: string): Promise<LinkList | undefined>;
  /** The newest lists. */
  newest(limit: number): Promise<LinkList[]>;
  /** By the id of each list; those without lines are absent. */
  tallies(ids: string[]): Promise<Map<string, ListTally>>;
  /** Lines after a line, in order; `state` is the one that a line has, or is planned to have. */
  lines(id: string, page: { after: number; limit: number; state: LineState | null }): Promise<ListLine[]>;
  /** Lines for which nothing was done yet, in order. */
  waiting(id: string, limit: number): Promise<ListLine[]>;
  /** Reserves the list until then. False if another request works on it. */
  claim(id: string, now: number, until: number): Promise<boolean>;
  release(id: string): Promise<void>;
  /** Notes what became of lines; what was noted before stays. */
  settle(id: string, results: LineResult[]): Promise<void>;
  remove(id: string): Promise<void>;
}
