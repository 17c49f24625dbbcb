import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { shippedStart } from '../../support/server/shipped-start.ts';
import type { ServerProcess } from '../../support/server/spawn-server.ts';
import { compare, type Fault, failedChecks, lossChecks } from '../fault.ts';
import { shortUrlOf } from '../server-state.ts';
import { smallMemory } from './small-memory.ts';

/** The least memory that docs/install.md states, for `npm run start:small`. */
const MEGABYTES = 256;

const REDIRECTS = 5_000;
const LINKS = 1_000;
const PASSWORDS = 50;

interface BulkAnswer {
  data: { status: number }[];
}

const links = (count: number, password?: string) => ({
  links: Array.from({ length: count }, () => ({
    url: `https://example.com/${crypto.randomUUID()}/${'x'.repeat(500)}`,
    channel: 'slack',
    ...(password && { password }),
  })),
});

/** Whether all links of a bulk were created. */
async function bulk(server: ServerProcess, body: object): Promise<boolean> {
  const { data } = await server.api<BulkAnswer>('/links/bulk', body);
  return data.every(({ status }) => status === 201);
}

/** The status of a GET, whose body is read to the end. */
async function statusOf(server: ServerProcess, path: string): Promise<number> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${server.key}` },
  });
  await response.text();
  return response.status;
}

/** All that takes much memory, at once. Returns the failed checks. */
async function everythingAtOnce(server: ServerProcess): Promise<string[]> {
  const [many, hashed, ...reads] = await Promise.all([
    bulk(server, links(LINKS)),
    bulk(server, links(PASSWORDS, 'secret')),
    statusOf(server, '/stats?groupBy=mark,browser&limit=1000'),
    statusOf(server, '/stats?groupBy=country,os&limit=1000'),
    statusOf(server, '/hits?format=csv'),
  ]);
  return failedChecks({
    'links were not created': !many || !hashed,
    // A large query may be refused for want of time or memory, but by the server.
    [`reads were answered with ${reads}`]: reads.some((status) => status !== 200 && status !== 503),
  });
}

export const memory: Fault = {
  name: 'memory',
  guarantee:
    '256 MB are enough for redirects, a bulk, 50 passwords, two raw statistics and an export at once',
  rounds: 10,
  quickRounds: 1,
  async run(context, rounds) {
    const dataDir = `${context.folder()}/data`;
    const small = smallMemory(MEGABYTES, context.onEnd);
    const server = await context.start({ dataDir, ...shippedStart('start:small'), ...small.options });
    const largest = small.watch(server.pid);
    const load = followLink(await shortUrlOf(server), 'm', 8, context.onEnd);
    await load.reached(REDIRECTS);
    const problems: string[] = [];
    for (let round = 0; round < rounds; round++) {
      problems.push(...(await everythingAtOnce(server)));
      context.step();
    }
    await load.end();
    await server.stop();
    const found = compare(load.answered, storedMarks(dataDir));
    const megabytes = Math.ceil(largest() / 2 ** 20);
    problems.push(
      ...failedChecks({
        ...lossChecks(found, load.failures),
        [`the processes took ${megabytes} MB`]: megabytes > MEGABYTES,
      }),
    );
    const description = `${small.name}; at most ${megabytes} MB of it in use`;
    return { description, ...found, slowest: load.slowest(), problems };
  },
};
