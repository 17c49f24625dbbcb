/** CPU time and memory of a process, from Linux's /proc; NaN on other systems. */
import { readdirSync, readFileSync } from 'node:fs';

/** Run time of all threads of a process and its children, in microseconds. */
export function cpuTime(pid: number): number {
  return orNaN(() => sum(tasksOf(pid).map((task) => runTime(task) + sum(childrenOf(task).map(cpuTime)))));
}

/** The run time of the main thread, which answers requests in Node, in microseconds. */
export const mainThreadTime = (pid: number): number => orNaN(() => runTime(`/proc/${pid}/task/${pid}`));

/** The run time of the calling thread, in microseconds. */
export const ownThreadTime = (): number => orNaN(() => runTime('/proc/thread-self'));

/** Resident memory of a process and its children, in megabytes. */
export function residentMemory(pid: number): number {
  return orNaN(() => {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024 + sum(tasksOf(pid).flatMap(childrenOf).map(residentMemory));
  });
}

/** Peak resident memory of a process without its children, in megabytes. */
export const peakMemory = (pid: number): number =>
  orNaN(() => {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  });

const tasksOf = (pid: number) => readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`);

const childrenOf = (task: string) =>
  readFileSync(`${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** The first of three numbers is the run time in nanoseconds. */
const runTime = (task: string) => Number(readFileSync(`${task}/schedstat`, 'utf8').split(' ')[0]) / 1_000;

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

function orNaN(read: () => number): number {
  try {
    return read();
  } catch {
    return Number.NaN;
  }
}
