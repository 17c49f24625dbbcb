/** Small machines, wrong clocks and damaged files: each has a server of its own. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { shippedStart } from '../../support/server/shipped-start.ts';
import type { OnEnd, ServerProcess } from '../../support/server/spawn-server.ts';
import { openConnection } from '../load/connection.ts';
import { apiRequest, click, form } from '../load/requests.ts';
import type { Reproduction, Scene } from './reproduction.ts';

const YEAR = 365 * 86_400_000;
/** The housekeeping of the server runs within this time. */
const WRONG_SECONDS = 80;

async function createLink(server: ServerProcess, body: Record<string, unknown> = {}): Promise<string> {
  const url = `https://example.com/${crypto.randomUUID()}`;
  return (await server.api<{ slug: string }>('/links', { url, ...body })).slug;
}

const portOf = ({ url }: ServerProcess) => Number(new URL(url).port);

function storedHits(dataDir: string): number {
  const database = new Database(`${dataDir}/sotto.db`, { readonly: true });
  try {
    return Number(database.prepare('SELECT count(*) FROM hits').pluck().get());
  } finally {
    database.close();
  }
}

/** A clock that is wrong by as many milliseconds as a file says. */
function shiftedClock(folder: string) {
  const file = join(folder, 'shift');
  const source = `import { readFileSync } from 'node:fs';
    const real = Date.now;
    let [shift, readAt] = [0, 0];
    Date.now = () => {
      const now = real();
      if (now - readAt > 50) [shift, readAt] = [Number(readFileSync(new URL(${JSON.stringify(pathToFileURL(file).href)}), 'latin1')), now];
      return now + shift;
    };`;
  const set = (ms: number) => writeFileSync(file, String(ms));
  set(0);
  return { set, nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(source)}`] };
}

const wrongClock: Reproduction = {
  name: `a clock 3 years ahead for ${WRONG_SECONDS} s: single hits afterwards, and ten visitors who come again`,
  probed: false,
  async run(scene) {
    const folder = scene.folder();
    const dataDir = join(folder, 'data');
    const clock = shiftedClock(folder);
    const server = await scene.start({
      dataDir,
      nodeArgs: clock.nodeArgs,
      env: { SOTTO_TRUST_PROXY: '127.0.0.0/8' },
    });
    const slug = await createLink(server);
    const connection = openConnection(portOf(server));
    const visit = async () => {
      for (let n = 0; n < 10; n += 1) await connection.exchange(click(`/${slug}`, n));
    };
    await visit();
    await pause(3_000);
    clock.set(3 * YEAR);
    await pause(WRONG_SECONDS * 1_000);
    clock.set(0);
    await pause(1_000);
    const kept = storedHits(dataDir);
    await visit();
    const { total } = await server.api<{ total: { uniqueClicks: number } }>('/stats');
    connection.close();
    await server.stop();
    return `${kept} of 10 hits; ${total.uniqueClicks} unique visitors`;
  },
};

/** Ways to damage a file of SQLite. */
const DAMAGES: Record<string, (path: string, bytes: Buffer) => void> = {
  overwritten: (path) => writeFileSync(path, 'This is not a database.'.repeat(500)),
  'cut in half': (path, bytes) => writeFileSync(path, bytes.subarray(0, bytes.length >> 1)),
  torn: (path, bytes) => writeFileSync(path, bytes.fill(0xa5, 4_096, 12_288)),
  empty: (path) => writeFileSync(path, ''),
  missing: (path) => rmSync(path),
};

const damagedSums: Reproduction = {
  name: 'npm run rebuild with a sums.db damaged in several ways',
  probed: false,
  async run(scene) {
    const dataDir = join(scene.folder(), 'data');
    const server = await scene.start({ dataDir });
    const slug = await createLink(server);
    const connection = openConnection(portOf(server));
    for (let n = 0; n < 10; n += 1) await connection.exchange(click(`/${slug}`, n));
    connection.close();
    await server.stop();
    const refused = Object.entries(DAMAGES).flatMap(([name, damage]) => {
      const copy = scene.folder();
      cpSync(dataDir, copy, { recursive: true });
      damage(join(copy, 'sums.db'), readFileSync(join(copy, 'sums.db')));
      const { status } = spawnSync(process.execPath, [join(scene.build, 'dist/rebuild.js')], {
        env: { PATH: process.env.PATH, SOTTO_DATA: copy } as unknown as NodeJS.ProcessEnv, // no other settings
      });
      return status === 0 ? [] : [`${name} (${status})`];
    });
    return refused.length === 0 ? 'done' : `refused: ${refused.join(', ')}`;
  },
};

/** A command line that runs a program with at most this much memory; undefined if this system does not allow it. */
function memoryLimit(megabytes: number, name: string, onEnd: OnEnd): string[] | undefined {
  const root = '/sys/fs/cgroup';
  const v1 = existsSync(`${root}/memory/memory.limit_in_bytes`);
  const group = v1 ? `${root}/memory/${name}` : `${root}/${name}`;
  const limit = v1 ? 'memory.limit_in_bytes' : 'memory.max';
  const script = `mkdir -p ${group} && echo ${megabytes * 2 ** 20} > ${group}/${limit} && echo $$ > ${group}/cgroup.procs`;
  const allowed = spawnSync('sh', ['-c', script]).status === 0;
  onEnd(() => void spawnSync('rmdir', [group]));
  return allowed ? ['sh', '-c', `${script} && exec "$@"`, 'sh'] : undefined;
}

const littleMemory: Reproduction = {
  name: '256 MB: redirects, 1,000 links, 50 passwords, two raw statistics and an export at once',
  probed: false,
  async run(scene: Scene) {
    const launcher = memoryLimit(256, `sotto-attack-${process.pid}-${scene.next()}`, scene.onEnd);
    if (!launcher) return 'not measured: this system does not limit memory for us';
    const dataDir = join(scene.folder(), 'data');
    const { env, nodeArgs } = shippedStart();
    const server = await scene.start({
      dataDir,
      launcher,
      nodeArgs,
      env: { ...env, SOTTO_TRUST_PROXY: '127.0.0.0/8' },
    });
    let ended = false;
    void server.exited.then(() => {
      ended = true;
    });
    const port = portOf(server);
    const slug = await createLink(server);
    const locked = await createLink(server, { password: 'the right password' });
    const send = async (text: string) => {
      const connection = openConnection(port);
      const { status } = await connection.exchange(text);
      connection.close();
      return status;
    };
    const redirects = Array.from({ length: 3_000 }, (_, n) => click(`/${slug}.m${n}`, n));
    const bulk = {
      links: Array.from({ length: 1_000 }, (_, n) => ({
        url: `https://example.com/${n}`,
        title: 'x'.repeat(200),
      })),
    };
    const answers = await Promise.all([
      (async () => {
        const connection = openConnection(port);
        let good = 0;
        for (const text of redirects) if ((await connection.exchange(text)).status === 302) good += 1;
        connection.close();
        return `${good} redirects`;
      })(),
      send(apiRequest('POST', '/links/bulk', server.key, bulk)),
      ...Array.from({ length: 50 }, (_, n) => send(form(`/${locked}`, n, 'the right password'))),
      ...['country,browser', 'device,referrer'].map((groupBy) =>
        send(apiRequest('GET', `/stats?groupBy=${groupBy}`, server.key)),
      ),
      send(apiRequest('GET', '/hits?format=csv', server.key)),
    ]);
    const [redirected, ...statuses] = answers;
    const counts = Map.groupBy(statuses, (status) => status);
    const text = [...counts].map(([status, all]) => `${status || 'none'}: ${all.length}`).join(' ');
    const alive = !ended;
    if (alive) await server.stop();
    return `${alive ? 'alive' : 'DEAD'}; ${redirected}; ${text}`;
  },
};

export const FAULTS: Reproduction[] = [littleMemory, damagedSums, wrongClock];
