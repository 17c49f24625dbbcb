/** Networks with recent clicks, and bursts among these clicks. */
import { CLICK_BURST } from '../classify/automation-signs.ts';
import { type Hash64, HashMap, visitorKey } from './hash-map.ts';
import type { Verdict } from './verdict.ts';

/** A network is forgotten after this time without clicks. Milliseconds. */
const NETWORK_KEPT_MS = 20_000;
/** Above this size, links that were opened longer ago are dropped from the list of a network: two numbers per link. */
const MANY_LINKS = 2 * 32;

/** A click as the memory of its network has it. */
export interface NetworkClick {
  id: number;
  at: number;
  linkRowId: number;
  verdict: Verdict;
  inBurst: boolean;
}

/** A network that has only opened one link, however often, as nearly all do. */
interface OneLinkNetwork {
  /** The last click that was not a reload. */
  click: NetworkClick;
  /** When it last opened the link. */
  openedAt: number;
}

/** A network that has opened several links, or one link several times within a burst's time. */
interface Network {
  /** The latest clicks that can be part of a burst with the next one, in order. Reloads are not among them. */
  clicks: NetworkClick[];
  /** Pairs of a link and the time when it was last opened. */
  links: number[];
  /** The time of the newest click. It may be lower than others, if the clock was set back. */
  lastAt: number;
}

export type KnownNetwork = Network | OneLinkNetwork;

/** Id, time and link of the click, and when the link was last opened. */
const NUMBERS_PER_NETWORK = 4;

/** Networks with one link as numbers side by side: objects take several times the memory and the collector's time. */
class OneLinkNetworks {
  #numbers = new Float64Array(64 * NUMBERS_PER_NETWORK);
  readonly #verdicts: Verdict[] = [];

  /** Adds a network whose click is not part of a burst; returns its index. */
  add(network: OneLinkNetwork): number {
    const index = this.#verdicts.length;
    if (index * NUMBERS_PER_NETWORK === this.#numbers.length) {
      const larger = new Float64Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.set(index, network);
    return index;
  }

  set(index: number, { click: { id, at, linkRowId, verdict }, openedAt }: OneLinkNetwork): void {
    const numbers = this.#numbers;
    const first = index * NUMBERS_PER_NETWORK;
    numbers[first] = id;
    numbers[first + 1] = at;
    numbers[first + 2] = linkRowId;
    numbers[first + 3] = openedAt;
    this.#verdicts[index] = verdict;
  }

  get(index: number): OneLinkNetwork | undefined {
    const verdict = this.#verdicts[index];
    if (!verdict) return undefined;
    const numbers = this.#numbers;
    const first = index * NUMBERS_PER_NETWORK;
    const [id = 0, at = 0] = [numbers[first], numbers[first + 1]];
    const [linkRowId = 0, openedAt = 0] = [numbers[first + 2], numbers[first + 3]];
    return { click: { id, at, linkRowId, verdict, inBurst: false }, openedAt };
  }
}

/** Networks by the key of their hash. A hash table of numbers is faster than a map of texts, and no text is kept. */
interface Networks {
  /** Odd numbers are 2 × an index in `withOneLink` + 1, even ones 2 × an index in `others` + 2. */
  indexes: HashMap;
  /** Nearly all networks are here. */
  withOneLink: OneLinkNetworks;
  others: Network[];
}

const noNetworks = (): Networks => ({
  indexes: new HashMap(16),
  withOneLink: new OneLinkNetworks(),
  others: [],
});

export interface NetworkMemory {
  /** Networks with clicks since `since`; the older ones had clicks in the period before. */
  networks: Networks;
  olderNetworks: Networks;
  since: number;
}

export const newNetworkMemory = (): NetworkMemory => ({
  networks: noNetworks(),
  olderNetworks: noNetworks(),
  since: 0,
});

/** Remembers a stored click of a network with its verdict. Call it in the order of the hits. */
export function rememberNetworkClick(memory: NetworkMemory, name: string, click: NetworkClick): void {
  const key = networkKey(name);
  const network = withClick(networkIn(memory, key), click);
  for (const each of burstOf(network, click) ?? []) each.inBurst = true;
  rememberNetwork(memory, key, network, click.at);
}

export const networkKey = (name: string): Hash64 => visitorKey(0, name);

const knownIn = ({ indexes, withOneLink, others }: Networks, key: Hash64): KnownNetwork | undefined => {
  const index = indexes.get(key);
  if (index === 0) return undefined;
  return index % 2 === 1 ? withOneLink.get((index - 1) / 2) : others[index / 2 - 1];
};

export const networkIn = ({ networks, olderNetworks }: NetworkMemory, key: Hash64) =>
  knownIn(networks, key) ?? knownIn(olderNetworks, key);

export function rememberNetwork(memory: NetworkMemory, key: Hash64, network: KnownNetwork, at: number): void {
  if (at - memory.since >= NETWORK_KEPT_MS) {
    memory.olderNetworks = memory.networks;
    memory.networks = noNetworks();
    memory.since = at;
  }
  // A late hit must not evict the others, and a clock that was set back must not keep them for long.
  if (memory.since - at >= NETWORK_KEPT_MS) memory.since = at;
  const { indexes, withOneLink, others } = memory.networks;
  const index = indexes.get(key);
  const isOneLink = index % 2 === 1;
  if ('clicks' in network) {
    if (index === 0 || isOneLink) indexes.set(key, others.push(network) * 2);
    else others[index / 2 - 1] = network;
  } else if (isOneLink) withOneLink.set((index - 1) / 2, network);
  else indexes.set(key, withOneLink.add(network) * 2 + 1);
}

/** Whether a click is too far from a time for both to be in one burst. */
const isFarFrom = (click: NetworkClick, at: number) => Math.abs(click.at - at) > CLICK_BURST.withinMs;

/** The network with one more click; the original is not changed. */
export function withClick(known: KnownNetwork | undefined, click: NetworkClick): KnownNetwork {
  if (known === undefined) return { click, openedAt: click.at };
  if ('clicks' in known) return withAnotherClick(known, click);
  const { click: before, openedAt } = known;
  if (before.linkRowId === click.linkRowId) {
    if (!isFarFrom(click, openedAt)) return { click: before, openedAt: click.at };
    if (isFarFrom(before, click.at)) return { click, openedAt: click.at };
  }
  return withAnotherClick({ clicks: [before], links: [before.linkRowId, openedAt], lastAt: openedAt }, click);
}

function withAnotherClick({ clicks, links, lastAt }: Network, click: NetworkClick): Network {
  const isLong = links.length > MANY_LINKS;
  const opened = links.filter((_, index) => !isLong || lastAt - (links[index | 1] ?? 0) <= NETWORK_KEPT_MS);
  const openedBefore = openLink(opened, click.linkRowId, click.at);
  const isNew = openedBefore === undefined || isFarFrom(click, openedBefore);
  const kept = clicks.filter((each) => !isNew || !isFarFrom(each, click.at)).map((each) => ({ ...each }));
  return {
    clicks: isNew ? [...kept, click].slice(-CLICK_BURST.links) : kept,
    links: opened,
    lastAt: click.at,
  };
}

/** Notes that a link was opened. Returns when it was last opened before. */
function openLink(links: number[], linkRowId: number, at: number): number | undefined {
  for (let index = 0; index < links.length; index += 2) {
    if (links[index] !== linkRowId) continue;
    const before = links[index + 1];
    links[index + 1] = at;
    return before;
  }
  links.push(linkRowId, at);
  return undefined;
}

/** When the network last opened the link, as far as it is remembered. */
export function openedAt(known: KnownNetwork | undefined, linkRowId: number): number | undefined {
  if (known === undefined) return undefined;
  if (!('clicks' in known)) return known.click.linkRowId === linkRowId ? known.openedAt : undefined;
  const index = known.links.findIndex((each, at) => at % 2 === 0 && each === linkRowId);
  return index < 0 ? undefined : known.links[index + 1];
}

/** The clicks of the burst that the newest click completes; undefined if it completes none. */
export function burstOf(network: KnownNetwork, click: NetworkClick): NetworkClick[] | undefined {
  if (!('clicks' in network)) return undefined;
  const { clicks } = network;
  return clicks.length === CLICK_BURST.links && clicks.at(-1) === click ? clicks : undefined;
}
