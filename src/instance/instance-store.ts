import type { AuditNote } from '../audit/audit-entry.ts';
import type { InstanceChanges, InstanceSettings } from './instance-settings.ts';

export interface InstanceStore {
  get(): Promise<InstanceSettings>;
  /** For the redirect and the pages: the same, which may be a minute old. */
  known(): Promise<InstanceSettings>;
  update(changes: InstanceChanges, note?: AuditNote): Promise<void>;
  /** The secret of this instance, which never changes: `fresh` if it has none yet. */
  secret(fresh: string): Promise<string>;
}

/** The same as a runtime provides it. */
export interface CachedInstanceStore extends InstanceStore {
  /** The settings, if nothing has to be read for them. The same object until they change or are read again. */
  remembered(): InstanceSettings | undefined;
}
