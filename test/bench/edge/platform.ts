/** The platform of a plain workerd, in the process of the bench: D1, KV, queue and cache. It counts all operations. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { listen } from '../../../src/runtime/node/server/listen.ts';

/** The operations that the worker has requested. */
export interface Operations {
  d1: number;
  kvReads: number;
  kvWrites: number;
  cacheReads: number;
  /** Messages sent to the queue, and the hits in them. */
  messages: number;
  hits: number;
}

export interface Platform {
  /** The port of each server by the name in the worker's bindings. */
  ports: Record<'d1' | 'kv' | 'queue' | 'cache', number>;
  /** The operations since the last call. */
  operations(): Operations;
  stop(): void;
}

const none = (): Operations => ({ d1: 0, kvReads: 0, kvWrites: 0, cacheReads: 0, messages: 0, hits: 0 });

interface Answer {
  status: number;
  body?: string;
}

export async function startPlatform(file: string): Promise<Platform> {
  let counted = none();
  const database = openDatabase(file);
  const values = new Map<string, string>();
  const servers = {
    d1: async (request: IncomingMessage): Promise<Answer> => {
      counted.d1++;
      return { status: 200, body: answerQueries(database, request.url ?? '', await text(request)) };
    },
    kv: async (request: IncomingMessage): Promise<Answer> => {
      const key = new URL(request.url ?? '', 'http://kv').pathname;
      if (request.method === 'PUT') {
        counted.kvWrites++;
        values.set(key, await text(request));
        return { status: 200 };
      }
      counted.kvReads++;
      const body = values.get(key);
      return body === undefined ? { status: 404 } : { status: 200, body };
    },
    queue: async (request: IncomingMessage): Promise<Answer> => {
      const sent = messagesIn(request.url ?? '', await text(request));
      counted.messages += sent.length;
      for (const message of sent) counted.hits += message.hits?.length ?? 0;
      return { status: 200, body: '{"metadata":{"metrics":{"backlogCount":0,"backlogBytes":0}}}' };
    },
    // workerd treats 504 as a miss.
    cache: async (request: IncomingMessage): Promise<Answer> => {
      if (request.method === 'GET') counted.cacheReads++;
      await text(request);
      return { status: request.method === 'GET' ? 504 : 204 };
    },
  };
  const started = Object.entries(servers).map(([name, answer]) => {
    const server = createServer(async (request, response) => {
      const { status, body } = await answer(request);
      response.writeHead(status, status === 504 ? { 'CF-Cache-Status': 'MISS' } : {}).end(body);
    });
    return { name, server };
  });
  const ports = await Promise.all(
    started.map(async ({ name, server }) => [name, await listen(server, '127.0.0.1', 0)] as const),
  );
  return {
    ports: Object.fromEntries(ports) as Platform['ports'], // one port per server
    operations() {
      const before = counted;
      counted = none();
      return before;
    },
    stop() {
      for (const { server } of started) {
        server.closeAllConnections();
        server.close();
      }
      database.close();
    },
  };
}

interface SentMessage {
  hits?: unknown[];
}

/** A batch of messages arrives as JSON with base64 bodies, at its own address. */
function messagesIn(url: string, body: string): SentMessage[] {
  if (!url.endsWith('/batch')) return [JSON.parse(body)];
  const { messages }: { messages: { body: string }[] } = JSON.parse(body);
  return messages.map((message) => JSON.parse(Buffer.from(message.body, 'base64').toString()));
}

function openDatabase(file: string): Database.Database {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  const folder = new URL('../../../drizzle/', import.meta.url);
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.sql'))) {
    database.exec(readFileSync(new URL(name, folder), 'utf8'));
  }
  return database;
}

interface Query {
  sql: string;
  params?: unknown[];
}

/** Answers like D1: the rows of each query, in the format that the address requests. */
function answerQueries(database: Database.Database, url: string, body: string): string {
  const queries: Query | Query[] = JSON.parse(body);
  const format = new URL(url, 'http://d1').searchParams.get('resultsFormat');
  const answer = ({ sql, params = [] }: Query) => {
    const statement = database.prepare(sql);
    if (!statement.reader) {
      statement.run(...params);
      return format === 'ROWS_AND_COLUMNS' ? { columns: [], rows: [] } : [];
    }
    if (format !== 'ROWS_AND_COLUMNS') return statement.all(...params);
    return { columns: statement.columns().map(({ name }) => name), rows: statement.raw().all(...params) };
  };
  const all = database.transaction(() => [queries].flat().map(answer));
  const meta = { duration: 0, changes: 0, last_row_id: 0, rows_read: 0, rows_written: 0, size_after: 0 };
  return JSON.stringify(all().map((results) => ({ success: true, results, meta })));
}
