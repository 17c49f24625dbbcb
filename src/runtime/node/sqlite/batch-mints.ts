/** Combines the links that several requests mint in one event-loop turn into one commit. */
import type { Link } from '../../../links/link.ts';
import { storageTrouble } from '../../../storage-trouble.ts';
import type { Mint, Store } from '../../../store-ports.ts';
import { slugKey } from '../../../urls/slug.ts';
import { batchLookups } from './batch-lookups.ts';

/** Links per commit, unless a single request has more. It keeps the turns of the event loop short. */
const MAX_LINKS = 500;

interface Call {
  mints: Mint[];
  resolve(links: Link[]): void;
  reject(reason: unknown): void;
}

type MintEach = Store['links']['mintEach'];

const slugOf = ({ link }: Mint) => `${link.domain}/${slugKey(link.slug)}`;

/** Runs `mintEach` once for all calls of a turn. A call whose own rows are invalid fails without the others. */
export function batchMints(mintEach: MintEach): MintEach {
  let waiting: Call[] = [];

  const mintOne = ({ mints, resolve, reject }: Call) => mintEach(mints).then(resolve, reject);

  // Nothing was written. If a row is invalid, the calls are repeated one by one to find it; a lock or a full disk fails all.
  const onFailure = async (calls: Call[], error: unknown) => {
    const isOneRow = storageTrouble(error) === 'row';
    for (const call of calls) await (isOneRow ? mintOne(call) : call.reject(error));
  };

  const mintAll = async (calls: Call[]) => {
    try {
      const links = await mintEach(calls.flatMap(({ mints }) => mints));
      const byId = new Map(links.map((link) => [link.id, link]));
      for (const { mints, resolve } of calls) resolve(mints.flatMap(({ link }) => byId.get(link.id) ?? []));
    } catch (error) {
      await onFailure(calls, error);
    }
  };

  const runBatch = async () => {
    const [calls, later] = nextCommit(waiting);
    waiting = later;
    if (later.length > 0) setImmediate(runBatch);
    const [only] = calls;
    await (only && calls.length === 1 ? mintOne(only) : mintAll(calls));
  };

  return (mints) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(runBatch);
      waiting.push({ mints, resolve, reject });
    });
}

/** The calls for one commit, and the rest. Two links of a commit must not have the same slug. */
function nextCommit(calls: Call[]): [Call[], Call[]] {
  if (calls.length === 1) return [calls, []];
  const taken = new Set<string>();
  let links = 0;
  const end = calls.findIndex(({ mints }, index) => {
    const slugs = mints.map(slugOf);
    links += slugs.length;
    if (index > 0 && (links > MAX_LINKS || slugs.some((slug) => taken.has(slug)))) return true;
    for (const slug of slugs) taken.add(slug);
    return false;
  });
  return end === -1 ? [calls, []] : [calls.slice(0, end), calls.slice(end)];
}

/** The same store, whose concurrent requests share lookups and commits when they mint links. */
export function withBatching(store: Store): Store {
  const { contents, links } = store;
  return {
    ...store,
    contents: { ...contents, byKeys: batchLookups(contents.byKeys, ({ key }) => key) },
    links: { ...links, mintEach: batchMints(links.mintEach) },
  };
}
