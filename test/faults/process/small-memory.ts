/** A server with little memory: in a control group that the kernel enforces where that is allowed, else only measured. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OnEnd, SpawnOptions } from '../../support/server/spawn-server.ts';

const MB = 2 ** 20;
const SAMPLE_MS = 50;

export interface SmallMemory {
  name: string;
  /** Options that start a server with this memory. */
  options: Pick<SpawnOptions, 'launcher'>;
  /** Begins to measure the memory of a process and its children. Returns the largest sum so far, in bytes. */
  watch(pid: number): () => number;
}

/** The root folder of control groups for memory and the file with the limit, of both versions. */
const GROUPS = [
  { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes' },
  { root: '/sys/fs/cgroup', limit: 'memory.max' },
];

export function smallMemory(megabytes: number, onEnd: OnEnd): SmallMemory {
  const group = controlGroup(megabytes * MB, onEnd);
  const watch = (pid: number) => watchMemory(pid, onEnd);
  if (group === null) return { name: `${megabytes} MB of memory, measured`, options: {}, watch };
  const join = 'echo $$ > "$0/cgroup.procs" && exec "$@"';
  const launcher = ['sh', '-c', join, group];
  return { name: `a control group of ${megabytes} MB`, options: { launcher }, watch };
}

/** The path of a new group with this limit; null if this process may not create one. */
function controlGroup(bytes: number, onEnd: OnEnd): string | null {
  for (const { root, limit } of GROUPS) {
    const path = join(root, `sotto-${process.pid}-${Date.now()}`);
    try {
      mkdirSync(path);
    } catch {
      continue;
    }
    onEnd(() => rmdirSync(path));
    if (!existsSync(join(path, limit))) continue;
    writeFileSync(join(path, limit), String(bytes));
    return path;
  }
  return null;
}

function watchMemory(pid: number, onEnd: OnEnd): () => number {
  let largest = 0;
  const timer = setInterval(() => {
    largest = Math.max(largest, ownMemory([pid, ...childrenOf(pid)]));
  }, SAMPLE_MS);
  onEnd(() => clearInterval(timer));
  return () => largest;
}

/** The memory that these processes do not share with a file, in bytes. The kernel can take back the rest. */
function ownMemory(pids: number[]): number {
  const kilobytes = pids.map((pid) =>
    Number(/^Pss_Anon:\s+(\d+)/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, each) => sum + each * 1024, 0);
}

function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((id) => read(pid, `task/${id}/children`).split(' ').filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

/** '' if the process has ended. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
