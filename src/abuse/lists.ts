/** The lists of all sources as one, and how they are doing. */

import type { Check } from '../ports.ts';
import { DAY, HOUR } from '../time.ts';
import type { HostTable } from './host-table.ts';

/** A list that could not be checked for this long is out of date. */
const OLD_AFTER = DAY;

export interface ListState {
  hosts: number;
  /** When this version was loaded; null before the first. UTC milliseconds. */
  loadedAt: number | null;
  /** When the source was last read, or said that nothing has changed. */
  confirmedAt: number | null;
  /** Why the last attempt failed, or null. Contains no address. */
  failure: string | null;
}

export interface BlockLists {
  find(hostname: string): string | undefined;
  version(): number;
  /** Replaces the list of a source. */
  put(source: number, table: HostTable): void;
}

export function createBlockLists(): BlockLists {
  const tables: HostTable[] = [];
  let version = 1;
  return {
    find(hostname) {
      for (const table of tables) {
        const found = table?.find(hostname);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    version: () => version,
    put(source, table) {
      tables[source] = table;
      version += 1;
    },
  };
}

/** The check of `/readyz`: how many hosts, how old, and whether a source fails. */
export function blocklistCheck(states: readonly ListState[], now: number): Check {
  const hosts = states.reduce((sum, state) => sum + state.hosts, 0);
  const oldest = states.length === 0 ? 0 : Math.min(...states.map(({ confirmedAt }) => confirmedAt ?? 0));
  const failing = states.flatMap(({ failure }, index) =>
    failure === null ? [] : [`Source ${index + 1}: ${failure}`],
  );
  const hours = Math.floor((now - oldest) / HOUR);
  const age =
    oldest === 0
      ? 'Not loaded completely.'
      : `Confirmed ${hours === 0 ? 'within the last hour' : `${hours} h ago`}.`;
  const isOld = oldest === 0 || now - oldest > OLD_AFTER;
  const detail = [`The block list has ${hosts} hosts.`, age, ...failing].join(' ');
  return { name: 'blocklist', status: failing.length > 0 || isOld ? 'warn' : 'pass', detail };
}
