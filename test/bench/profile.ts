/** The entry of `npm run bench:profile`: how the main thread spends its time per redirect, compared with bare node:http. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { findLoad, type Prepared } from './load/load.ts';
import { BASE } from './load/rounds.ts';
import { mintLinks, prepareRequests } from './load/workload.ts';
import { startBare } from './redirects/redirects.ts';
import { thisMachine } from './report/machine.ts';
import { figure, table } from './report/table.ts';
import type { Server } from './servers/server.ts';
import { startSotto } from './servers/sotto.ts';

const LINKS = 1_000;
const CONNECTIONS = 64;
/** Not measured: V8 has not compiled the code yet. */
const WARM_UP_SECONDS = 4;
const SECONDS = 8;
/** Time to roll up the hits of one server before the next one starts. */
const SETTLE_MS = 2_000;

/** Parts by the names of their outermost functions, in the bundle or in Node; the innermost match of a stack counts. */
const PARTS: Record<string, string[]> = {
  'writing the answer': ['writeHead', 'end'],
  'committing hits': ['sqliteTransaction'],
  'encoding hits': ['append'],
  'hashing visitor and network': ['visitorHash', 'networkHash'],
  'country look-up': ['placeOf'],
  'reading and classifying the request': ['readVisit', 'read'],
  'garbage collector': ['(garbage collector)'],
  'native code outside JavaScript': ['(program)'],
};
const [HTTP, REST] = ['HTTP in Node', 'link, decision, promises'];
const PART_OF = new Map(Object.entries(PARTS).flatMap(([part, names]) => names.map((name) => [name, part])));

// The format of V8: times are in microseconds of the monotonic clock.
const profileSchema = z.object({
  startTime: z.number(),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).default([]),
    }),
  ),
});
type Profile = z.infer<typeof profileSchema>;

interface Span {
  from: number;
  to: number;
  answered: number;
}

const now = () => Number(process.hrtime.bigint() / 1_000n);

async function underLoad({ url }: Server, requests: Prepared[]): Promise<Span> {
  const load = findLoad();
  const run = { url, requests, connections: CONNECTIONS };
  await load.run({ ...run, seconds: WARM_UP_SECONDS });
  const from = now();
  const { answered, failed } = await load.run({ ...run, seconds: SECONDS });
  if (failed > 0) throw new Error(`${failed} requests failed`);
  return { from, to: now(), answered };
}

/** The profile of the main thread; other threads write their own. */
function readProfile(folder: string): Profile {
  const name = readdirSync(folder).find((file) => /^CPU\.\d+\.\d+\.\d+\.0\./.test(file)) ?? '';
  return profileSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Microseconds per request by part. */
function timeByPart({ nodes, samples, timeDeltas, startTime }: Profile, { from, to, answered }: Span) {
  const parents = new Map(nodes.flatMap(({ id, children }) => children.map((child) => [child, id] as const)));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const stackOf = (id: number | undefined): Profile['nodes'][number]['callFrame'][] => {
    const frame = id === undefined ? undefined : frames.get(id);
    return frame && id !== undefined ? [frame, ...stackOf(parents.get(id))] : [];
  };
  const partOf = (id: number): string | null => {
    const stack = stackOf(id);
    if (stack[0]?.functionName === '(idle)') return null;
    const named = stack.find(({ functionName }) => PART_OF.has(functionName));
    if (named) return PART_OF.get(named.functionName) ?? null;
    const innermost = stack.find(({ url }) => url !== '');
    return innermost?.url.startsWith('node:') === false ? REST : HTTP;
  };
  const parts = new Map(nodes.map(({ id }) => [id, partOf(id)]));
  const times = new Map<string, number>();
  let at = startTime;
  for (const [index, id] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    at += delta;
    const part = parts.get(id) ?? null;
    if (part === null || at < from || at > to) continue;
    times.set(part, (times.get(part) ?? 0) + delta / answered);
  }
  return times;
}

const folder = mkdtempSync(join(tmpdir(), 'sotto-profile-'));
const flags = (name: string) => [
  '--cpu-prof',
  '--cpu-prof-interval=250',
  `--cpu-prof-dir=${join(folder, name)}`,
];
try {
  const sotto = await startSotto(join(folder, 'data'), { flags: flags('sotto') });
  const links = await mintLinks(sotto, LINKS);
  const requests = prepareRequests(Object.keys(links));
  const ours = await underLoad(sotto, requests);
  await pause(SETTLE_MS);
  await sotto.stop();
  const bare = await startBare(folder, links, flags('bare'));
  const theirs = await underLoad(bare, requests);
  await bare.stop();

  const times = {
    sotto: timeByPart(readProfile(join(folder, 'sotto')), ours),
    bare: timeByPart(readProfile(join(folder, 'bare')), theirs),
  };
  const sum = (parts: Map<string, number>) => [...parts.values()].reduce((total, time) => total + time, 0);
  const all = sum(times.bare);
  const rows = [HTTP, ...Object.keys(PARTS), REST].map((part) => {
    const time = times.sotto.get(part) ?? 0;
    return [part, figure(time), figure(time / all), figure(times.bare.get(part) ?? 0)];
  });
  const total = sum(times.sotto);
  const { processor, cores, node } = thisMachine();
  console.log(
    `${new Date().toISOString().slice(0, 10)}: ${processor}, ${cores} cores, Node ${node}, ${findLoad().name}`,
  );
  console.log(`Main thread, microseconds per redirect under the profiler, ${CONNECTIONS} connections`);
  const heads = ['', 'Sotto', '÷ total of bare', BASE];
  console.log(table(heads, [...rows, ['total', figure(total), figure(total / all), figure(all)]]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
