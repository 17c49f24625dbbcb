/** The entry of `npm run bench:profile`: where the answering thread spends a redirect, beside a bare node:http. */
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
/** Fresh processes are slower. */
const WARM_UP_SECONDS = 4;
const SECONDS = 8;
/** For the hits of one server to be rolled up before the next has its turn. */
const SETTLE_MS = 2_000;

/** By the functions that a part begins with, in the bundle or in Node; the innermost that a sample lies in counts. */
const PARTS: Record<string, string[]> = {
  'the answer: head, write, end': ['writeHead', 'end'],
  'hits on disk': ['sqliteTransaction'],
  'hits to rows': ['append'],
  'visitor and network': ['visitorHash', 'networkHash'],
  country: ['placeOf'],
  'reading and judging the request': ['readVisit', 'read'],
  'garbage collector': ['(garbage collector)'],
  'native code outside of all': ['(program)'],
};
const [HTTP, REST] = ['HTTP of Node', 'link, decision, promises'];
const PART_OF = new Map(Object.entries(PARTS).flatMap(([part, names]) => names.map((name) => [name, part])));

// As V8 writes it: times in microseconds of the clock that never goes back.
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
  const shot = { url, requests, connections: CONNECTIONS };
  await load.run({ ...shot, seconds: WARM_UP_SECONDS });
  const from = now();
  const { answered, failed } = await load.run({ ...shot, seconds: SECONDS });
  if (failed > 0) throw new Error(`${failed} requests failed`);
  return { from, to: now(), answered };
}

/** Of the first thread: others write profiles of their own. */
function readProfile(folder: string): Profile {
  const name = readdirSync(folder).find((file) => /^CPU\.\d+\.\d+\.\d+\.0\./.test(file)) ?? '';
  return profileSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Microseconds per request, by part. */
function spent({ nodes, samples, timeDeltas, startTime }: Profile, { from, to, answered }: Span) {
  const parents = new Map(nodes.flatMap(({ id, children }) => children.map((child) => [child, id] as const)));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const chain = (id: number | undefined): Profile['nodes'][number]['callFrame'][] => {
    const frame = id === undefined ? undefined : frames.get(id);
    return frame && id !== undefined ? [frame, ...chain(parents.get(id))] : [];
  };
  const partOf = (id: number): string | null => {
    const stack = chain(id);
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
  const leads = await mintLinks(sotto, LINKS);
  const requests = prepareRequests(Object.keys(leads));
  const ours = await underLoad(sotto, requests);
  await pause(SETTLE_MS);
  await sotto.stop();
  const bare = await startBare(folder, leads, flags('bare'));
  const theirs = await underLoad(bare, requests);
  await bare.stop();

  const found = {
    sotto: spent(readProfile(join(folder, 'sotto')), ours),
    bare: spent(readProfile(join(folder, 'bare')), theirs),
  };
  const sum = (times: Map<string, number>) => [...times.values()].reduce((total, time) => total + time, 0);
  const all = sum(found.bare);
  const rows = [HTTP, ...Object.keys(PARTS), REST].map((part) => {
    const time = found.sotto.get(part) ?? 0;
    return [part, figure(time), figure(time / all), figure(found.bare.get(part) ?? 0)];
  });
  const total = sum(found.sotto);
  const { processor, cores, node } = thisMachine();
  console.log(
    `${new Date().toISOString().slice(0, 10)}: ${processor}, ${cores} cores, Node ${node}, ${findLoad().name}`,
  );
  console.log(`Main thread, microseconds per redirect under the profiler, ${CONNECTIONS} connections`);
  const heads = ['', 'Sotto', '÷ all of bare', BASE];
  console.log(table(heads, [...rows, ['all', figure(total), figure(total / all), figure(all)]]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
