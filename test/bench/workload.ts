/** What the redirects are asked for: the same links by the same agents in every run. */
import { DESKTOPS, MOBILES, ROBOTS } from '../../src/demo/agents.ts';
import { createRandom, type Random } from '../../src/demo/random.ts';
import type { Prepared } from './load.ts';
import type { Sotto } from './sotto.ts';

const SEED = 20_240_229;
const REQUESTS = 4_096;
const ROBOTS_SHARE = 0.05;
const BROWSERS = [...DESKTOPS.slice(0, 5), ...MOBILES.slice(0, 3)];

/** First bytes of addresses that belong to many European networks. */
const NETWORKS = [2, 5, 31, 37, 62, 77, 80, 82, 86, 90, 109, 176, 193, 212];

/** Mints that many links; answers slug → where the short link leads. */
export async function mintLinks(sotto: Sotto, count: number): Promise<Record<string, string>> {
  const { data } = await sotto.api<{ data: { channel: string }[] }>('/channels');
  const channels = data.map(({ channel }) => channel);
  const slugs: string[] = [];
  while (slugs.length < count) {
    const url = `https://pages.example/article/${slugs.length}?id=${slugs.length}`;
    const content = await sotto.api<{ links: { slug: string }[] }>('/contents', { url, channels });
    slugs.push(...content.links.map(({ slug }) => slug));
  }
  const leads = await Promise.all(slugs.slice(0, count).map((slug) => destination(`${sotto.url}/${slug}`)));
  return Object.fromEntries(leads.map((location, place) => [slugs[place], location]));
}

/** 4,096 requests for these links: eight browsers, and one in twenty a robot. */
export function prepareRequests(slugs: string[]): Prepared[] {
  const random = createRandom(SEED);
  const links = slugs.map((slug) => [slug, 1] as const);
  return Array.from({ length: REQUESTS }, () => ({
    method: 'GET',
    path: `/${random.pick(links)}`,
    headers: { 'User-Agent': agentOf(random), 'X-Forwarded-For': addressOf(random) },
  }));
}

const agentOf = (random: Random) => random.pick(random.chance(ROBOTS_SHARE) ? ROBOTS : BROWSERS);

function addressOf(random: Random): string {
  const network = random.pick(NETWORKS.map((first) => [first, 1] as const));
  return [network, ...[0, 0, 0].map(() => Math.floor(random.between(1, 255)))].join('.');
}

async function destination(shortUrl: string): Promise<string> {
  const { status, headers } = await fetch(shortUrl, { redirect: 'manual' });
  if (status !== 302) throw new Error(`${shortUrl} answers ${status}`);
  return headers.get('Location') ?? '';
}
