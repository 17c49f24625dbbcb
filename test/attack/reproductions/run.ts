/** Runs all reproductions on one build of the server, beside the probe. */
import { join, resolve } from 'node:path';
import { type OnEnd, type ServerProcess, startOn } from '../../support/server/spawn-server.ts';
import { openConnection } from '../load/connection.ts';
import { createLedger } from '../load/ledger.ts';
import { apiRequest, click } from '../load/requests.ts';
import { startProbe } from '../load/start-probe.ts';
import { createKeys, linksOf, startAttacked } from '../run-attacks.ts';
import { LARGE_CONTENT, MANY_LINKS, SINGLE_CALLS } from './callers.ts';
import { EDGE } from './edge.ts';
import { FAULTS } from './faults.ts';
import type { Reproduction, Scene } from './reproduction.ts';
import { STRANGERS } from './strangers.ts';

const BULK = 1_000;

interface Group {
  name: string;
  /** Whether the server has as many links as the options say. */
  filled: boolean;
  reproductions: Reproduction[];
}

/** Each group has a server of its own, so that one flood does not change what the next finds. */
const GROUPS: Group[] = [
  { name: 'a large content', filled: false, reproductions: LARGE_CONTENT },
  { name: 'many links', filled: true, reproductions: [...MANY_LINKS, ...SINGLE_CALLS] },
  { name: 'strangers', filled: false, reproductions: STRANGERS },
  { name: 'faults', filled: false, reproductions: FAULTS },
  { name: 'the edge', filled: false, reproductions: EDGE },
];

export const GROUP_NAMES = GROUPS.map(({ name }) => name);

export interface Reproduced {
  name: string;
  /** What came of it. */
  found: string;
  seconds: number;
  /** The longest time without a redirect, of the server and of a bare one; NaN without a probe. */
  longest: number;
  bare: number;
}

export interface ReproduceOptions {
  /** The folder of a built checkout. */
  build: string;
  groups: readonly string[];
  scale: number;
  links: number;
  folder(): string;
  onEnd: OnEnd;
  begin(name: string, total: number): void;
  /** Called with what a reproduction found. */
  step(row: Reproduced): void;
}

export async function reproduce(options: ReproduceOptions): Promise<Reproduced[]> {
  const rows: Reproduced[] = [];
  for (const group of GROUPS.filter(({ name }) => options.groups.includes(name))) {
    options.begin(group.name, group.reproductions.length);
    const { scene, probe, stop } = await openScene(group, options);
    for (const reproduction of group.reproductions) {
      await probe.take();
      const began = performance.now();
      const found = await reproduction
        .run(scene)
        .catch((error: unknown) => `failed: ${error instanceof Error ? error.message : error}`.slice(0, 80));
      const seconds = (performance.now() - began) / 1_000;
      const { longest, bare } = await probe.take();
      const pauses = reproduction.probed ? { longest, bare } : { longest: Number.NaN, bare: Number.NaN };
      const row = { name: reproduction.name, found, seconds, ...pauses };
      rows.push(row);
      options.step(row);
    }
    await stop();
  }
  return rows;
}

async function openScene({ filled }: Group, { build, scale, links, folder, onEnd }: ReproduceOptions) {
  const entry = resolve(build, 'dist/node.js');
  const server = await startAttacked({ dataDir: join(folder(), 'data'), entry, onEnd });
  const keys = await createKeys(server);
  if (filled) await fill(server, keys, Math.round(links * scale));
  const port = Number(new URL(server.url).port);
  const link = linksOf(server);
  const probe = await openProbe(`http://127.0.0.1:${port}/${await link()}`, onEnd);
  let count = 0;
  const scene: Scene = {
    server,
    port,
    keys,
    ledger: createLedger(),
    link,
    next: () => count++,
    scale,
    links,
    build,
    folder,
    onEnd,
    start: (start) => startOn({ entry, ...start }, onEnd),
    call: (method, path, body) => call(port, keys[count++ % keys.length] ?? '', method, path, body),
    redirectMs: probe.median,
  };
  const stop = async () => {
    await probe.end();
    await server.stop('SIGKILL');
  };
  return { scene, probe, stop };
}

/** The probe, whose median can be read without an end of its longest pause. */
async function openProbe(shortUrl: string, onEnd: OnEnd) {
  const probe = await startProbe(shortUrl, onEnd);
  let [longest, bare] = [0, 0];
  const read = async () => {
    const report = await probe.report();
    longest = Math.max(longest, report.longest);
    bare = Math.max(bare, report.bare);
    return report.median;
  };
  return {
    median: read,
    async take() {
      await read();
      const taken = { longest, bare };
      [longest, bare] = [0, 0];
      return taken;
    },
    end: probe.end,
  };
}

async function call(port: number, key: string, method: string, path: string, body: unknown) {
  const connection = openConnection(port);
  const { status, ms, head, body: text } = await connection.exchange(apiRequest(method, path, key, body));
  connection.close();
  const bytes = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? text.length);
  return { status, ms, bytes, body: text };
}

/** Creates links with a tag and a campaign that all of them have, and opens some of them. */
async function fill(server: ServerProcess, keys: readonly string[], count: number): Promise<void> {
  const port = Number(new URL(server.url).port);
  for (let done = 0; done < count; done += BULK) {
    const links = Array.from({ length: Math.min(BULK, count - done) }, (_, place) => ({
      url: `https://example.com/page/${done + place}`,
      title: `The page number ${done + place}`,
      tags: ['all', `tag-${place % 100}`],
      campaign: 'common',
    }));
    const { status } = await call(port, keys[(done / BULK) % keys.length] ?? '', 'POST', '/links/bulk', {
      links,
    });
    if (status !== 200) throw new Error(`Links could not be created: ${status}`);
  }
  const connection = openConnection(port);
  const { data } = await server.api<{ data: { slug: string }[] }>('/links?limit=100');
  for (const [n, { slug }] of data.entries()) await connection.exchange(click(`/${slug}`, n));
  connection.close();
}
