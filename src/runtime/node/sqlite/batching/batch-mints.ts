/** Combines the links that several requests create in one or two event-loop turns into one lookup and one commit. */
import { nextTurn } from '../../../../next-turn.ts';
import { storageTrouble } from '../../../../storage-trouble.ts';
import type { InsertedGroup, LinkStore, NewGroup } from '../../../../store-ports/link-stores.ts';
import type { CountingStore, Store } from '../../../../store-ports/store.ts';
import { afterTwoTurns } from '../../two-turns.ts';
import { batchLookups } from './batch-lookups.ts';
import { batchRefusals } from './batch-refusals.ts';

/** Links per commit, unless a single request has more. It keeps the turns of the event loop short. */
const MAX_LINKS = 200;

/** Turns that requests share with each other, so that redirects do not wait for several of them. */
const nextSharedTurn = (callback: () => void) => void nextTurn().then(callback);

type Outcomes = (InsertedGroup | undefined)[];

interface Call {
  groups: NewGroup[];
  resolve(outcomes: Outcomes): void;
  reject(reason: unknown): void;
}

type InsertGroups = LinkStore['insertGroups'];

/**
 * Runs `insertGroups` once for all calls of two turns: a commit writes a dozen pages however few links it has. A call
 * whose own rows are invalid fails without the others.
 */
export function batchInserts(insertGroups: InsertGroups): InsertGroups {
  let waiting: Call[] = [];

  const insertOne = ({ groups, resolve, reject }: Call) => insertGroups(groups).then(resolve, reject);

  // Nothing was written. If a row is invalid, the calls are repeated one by one to find it; a lock or a full disk fails all.
  const onFailure = async (calls: Call[], error: unknown) => {
    const isOneRow = storageTrouble(error) === 'row';
    for (const call of calls) await (isOneRow ? insertOne(call) : call.reject(error));
  };

  const insertTogether = async (calls: Call[]) => {
    try {
      const outcomes = await insertGroups(calls.flatMap(({ groups }) => groups));
      let next = 0;
      for (const { groups, resolve } of calls) {
        resolve(outcomes.slice(next, next + groups.length));
        next += groups.length;
      }
    } catch (error) {
      await onFailure(calls, error);
    }
  };

  const runBatch = async () => {
    const [calls, later] = nextCommit(waiting);
    waiting = later;
    if (later.length > 0) nextSharedTurn(runBatch);
    const [only] = calls;
    await (only && calls.length === 1 ? insertOne(only) : insertTogether(calls));
  };

  return (groups) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) afterTwoTurns(runBatch, { next: nextSharedTurn });
      waiting.push({ groups, resolve, reject });
    });
}

/** The calls for one commit, and the rest. Two groups of a commit must not have a lock key in common. */
function nextCommit(calls: Call[]): [Call[], Call[]] {
  if (calls.length === 1) return [calls, []];
  const locked = new Set<string>();
  let links = 0;
  const end = calls.findIndex(({ groups }, index) => {
    const keys = groups.flatMap(({ lockKeys }) => lockKeys);
    links += groups.reduce((sum, group) => sum + group.links.length, 0);
    if (index > 0 && (links > MAX_LINKS || keys.some((key) => locked.has(key)))) return true;
    for (const key of keys) locked.add(key);
    return false;
  });
  return end === -1 ? [calls, []] : [calls.slice(0, end), calls.slice(end)];
}

/** The same store, whose concurrent requests share lookups and commits when they create links or count refusals. */
export function withBatching(store: Store): Store & { refusals: CountingStore } {
  const { links, refusals } = store;
  return {
    ...store,
    refusals: { ...refusals, ...batchRefusals(refusals.count) },
    links: {
      ...links,
      loadExisting: batchLookups(links.loadExisting),
      insertGroups: batchInserts(links.insertGroups),
    },
  };
}
