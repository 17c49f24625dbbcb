/** What strangers can do by opening links. */
import type { Battlefield } from '../attack.ts';
import { randomText } from '../attacks/vocabulary.ts';
import { openConnection } from '../load/connection.ts';
import { type Flood, flood } from '../load/flood.ts';
import { BROWSER, click, form } from '../load/requests.ts';
import type { Reproduction, Scene } from './reproduction.ts';

const CONNECTIONS = 32;

/** Sends a flood and returns its requests per second. */
async function rush(scene: Scene, requests: number, text: Flood['text']): Promise<number> {
  const field: Battlefield = { ...scene, isOver: () => false, note: () => {} };
  const began = performance.now();
  await flood(field, { requests, connections: CONNECTIONS, text });
  return (requests * 1_000) / (performance.now() - began);
}

/** Opens a link once; returns what the statistics say in one dimension. */
async function counted(scene: Scene, slug: string, dimension: string, headers: Record<string, string>) {
  const connection = openConnection(scene.port);
  await connection.exchange(click(`/${slug}`, scene.next(), headers));
  connection.close();
  const { links } = await scene.server
    .api<{ links: { id: string }[] } & { data: { id: string }[] }>(
      `/links?shortUrl=${encodeURIComponent(`http://localhost:${scene.port}/${slug}`)}`,
    )
    .then(({ data }) => ({ links: data }));
  const { data } = await scene.server.api<{ data: Record<string, string>[] }>(
    `/stats?groupBy=${dimension}&linkId=${links[0]?.id}`,
  );
  return data.flatMap((row) => row[dimension] ?? []).join(', ');
}

const slowAgents: Reproduction = {
  name: 'agents of “droid” repeated: redirects per second, beside usual agents',
  probed: true,
  async run(scene) {
    const slug = await scene.link();
    const count = Math.round(10_000 * scene.scale);
    const agent = (n: number) => ({
      slug,
      text: click(`/${slug}`, scene.next(), { 'User-Agent': `${'droid'.repeat(95)}${n}` }),
    });
    const usual = (n: number) => ({
      slug,
      text: click(`/${slug}`, scene.next(), { 'User-Agent': `${BROWSER} Edg/${n}` }),
    });
    const [before, during] = [await rush(scene, count, usual), await rush(scene, count, agent)];
    return `${during.toFixed(0)} of ${before.toFixed(0)} (${(during / before).toFixed(2)})`;
  },
};

const dictionaries: Reproduction = {
  name: '60,000 referrers and 35,000 agents, then a new site and a new app on another link',
  probed: true,
  async run(scene) {
    const [flooded, other] = [await scene.link(), await scene.link()];
    await rush(scene, Math.round(60_000 * scene.scale), () => ({
      slug: flooded,
      text: click(`/${flooded}`, scene.next(), { Referer: `https://${randomText(14)}.example/` }),
    }));
    await rush(scene, Math.round(35_000 * scene.scale), (n) => ({
      slug: flooded,
      text: click(`/${flooded}`, scene.next(), {
        'User-Agent': `${randomText(10)}/${n} (${randomText(8)} ${n}) ${BROWSER.replace('142', String(n))}`,
      }),
    }));
    const referrer = await counted(scene, other, 'referrer', { Referer: 'https://new-partner.example/' });
    const app = await counted(scene, other, 'app', { 'User-Agent': `${BROWSER} Instagram 350.0.0.20.100` });
    return `referrer ${referrer}; app ${app}`;
  },
};

const marks: Reproduction = {
  name: '200,000 marks on one link, then statistics by mark and browser',
  probed: true,
  async run(scene) {
    const slug = await scene.link();
    await rush(scene, Math.round(200_000 * scene.scale), () => ({
      slug,
      text: click(`/${slug}.${randomText(12)}`, scene.next()),
    }));
    const { status, ms } = await scene.call('GET', '/stats?groupBy=mark,browser');
    return `${status} in ${(ms / 1_000).toFixed(2)} s`;
  },
};

const unknownSlugs: Reproduction = {
  name: '200,000 unknown slugs: median of a redirect before and meanwhile',
  probed: true,
  async run(scene) {
    await scene.redirectMs();
    const slug = await scene.link();
    await rush(scene, Math.round(2_000 * scene.scale), () => ({
      slug,
      text: click(`/${slug}`, scene.next()),
    }));
    const before = await scene.redirectMs();
    const rate = await rush(scene, Math.round(200_000 * scene.scale), () => ({
      text: click(`/${randomText(9)}`, scene.next()),
    }));
    const during = await scene.redirectMs();
    return `${before.toFixed(1)} ms, then ${during.toFixed(1)} ms at ${rate.toFixed(0)}/s`;
  },
};

const passwords: Reproduction = {
  name: '1,450 guesses from as many networks, then the right password',
  probed: true,
  async run(scene) {
    const slug = await scene.link({ password: 'the right password' });
    const connections = Array.from({ length: Math.round(1_450 * scene.scale) }, () =>
      openConnection(scene.port),
    );
    const guessing = connections.map((each) => each.exchange(form(`/${slug}`, scene.next(), randomText(9))));
    const reader = openConnection(scene.port);
    const { status, ms } = await reader.exchange(form(`/${slug}`, scene.next(), 'the right password'));
    const statuses = (await Promise.all(guessing)).map((reply) => reply.status);
    for (const connection of [...connections, reader]) connection.close();
    const refused = statuses.filter((each) => each === 429 || each === 503).length;
    return `${status} after ${(ms / 1_000).toFixed(1)} s; ${refused} of ${statuses.length} guesses refused`;
  },
};

const twoHosts: Reproduction = {
  name: 'a request with two Host lines',
  probed: true,
  async run(scene) {
    const slug = await scene.link();
    const connection = openConnection(scene.port);
    const { status } = await connection.exchange(
      `GET /${slug} HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n`,
    );
    connection.close();
    return String(status);
  },
};

export const STRANGERS: Reproduction[] = [slowAgents, twoHosts, passwords, unknownSlugs, marks, dictionaries];
