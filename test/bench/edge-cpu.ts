/** CPU time of a redirect in workerd, beside workers that do less, and what it asks of the platform. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WRANGLER, WRANGLER_ENV } from '../../scripts/wrangler.ts';
import type { Progress } from '../../src/runtime/node/progress.ts';
import { countRedirects } from './cannon.ts';
import { cpuTime } from './cpu.ts';
import { type Platform, startPlatform } from './edge-platform.ts';
import { median } from './figures.ts';
import type { Load, Prepared } from './load.ts';
import { startWorkerd, type Workerd } from './workerd.ts';
import { prepareRequests } from './workload.ts';

const LINKS = 1_000;
const CONNECTIONS = 16;
/** Requests whose every answer is waited for, while every link is remembered. */
const COUNTED = 2_000;
// What was put off until after the answers is still to be paid for.
const SETTLE_MS = 500;
/** So many times as long as the others is the first round, which does not count. */
const WARM_UP = 4;
const ADMIN_KEY = 'the-admin-key-of-the-bench';

const answer = `new Response(null, { status: 302, headers: {
  Location: 'https://pages.example/article', 'Cache-Control': 'private, no-store' } })`;
const BARE = `export default { fetch: () => ${answer} };`;
const SENDING = `export default { fetch(request, env, context) {
  context.waitUntil(env.HITS.send({ uid: crypto.randomUUID(), agent: request.headers.get('User-Agent') }));
  return ${answer};
} };`;

export interface CpuOptions {
  folder: string;
  load: Load;
  rounds: number;
  seconds: number;
  progress: Progress;
}

export interface WorkerFigures {
  name: string;
  /** Microseconds per request, and its ratio to the first worker's; medians of the rounds. */
  cpu: number;
  ratio: number;
  perSecond: number;
}

export async function measureCpu(options: CpuOptions) {
  const { folder } = options;
  const platform = await startPlatform(join(folder, 'd1.db'));
  const workers: Workerd[] = [];
  try {
    workers.push(await startWorkerd({ folder, name: 'bare 302', code: BARE }));
    const queue = { services: { queue: platform.ports.queue }, bindings: '(name = "HITS", queue = "queue")' };
    workers.push(await startWorkerd({ folder, name: 'bare 302 and one message', code: SENDING, ...queue }));
    const sotto = await startSotto(folder, platform);
    workers.push(sotto);
    const slugs = await mintSlugs(sotto.url, LINKS);
    const requests = prepareRequests(slugs).map(throughCloudflare);
    const operations = await countOperations(sotto, platform, requests);
    const { rounds, seconds } = options;
    return {
      links: LINKS,
      rounds,
      seconds,
      operations,
      workers: await takeTurns(workers, requests, options),
    };
  } finally {
    for (const worker of workers) await worker.stop();
    platform.stop();
  }
}

/** The load generator names a client, as the platform does. */
function throughCloudflare({ headers, ...request }: Prepared): Prepared {
  const { 'X-Forwarded-For': client = '', ...others } = headers;
  return { ...request, headers: { ...others, 'CF-Connecting-IP': client } };
}

async function startSotto(folder: string, { ports }: Platform): Promise<Workerd> {
  const outdir = join(folder, 'bundle');
  const { status, stderr } = spawnSync(
    process.execPath,
    [WRANGLER, 'deploy', '--dry-run', '--env', 'production', '--minify', '--outdir', outdir],
    { env: { ...process.env, ...WRANGLER_ENV }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  const bindings = [
    '(name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "d1")]))',
    '(name = "SALTS", kvNamespace = "kv")',
    '(name = "HITS", queue = "queue")',
    '(name = "SOTTO_PUBLIC_URL", text = "http://bench.example")',
    `(name = "SOTTO_ADMIN_KEY", text = "${ADMIN_KEY}")`,
  ].join(', ');
  const code = readFileSync(join(outdir, 'workers.js'), 'utf8');
  return startWorkerd({ folder, name: 'Sotto', code, bindings, services: ports });
}

/** Mints through the API; answers the slugs. */
async function mintSlugs(url: string, count: number): Promise<string[]> {
  const items = Array.from({ length: count }, (_, place) => ({
    url: `https://pages.example/article/${place}`,
  }));
  const response = await fetch(`${url}/api/v1/links/bulk`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ links: items }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { data } = (await response.json()) as { data: { link: { slug: string } }[] }; // as the API documents it
  return data.map(({ link }) => link.slug);
}

async function countOperations({ url }: Workerd, platform: Platform, requests: Prepared[]) {
  const shot = { url, requests, connections: CONNECTIONS };
  await countRedirects(shot, requests.length);
  await pause(SETTLE_MS);
  platform.operations();
  const redirects = await countRedirects(shot, COUNTED);
  await pause(SETTLE_MS);
  return { redirects, ...platform.operations() };
}

async function takeTurns(
  workers: Workerd[],
  requests: Prepared[],
  options: CpuOptions,
): Promise<WorkerFigures[]> {
  const { load, rounds, seconds, progress } = options;
  const runs = workers.map(() => [] as { cpu: number; perSecond: number }[]);
  // Before the first round that counts the compiler has to have seen enough: it takes some ten thousand requests.
  progress.begin('redirects in workerd', rounds + 1);
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? [...workers.keys()] : [...workers.keys()].reverse();
    for (const place of order) {
      const worker = workers[place];
      if (!worker) continue;
      const before = cpuTime(worker.pid);
      const hail = await load.run({
        url: worker.url,
        requests,
        connections: CONNECTIONS,
        seconds: round === 0 ? seconds * WARM_UP : seconds,
      });
      await pause(SETTLE_MS);
      const cpu = (cpuTime(worker.pid) - before) / hail.answered;
      if (hail.failed > 0) throw new Error(`${worker.name} failed ${hail.failed} times`);
      if (round > 0) runs[place]?.push({ cpu, perSecond: hail.answered / hail.seconds });
    }
    progress.add(1);
  }
  return workers.map(({ name }, place) => {
    const own = runs[place] ?? [];
    const ratios = own.map(({ cpu }, round) => cpu / (runs[0]?.[round]?.cpu ?? Number.NaN));
    return {
      name,
      cpu: median(own.map(({ cpu }) => cpu)),
      ratio: median(ratios),
      perSecond: median(own.map(({ perSecond }) => perSecond)),
    };
  });
}
