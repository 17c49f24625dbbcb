/**
 * The one engine that creates links. A request comes to at most one group, a content with links that are written
 * together or not at all; every way to create links is a kind of request.
 */
import type { ChangeAuthor } from '../../audit/audit-entry.ts';
import type { AppError } from '../../errors.ts';
import type { Deps } from '../../ports.ts';
import type { InsertedGroup, NewGroup } from '../../store-ports/link-stores.ts';
import type { ExistingState, Lookup } from './existing-state.ts';

/** How often a request starts over when a random slug or a concurrent request got in its way. */
const MAX_ATTEMPTS = 5;

export interface GroupRequest<Result> {
  lookup: Lookup;
  /** Decides from what exists: there is nothing to create, the input is refused, or a group has to be written. */
  resolve(existing: ExistingState): Resolution<Result> | Promise<Resolution<Result>>;
}

export type Resolution<Result> = { result: Result | AppError } | { candidate: GroupCandidate<Result> };

type GroupFields = Omit<NewGroup, 'lockKeys' | 'author'>;

/** A group as it would be written now. */
export interface GroupCandidate<Result> {
  /** No two candidates with a key in common are written at once. */
  lockKeys: string[];
  /** Called only if the group is about to be written: it may take long. */
  group(): GroupFields | Promise<GroupFields>;
  result(inserted: InsertedGroup): Result;
}

interface OpenRequest<Result> {
  index: number;
  request: GroupRequest<Result>;
  attempts: number;
}

/**
 * Answers each request as if they had come one after the other, in the same order. No request affects another, and
 * each gets a result of its own: an `AppError` where its input is to blame.
 */
export async function createGroups<Result>(
  { store, author }: Pick<Deps, 'store'> & { author: ChangeAuthor },
  requests: GroupRequest<Result>[],
): Promise<(Result | Error)[]> {
  const results = new Map<number, Result | Error>();
  let open: OpenRequest<Result>[] = requests.map((request, index) => ({ index, request, attempts: 0 }));
  while (open.length > 0) {
    const existing = await store.links.loadExisting(open.map(({ request }) => request.lookup));
    const { settled, candidates } = await resolveAll(existing, open);
    for (const [{ index }, result] of [...settled, ...(await insert(store, candidates, author))])
      results.set(index, result);
    open = open.filter(({ index }) => !results.has(index));
  }
  return requests.map((_, index) => results.get(index) ?? new Error('A request was lost'));
}

type Settled<Result> = [OpenRequest<Result>, Result | Error];
type Candidates<Result> = [OpenRequest<Result>, GroupCandidate<Result>][];

async function resolveAll<Result>(existing: ExistingState, open: OpenRequest<Result>[]) {
  const settled: Settled<Result>[] = [];
  const candidates: Candidates<Result> = [];
  const locked = new Set<string>();
  for (const each of open) {
    const resolving = each.request.resolve(existing);
    // Most resolve at once, and a promise for each of a thousand requests is not free.
    const resolution = resolving instanceof Promise ? await resolving : resolving;
    if ('result' in resolution) {
      settled.push([each, resolution.result]);
      continue;
    }
    const { lockKeys } = resolution.candidate;
    const isFree = !lockKeys.some((key) => locked.has(key));
    for (const key of lockKeys) locked.add(key);
    // A request that wants the same as one before it sees at the next attempt what became of that one.
    if (isFree) candidates.push([each, resolution.candidate]);
  }
  return { settled, candidates };
}

/** Writes what it can. The others have one attempt less, and fail after the last. */
async function insert<Result>(
  store: Deps['store'],
  candidates: Candidates<Result>,
  author: ChangeAuthor,
): Promise<Settled<Result>[]> {
  if (candidates.length === 0) return [];
  const begun = candidates.map(([, { group }]) => group());
  const fields = areReady(begun) ? begun : await Promise.all(begun);
  const groups = candidates.flatMap(([, { lockKeys }], place) => {
    const own = fields[place];
    return own ? [{ ...own, lockKeys, author }] : [];
  });
  const inserted = await store.links.insertGroups(groups);
  return candidates.flatMap(([each, { result }], place): Settled<Result>[] => {
    const group = inserted[place];
    each.attempts += 1;
    if (group) return [[each, result(group)]];
    if (each.attempts < MAX_ATTEMPTS) return [];
    return [[each, new Error(`No slug or content stayed free in ${MAX_ATTEMPTS} attempts`)]];
  });
}

/** Whether nothing has to be waited for: a promise for each of a thousand groups is not free. */
const areReady = <Value>(values: (Value | Promise<Value>)[]): values is Value[] =>
  !values.some((value) => value instanceof Promise);
