/** The audit log: who changed what, and when. It contains names of fields, never their values. */
import type { Clock } from '../ports.ts';

/** The author of a change: an API key, a member of the team, or a background job. */
export interface Actor {
  type: 'key' | 'member' | 'system';
  id: string;
}

/** An actor, and the request in which it acts; null outside of requests. */
export interface ChangeAuthor {
  actor: Actor;
  requestId: string | null;
}

/** The kind of object and what happened to it. */
export const ACTIONS = [
  'content.create',
  'content.update',
  'content.delete',
  'content.erase',
  'link.create',
  'link.update',
  'link.delete',
  'link.erase',
  'key.create',
  'key.update',
  'key.roll',
  'key.revoke',
  'domain.create',
  'domain.update',
  'domain.delete',
  'settings.update',
  'channel.update',
  'host.block',
  'host.unblock',
  'report.close',
  'member.create',
  'member.update',
  'member.delete',
  'member.password',
  'member.second_factor',
  'invitation.create',
  'invitation.delete',
  'reset.create',
  'session.delete',
  'shared_report.create',
  'shared_report.revoke',
] as const;
export type Action = (typeof ACTIONS)[number];

/** An entry as a verb writes it, together with the change. `objectId` is public: `lnk_…`, or the name of a domain. */
export interface AuditNote {
  author: ChangeAuthor;
  at: number;
  action: Action;
  objectId: string;
  /** Names of the changed fields. */
  fields: string[];
}

/** A stored entry. An entry about several new objects names the first and the last of them. */
export interface AuditEntry extends AuditNote {
  rowId: number;
  lastObjectId: string;
  objects: number;
}

export interface AuditFilter {
  /** The id of the actor. */
  actor?: string;
  action?: Action;
  /** The public id of an object. */
  object?: string;
  /** UTC milliseconds, included. */
  from?: number;
  /** UTC milliseconds, excluded. */
  to?: number;
}

/** Entries are deleted after this many days. */
export const AUDIT_DAYS = 400;

/** What a verb that changes something needs. */
export interface AuthorDeps {
  author: ChangeAuthor;
  clock: Clock;
}

/** The note for a change that happens now. */
export function auditNote(
  { author, clock }: AuthorDeps,
  action: Action,
  objectId: string,
  fields: string[] = [],
): AuditNote {
  return { author, at: clock(), action, objectId, fields };
}

/** The server itself, outside of any request. */
export const SYSTEM_AUTHOR: ChangeAuthor = { actor: { type: 'system', id: 'sotto' }, requestId: null };
