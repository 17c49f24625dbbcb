/** Lists of pages that get links at once. */
import type { Channel } from '../channels/registry.ts';
import type { FieldError } from '../errors.ts';

export const MAX_LINES = 1_000;
/** The maximum size of the pasted text or the file. */
export const MAX_LIST_BYTES = 1024 * 1024;
/** How long a list and its result are kept. */
export const LIST_DAYS = 30;

/** What happens to a line: a new content, a known one that gets more links, one that has them, a repeated one, none. */
export const LINE_STATES = ['new', 'added', 'exists', 'repeated', 'refused'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** The columns of a list. */
export const LINE_FIELDS = [
  'url',
  'title',
  'description',
  'image',
  'campaign',
  'tags',
  'channels',
  'slug',
  'externalId',
  'domain',
] as const;
export type LineField = (typeof LINE_FIELDS)[number];

/** What a line says; absent fields are empty. */
export type LineFields = { url: string } & { [Name in LineField]?: string };

export interface LinkList {
  id: string;
  memberId: string;
  /** Name of the file; null for pasted text. */
  name: string | null;
  /** For lines that name none. */
  channels: Channel[];
  /** Columns that mean nothing here. */
  unknownColumns: string[];
  /** UTC milliseconds. */
  createdAt: number;
}

export interface ListLine {
  /** As a text editor counts it. */
  line: number;
  fields: LineFields;
  planned: LineState;
  /** Null as long as nothing was done. */
  state: LineState | null;
  problems: FieldError[];
  contentId: string | null;
}

/** What became of a line. */
export type LineResult = Pick<ListLine, 'line' | 'problems' | 'contentId'> & { state: LineState };

/** How many lines there are of each kind: as far as they are done, else as planned. */
export interface ListTally {
  counts: Record<LineState, number>;
  lines: number;
  waiting: number;
}
