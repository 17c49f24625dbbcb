/** Measures the CPU time of a redirect in workerd, compared with simpler workers, and its platform operations. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WRANGLER, WRANGLER_ENV } from '../../../scripts/wrangler.ts';
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import { countRedirects } from '../load/autocannon.ts';
import type { Load, Prepared } from '../load/load.ts';
import { prepareRequests } from '../load/workload.ts';
import { median } from '../report/figures.ts';
import { cpuTime } from '../servers/cpu.ts';
import { startWorkerd, type Workerd } from '../servers/workerd.ts';
import { type Platform, startPlatform } from './platform.ts';

/** Few, because each link is read from D1 again after 45 s, and the bench measures cached links. */
const LINKS = 100;
const MAX_CONNECTIONS = 16;
/** Concurrent requests share a queue message; sequential ones have one each. */
const CONNECTIONS = [MAX_CONNECTIONS, 1];
/** The requests whose platform operations are counted, while every link is cached. */
const COUNTED = 2_000;
/** Requests before each turn of a worker, which fill its caches again. */
const CACHE_FILLERS = 1_000;
/** Time for the work that follows the answers. */
const SETTLE_MS = 500;
/** The first round, which does not count, is this many times as long as the others. */
const WARM_UP = 4;
const ADMIN_KEY = 'the-admin-key-of-the-bench';

const answer = `new Response(null, { status: 302, headers: {
  Location: 'https://pages.example/article', 'Cache-Control': 'private, no-store' } })`;
const BARE = `export default { fetch: () => ${answer} };`;
const SENDING = `export default { fetch(request, env, context) {
  context.waitUntil(env.HITS.send({ id: crypto.randomUUID(), agent: request.headers.get('User-Agent') }));
  return ${answer};
} };`;

const BATCHING = `let waiting = [];
async function sendAfterTurn(queue) {
  await new Promise((resolve) => setTimeout(resolve, 0));
  const batch = waiting;
  waiting = [];
  await queue.send({ hits: batch });
}
export default { fetch(request, env, context) {
  waiting.push({ id: crypto.randomUUID(), agent: request.headers.get('User-Agent') });
  if (waiting.length === 1) context.waitUntil(sendAfterTurn(env.HITS));
  return ${answer};
} };`;

export interface CpuOptions {
  folder: string;
  load: Load;
  rounds: number;
  seconds: number;
  progress: ProgressBar;
}

export interface WorkerFigures {
  name: string;
  connections: number;
  /** Microseconds per request. Like all figures, the median of the rounds. */
  cpu: number;
  /** The ratios to the first worker, which does nothing, and to the second, which sends a message. */
  toBare: number;
  toSending: number;
  perSecond: number;
  /** Messages to the queue and calls of D1, per request. */
  messages: number;
  d1: number;
}

export async function measureCpu(options: CpuOptions) {
  const { folder } = options;
  const platform = await startPlatform(join(folder, 'd1.db'));
  const workers: Workerd[] = [];
  try {
    workers.push(await startWorkerd({ folder, name: 'bare 302', code: BARE }));
    const queue = { services: { queue: platform.ports.queue }, bindings: '(name = "HITS", queue = "queue")' };
    workers.push(await startWorkerd({ folder, name: 'bare 302, one message each', code: SENDING, ...queue }));
    workers.push(
      await startWorkerd({ folder, name: 'bare 302, batched messages', code: BATCHING, ...queue }),
    );
    const sotto = await startSotto(folder, platform);
    workers.push(sotto);
    const slugs = await mintSlugs(sotto.url, LINKS);
    const requests = prepareRequests(slugs).map(withClientAddress);
    const operations = await countOperations(sotto, platform, requests);
    const { rounds, seconds } = options;
    const figures: WorkerFigures[] = [];
    for (const connections of CONNECTIONS) {
      figures.push(...(await takeTurns({ workers, platform, requests, connections }, options)));
    }
    return { links: LINKS, rounds, seconds, operations, workers: figures };
  } finally {
    for (const worker of workers) await worker.stop();
    platform.stop();
  }
}

/** Names the client as the platform does. */
function withClientAddress({ headers, ...request }: Prepared): Prepared {
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

/** Mints links with the API; returns their slugs. */
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
  const { data } = (await response.json()) as { data: { link: { slug: string } }[] }; // as documented
  return data.map(({ link }) => link.slug);
}

async function countOperations({ url }: Workerd, platform: Platform, requests: Prepared[]) {
  const run = { url, requests, connections: MAX_CONNECTIONS };
  await countRedirects(run, requests.length);
  await pause(SETTLE_MS);
  platform.operations();
  const redirects = await countRedirects(run, COUNTED);
  await pause(SETTLE_MS);
  return { redirects, ...platform.operations() };
}

interface Contest {
  workers: Workerd[];
  platform: Platform;
  requests: Prepared[];
  connections: number;
}

type Run = Pick<WorkerFigures, 'cpu' | 'perSecond' | 'messages' | 'd1'>;

async function takeTurns(contest: Contest, options: CpuOptions): Promise<WorkerFigures[]> {
  const { workers, connections } = contest;
  const { rounds, seconds, progress } = options;
  const runs = workers.map((): Run[] => []);
  // The first round is a long warm-up: the compiler needs some ten thousand requests.
  progress.begin(`redirects in workerd over ${connections}`, rounds + 1);
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? [...workers.keys()] : [...workers.keys()].reverse();
    for (const place of order) {
      const worker = workers[place];
      if (!worker) continue;
      const run = await takeTurn(contest, worker, {
        ...options,
        seconds: round === 0 ? seconds * WARM_UP : seconds,
      });
      if (round > 0) runs[place]?.push(run);
    }
    progress.add(1);
  }
  return workers.map(({ name }, place) => {
    const own = runs[place] ?? [];
    const middle = (of: (run: Run) => number) => median(own.map(of));
    // The ratio within each round, so that a disturbance affects both sides.
    const ratioTo = (other: number) =>
      median(own.map(({ cpu }, round) => cpu / (runs[other]?.[round]?.cpu ?? Number.NaN)));
    return {
      name,
      connections,
      cpu: middle(({ cpu }) => cpu),
      toBare: ratioTo(0),
      toSending: ratioTo(1),
      perSecond: middle(({ perSecond }) => perSecond),
      messages: middle(({ messages }) => messages),
      d1: middle(({ d1 }) => d1),
    };
  });
}

async function takeTurn(
  { platform, requests, connections }: Contest,
  { name, url, pid }: Workerd,
  { load, seconds }: Pick<CpuOptions, 'load' | 'seconds'>,
): Promise<Run> {
  await countRedirects({ url, requests, connections: MAX_CONNECTIONS }, CACHE_FILLERS);
  await pause(SETTLE_MS);
  platform.operations();
  const before = cpuTime(pid);
  const { answered, failed, ...result } = await load.run({ url, requests, connections, seconds });
  await pause(SETTLE_MS);
  if (failed > 0) throw new Error(`${name}: ${failed} requests failed`);
  const { messages, d1 } = platform.operations();
  return {
    cpu: (cpuTime(pid) - before) / answered,
    perSecond: answered / result.seconds,
    messages: messages / answered,
    d1: d1 / answered,
  };
}
