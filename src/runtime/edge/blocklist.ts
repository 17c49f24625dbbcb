/**
 * The lists of `SOTTO_BLOCKLIST` at the edge. Cron fetches them and writes each to KV as one value, the slots of its
 * table, which an isolate uses as it is: to read half a million hosts costs it no CPU.
 */
import type { Blocklist } from '../../abuse/host-rules.ts';
import { hostTable } from '../../abuse/host-table.ts';
import { createBlockLists, type ListState } from '../../abuse/lists.ts';
import type { Clock, Log } from '../../ports.ts';
import { HOUR, MINUTE, SECOND } from '../../time.ts';
import type { DeferWork } from './defer.ts';
import type { EdgeEnv } from './env.ts';

const FETCH_EVERY = HOUR;
const RETRY_AFTER = 10 * MINUTE;
/** How long an isolate uses its lists before it asks KV for newer ones. */
const REFRESH_AFTER = MINUTE;
/** The first visitor of an isolate waits no longer for the lists. */
const WAIT_LIMIT = SECOND;
const STATE = 'state';

/** What KV knows of one list; times are UTC milliseconds. */
interface StoredState extends ListState {
  address: string;
  /** The key of its slots. */
  key: string;
  etag: string | null;
  lastModified: string | null;
  /** When cron fetches it next. */
  dueAt: number;
}

export interface EdgeBlocklist extends Blocklist {
  /** False without sources or the binding. */
  isUsed: boolean;
  /** Resolves once this isolate has the lists, or after a second; undefined if there is nothing to wait for. */
  learn(defer: DeferWork): Promise<void> | undefined;
  /** Fetches what is due and writes it to KV. Never rejects. */
  refresh(now: number): Promise<void>;
  /** From KV. */
  states(): Promise<ListState[]>;
}

interface BlocklistDeps {
  clock: Clock;
  log: Log;
  sources: readonly string[];
}

export function createEdgeBlocklist(
  binding: EdgeEnv['BLOCKLIST'],
  { clock, log, sources }: BlocklistDeps,
): EdgeBlocklist {
  const kv = sources.length > 0 ? binding : undefined;
  const lists = createBlockLists();
  const keys: string[] = [];
  let refreshAt = Number.NEGATIVE_INFINITY;
  let isKnown = false;

  const load = async (from: KVNamespace) => {
    refreshAt = clock() + REFRESH_AFTER; // one request refreshes them for all
    for (const [index, state] of (await readStates(from)).entries()) {
      if (state.key === '' || state.key === keys[index]) continue;
      const slots = await from.get(state.key, 'arrayBuffer');
      if (slots === null) continue;
      lists.put(index, hostTable({ slots: new Float64Array(slots), size: state.hosts }));
      keys[index] = state.key;
    }
    isKnown = true;
  };

  const attempt = (from: KVNamespace) =>
    load(from).catch((err) => log.error({ err }, 'The block lists are not available from KV'));

  const learn = (defer: DeferWork) => {
    if (!kv || clock() < refreshAt) return undefined;
    const loading = attempt(kv);
    defer(loading, 'The block lists could not be loaded');
    return isKnown ? undefined : Promise.race([loading, pause(WAIT_LIMIT)]);
  };

  return {
    isUsed: kv !== undefined,
    find: lists.find,
    version: lists.version,
    learn,
    async ready() {
      if (kv && !isKnown) await attempt(kv);
    },
    states: async () => (kv ? readStates(kv) : []),
    async refresh(now) {
      if (!kv) return;
      const known = await readStates(kv);
      const states: StoredState[] = [];
      let changed = false;
      for (const [index, address] of sources.entries()) {
        const before = known.find((state) => state.address === address) ?? emptyState(address);
        const isDue = now >= before.dueAt || now < before.dueAt - FETCH_EVERY;
        states.push(isDue ? await fetched(kv, { before, index, now, log }) : before);
        changed ||= isDue;
      }
      if (changed) await kv.put(STATE, JSON.stringify(states));
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const emptyState = (address: string): StoredState => ({
  ...{ address, key: '', hosts: 0, etag: null, lastModified: null, dueAt: 0 },
  ...{ loadedAt: null, confirmedAt: null, failure: null },
});

async function readStates(kv: KVNamespace): Promise<StoredState[]> {
  // Only cron writes it.
  return (await kv.get<StoredState[]>(STATE, 'json')) ?? [];
}

/** The state after an attempt. A new list has a new key, so that no isolate takes an old value for it. */
async function fetched(
  kv: KVNamespace,
  { before, index, now, log }: { before: StoredState; index: number; now: number; log: Log },
): Promise<StoredState> {
  // Only cron loads it.
  const [{ fetchBlocklist, reasonOf }, { createOutgoing }] = await Promise.all([
    import('../fetch-blocklist.ts'),
    import('./outgoing.ts'),
  ]);
  try {
    const list = await fetchBlocklist(before.address, before.key === '' ? null : before, createOutgoing());
    const confirmed = { ...before, confirmedAt: now, failure: null, dueAt: now + FETCH_EVERY };
    if (list === null) return confirmed;
    const { table, etag, lastModified } = list;
    const key = `list:${index}:${now}`;
    await kv.put(key, table.slots.buffer);
    // Isolates that know the old state for a minute more already have its list in memory, or wait for the new one.
    if (before.key !== '') await kv.delete(before.key);
    log.info({ source: index + 1, hosts: table.size }, 'A block list was loaded');
    return { ...confirmed, key, etag, lastModified, hosts: table.size, loadedAt: now };
  } catch (err) {
    const failure = reasonOf(err);
    log.error({ source: index + 1, reason: failure }, 'A block list could not be loaded; the last one stays');
    return { ...before, failure, dueAt: now + RETRY_AFTER };
  }
}
