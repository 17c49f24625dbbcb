/**
 * Keeps the lists of `SOTTO_BLOCKLIST` in memory: files are read again when they change, URLs every hour. The last list
 * of a URL is also a file of the data folder.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Blocklist } from '../../../abuse/host-rules.ts';
import type { HostTable } from '../../../abuse/host-table.ts';
import { createBlockLists, type ListState } from '../../../abuse/lists.ts';
import { createHostReader, UnusableList } from '../../../abuse/parse-hosts.ts';
import type { Clock, Log, Outgoing } from '../../../ports.ts';
import { HOUR, MINUTE, SECOND } from '../../../time.ts';
import { type FetchedList, fetchBlocklist, reasonOf, type Validators } from '../../fetch-blocklist.ts';
import { openStoredBlocklists } from './stored-blocklists.ts';

const LOOK_EVERY = 5 * SECOND;
const FETCH_EVERY = HOUR;
const RETRY_AFTER = 5 * MINUTE;
/** A piece of a file takes about a millisecond. */
const PIECE_BYTES = 16 * 1024;

interface Source {
  text: string;
  isUrl: boolean;
  state: ListState;
  /** Of the version in memory. */
  validators: Validators | null;
  /** Changes with the file. */
  mark: string;
  dueAt: number;
}

export interface NodeBlocklist extends Blocklist {
  states(): ListState[];
  close(): void;
}

interface BlocklistDeps {
  sources: readonly string[];
  /** For the last lists of URLs. */
  folder: string;
  log: Log;
  clock: Clock;
  outgoing: Outgoing;
}

/**
 * Resolves once all files are read, also those with the last lists of URLs; URLs are fetched in the background. A source
 * that fails keeps its last list.
 */
export async function openBlocklist(deps: BlocklistDeps): Promise<NodeBlocklist> {
  const { sources: texts, folder, log, clock, outgoing } = deps;
  const lists = createBlockLists();
  const kept = openStoredBlocklists(folder);
  const sources = texts.map(sourceOf);

  const put = (index: number, table: HostTable, loadedAt: number) => {
    lists.put(index, table);
    const { state } = sources[index] ?? {};
    if (state) Object.assign(state, { hosts: table.size, loadedAt });
  };

  const loadKept = async (source: Source, index: number) => {
    const list = source.isUrl ? await kept.read(source.text) : null;
    if (!list) return;
    put(index, list.table, list.loadedAt);
    source.validators = list.validators;
    source.state.confirmedAt = list.loadedAt;
  };

  const keep = async (source: Source, index: number, list: FetchedList, loadedAt: number) => {
    const { table, etag, lastModified } = list;
    source.validators = { etag, lastModified };
    try {
      await kept.write(source.text, { table, validators: source.validators, loadedAt });
    } catch (err) {
      log.warn({ err, source: index + 1 }, 'A block list could not be kept for the next start');
    }
  };

  const load = async (source: Source, index: number) => {
    const { state } = source;
    try {
      const list = source.isUrl ? await fetchBlocklist(source.text, source.validators, outgoing) : null;
      const table = source.isUrl ? list?.table : await readFile(source);
      const now = clock();
      source.dueAt = now + FETCH_EVERY;
      Object.assign(state, { confirmedAt: now, failure: null });
      if (!table) return;
      put(index, table, now);
      if (list) await keep(source, index, list, now);
      log.info({ source: index + 1, hosts: table.size }, 'A block list was loaded');
    } catch (err) {
      source.dueAt = clock() + RETRY_AFTER;
      state.failure = failureOf(err, source.isUrl);
      log.error(
        { source: index + 1, reason: state.failure },
        'A block list could not be loaded; the last one stays',
      );
    }
  };

  const isDue = async (source: Source) => {
    if (source.isUrl) return clock() >= source.dueAt || clock() < source.dueAt - FETCH_EVERY;
    const mark = await markOf(source.text);
    return mark !== source.mark && (mark !== '' || source.state.failure === null);
  };

  const busy = new Set<Source>();
  const look = async (source: Source, index: number) => {
    if (busy.has(source)) return;
    busy.add(source);
    if (await isDue(source)) await load(source, index);
    busy.delete(source);
  };
  await kept.removeOthers(texts);
  await Promise.all(sources.map(loadKept));
  const first = sources.map(look);
  await Promise.all(first.filter((_, index) => !sources[index]?.isUrl));
  const timer = setInterval(() => sources.forEach((source, index) => void look(source, index)), LOOK_EVERY);
  timer.unref();

  return {
    find: lists.find,
    version: lists.version,
    ready: async () => {},
    states: () => sources.map(({ state }) => state),
    close: () => clearInterval(timer),
  };
}

const sourceOf = (text: string): Source => ({
  text,
  isUrl: /^https?:\/\//i.test(text),
  state: { hosts: 0, loadedAt: null, confirmedAt: null, failure: null },
  validators: null,
  mark: 'unread',
  dueAt: 0,
});

/** '' if the file cannot be read. */
async function markOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return [mtimeMs, size, ino].join();
  } catch {
    return '';
  }
}

/** Reads piece by piece: between two pieces, requests are answered. */
async function readFile(source: Source): Promise<HostTable> {
  source.mark = await markOf(source.text);
  const reader = createHostReader();
  for await (const piece of createReadStream(source.text, { encoding: 'utf8', highWaterMark: PIECE_BYTES }))
    reader.write(piece);
  return reader.end();
}

/** A reason without the path or address. */
function failureOf(error: unknown, isUrl: boolean): string {
  if (isUrl || error instanceof UnusableList) return reasonOf(error);
  return `The file cannot be read (${error instanceof Error && 'code' in error ? error.code : 'unknown error'}).`;
}
