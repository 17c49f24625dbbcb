/** What a process has used, as Linux tells it; NaN elsewhere. */
import { readdirSync, readFileSync } from 'node:fs';

/** Run time of all threads of a process and its children, in microseconds. */
export function cpuTime(pid: number): number {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`);
    return tasks.reduce((sum, task) => sum + runTime(task) + childrenTime(task), 0);
  } catch {
    return Number.NaN;
  }
}

/** Resident memory in megabytes. */
export function residentMemory(pid: number): number {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Nanoseconds are the first of three numbers. */
const runTime = (task: string) => Number(readFileSync(`${task}/schedstat`, 'utf8').split(' ')[0]) / 1_000;

function childrenTime(task: string): number {
  const pids = readFileSync(`${task}/children`, 'utf8').split(' ').filter(Boolean);
  return pids.reduce((sum, pid) => sum + cpuTime(Number(pid)), 0);
}
