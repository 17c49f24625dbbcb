/** How readers share the memory of this machine or container with the server, which must outlive them. */
import { writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';

const MB = 2 ** 20;
const MIN_HEAP_MB = 64;
/** With less memory, there is no room for two processes that answer large queries. */
const SMALL_BYTES = 512 * MB;

/** Zero or an absurdly large number stands for no limit. */
const availableBytes = (): number => Math.min(totalmem(), constrainedMemory() || Number.POSITIVE_INFINITY);

/** How many processes may answer large queries at the same time. */
export const largeReaderCount = (available = availableBytes()): number => (available < SMALL_BYTES ? 1 : 2);

/** The heap of one reader: a query that needs more fails before the memory runs out. */
export const readerHeapMegabytes = (available = availableBytes()): number =>
  Math.max(MIN_HEAP_MB, Math.floor(available / 4 / MB));

/** What a reader is for: large queries, or the pages of lists and exports. */
export type ReaderKind = 'large' | 'list';

/** If memory runs out, Linux ends the process with the most points, and each of these counts a thousandth of all memory. */
const OOM_SCORES: Record<ReaderKind, number> = { large: 1_000, list: 900 };

/** Makes Linux end this reader before the server if memory runs out, and one of large queries before the others. */
export function endBeforeServer(pid: number | undefined, kind: ReaderKind): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, String(OOM_SCORES[kind]));
  } catch {
    // Another system has no such file, and a process that could not be started neither.
  }
}
