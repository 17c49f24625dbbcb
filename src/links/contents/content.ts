import type { Utm } from '../../urls/utm.ts';

/** A page worth sharing. `rowId` is the store's own number, `id` the public `cnt_…`; times are UTC milliseconds. */
export interface Content {
  rowId: number;
  id: string;
  url: string;
  key: string;
  externalId: string | null;
  title: string | null;
  description: string | null;
  image: string | null;
  campaign: string;
  tags: string[];
  utm: Utm | false | null;
  archived: boolean;
  createdAt: number;
  updatedAt: number;
}

export type NewContent = Omit<Content, 'rowId'>;
export type ContentChanges = Partial<Omit<Content, 'rowId' | 'id' | 'createdAt'>>;

/** `key` compares the content key, `q` looks into url, title and externalId. */
export interface ContentFilter {
  key?: string;
  externalId?: string;
  q?: string;
  tag?: string;
  campaign?: string;
  archived: boolean;
  /** Contents with these public ids, or all but those. */
  ids?: string[];
  notIds?: string[];
}
