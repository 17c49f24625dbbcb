/** Links minted by several requests at the price of one commit per event-loop turn. */
import type { Link } from '../../../links/link.ts';
import { storageTrouble } from '../../../storage-trouble.ts';
import type { Mint, Store } from '../../../store-ports.ts';
import { slugKey } from '../../../urls/slug.ts';
import { createAskTogether } from './batch-lookups.ts';

/** Links per commit at most, but for a request that alone has more: a turn of the event loop must stay short. */
const MOST_LINKS = 500;

interface Call {
  mints: Mint[];
  resolve(links: Link[]): void;
  reject(why: unknown): void;
}

type MintEach = Store['links']['mintEach'];

const slugOf = ({ link }: Mint) => `${link.domain}/${slugKey(link.slug)}`;

/** `mintEach` for the calls of one turn together; each is answered after the commit. One that only its own row spoils fails alone. */
export function createMintTogether(mintEach: MintEach): MintEach {
  let waiting: Call[] = [];

  const alone = ({ mints, resolve, reject }: Call) => mintEach(mints).then(resolve, reject);

  // Nothing was written. Whose row is to blame is found out one by one; a lock or a full disk is nobody's fault.
  const failed = async (calls: Call[], error: unknown) => {
    const isOneRow = storageTrouble(error) === 'row';
    for (const call of calls) await (isOneRow ? alone(call) : call.reject(error));
  };

  const together = async (calls: Call[]) => {
    try {
      const links = await mintEach(calls.flatMap(({ mints }) => mints));
      const byId = new Map(links.map((link) => [link.id, link]));
      for (const { mints, resolve } of calls) resolve(mints.flatMap(({ link }) => byId.get(link.id) ?? []));
    } catch (error) {
      await failed(calls, error);
    }
  };

  const turn = async () => {
    const [calls, later] = fitting(waiting);
    waiting = later;
    if (later.length > 0) setImmediate(turn);
    const [only] = calls;
    await (only && calls.length === 1 ? alone(only) : together(calls));
  };

  return (mints) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(turn);
      waiting.push({ mints, resolve, reject });
    });
}

/** Those that one commit takes, and the rest: no two links of a commit may have one slug. */
function fitting(calls: Call[]): [Call[], Call[]] {
  if (calls.length === 1) return [calls, []];
  const taken = new Set<string>();
  let links = 0;
  const end = calls.findIndex(({ mints }, index) => {
    const slugs = mints.map(slugOf);
    links += slugs.length;
    if (index > 0 && (links > MOST_LINKS || slugs.some((slug) => taken.has(slug)))) return true;
    for (const slug of slugs) taken.add(slug);
    return false;
  });
  return end === -1 ? [calls, []] : [calls.slice(0, end), calls.slice(end)];
}

/** The same store, whose requests share look-ups and a commit when they mint links at once. */
export function mintTogether(store: Store): Store {
  const { contents, links } = store;
  return {
    ...store,
    contents: { ...contents, byKeys: createAskTogether(contents.byKeys, ({ key }) => key) },
    links: { ...links, mintEach: createMintTogether(links.mintEach) },
  };
}
