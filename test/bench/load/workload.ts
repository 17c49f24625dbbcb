/** The workload of the redirects: the same links and the same agents in every run. */
import { DEMO_BOT_AGENTS, DESKTOPS, MOBILES } from '../../../src/demo/agents.ts';
import { createRandom, type Random } from '../../../src/demo/random.ts';
import type { Sotto } from '../servers/sotto.ts';
import type { Prepared } from './load.ts';

const SEED = 20_240_229;
const REQUESTS = 4_096;
const ROBOT_SHARE = 0.05;
const BROWSERS = [...DESKTOPS.slice(0, 5), ...MOBILES.slice(0, 3)];
/** The maximum number of links that one request mints. */
const BULK = 1_000;
const CONCURRENCY = 500;

/** First bytes of addresses that belong to many European networks. */
const NETWORKS = [2, 5, 31, 37, 62, 77, 80, 82, 86, 90, 109, 176, 193, 212].map(
  (first) => [first, 1] as const,
);

type Caller = Pick<Sotto, 'url' | 'api'>;

/** Mints this many links in all channels; returns slug → destination. */
export async function mintLinks(sotto: Caller, count: number): Promise<Record<string, string>> {
  return destinations(sotto, await mintSlugs(sotto, count));
}

/** Mints this many links in all channels; returns their slugs. */
export async function mintSlugs({ api }: Caller, count: number): Promise<string[]> {
  const { data } = await api<{ data: { channel: string }[] }>('/channels');
  const channels = data.map(({ channel }) => channel);
  const slugs: string[] = [];
  while (slugs.length < count) {
    const links = Array.from({ length: Math.min(BULK, count - slugs.length) }, (_, place) => {
      const number = slugs.length + place;
      const content = Math.floor(number / channels.length);
      return {
        url: `https://pages.example/article/${content}?id=${content}`,
        channel: channels[number % channels.length],
      };
    });
    const minted = await api<{ data: { link: { slug: string } }[] }>('/links/bulk', { links });
    slugs.push(...minted.data.map(({ link }) => link.slug));
  }
  return slugs;
}

/** Returns slug → destination. */
export async function destinations(
  { url }: Pick<Caller, 'url'>,
  slugs: string[],
): Promise<Record<string, string>> {
  const locations: string[] = [];
  while (locations.length < slugs.length) {
    const batch = slugs.slice(locations.length, locations.length + CONCURRENCY);
    locations.push(...(await Promise.all(batch.map((slug) => destination(`${url}/${slug}`)))));
  }
  return Object.fromEntries(locations.map((location, place) => [slugs[place], location]));
}

/** Requests for these links from eight browsers; one request in twenty is from a robot. */
export function prepareRequests(slugs: string[], count = REQUESTS): Prepared[] {
  const random = createRandom(SEED);
  return Array.from({ length: count }, () => ({
    method: 'GET',
    path: `/${slugs[Math.floor(random.next() * slugs.length)]}`,
    headers: { 'User-Agent': agentOf(random), 'X-Forwarded-For': addressOf(random) },
  }));
}

const agentOf = (random: Random) => random.pick(random.chance(ROBOT_SHARE) ? DEMO_BOT_AGENTS : BROWSERS);

const addressOf = (random: Random) =>
  [random.pick(NETWORKS), ...[0, 0, 0].map(() => Math.floor(random.between(1, 255)))].join('.');

async function destination(shortUrl: string): Promise<string> {
  const { status, headers } = await fetch(shortUrl, { redirect: 'manual' });
  if (status !== 302) throw new Error(`${shortUrl} answers ${status}`);
  return headers.get('Location') ?? '';
}
