import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadRedirects, storedMarks } from '../../support/server/redirect-load.ts';
import { type ServerProcess, startServer } from '../../support/server/server-process.ts';

const BODY = JSON.stringify({ url: 'https://example.com/guide', channels: ['copy'] });

async function mint(server: ServerProcess): Promise<string> {
  const { shortUrl } = await server.api<{ shortUrl: string }>('/links', { url: 'https://example.com/' });
  return shortUrl;
}

/** A POST whose headers the server has read, and whose body is not sent yet. */
async function openRequest({ url, key }: ServerProcess) {
  const post = request(`${url}/api/v1/contents`, {
    method: 'POST',
    agent: new Agent({ keepAlive: true }),
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'Content-Length': BODY.length,
      Expect: '100-continue',
    },
  });
  post.flushHeaders();
  onTestFinished(() => void post.destroy());
  const response = once(post, 'response').then(([answer]): IncomingMessage => answer.resume());
  await once(post, 'continue');
  return { post, response };
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('under load loses no answered redirect, cuts off no answer, and refuses new connections', async () => {
    const server = await startServer();
    const load = loadRedirects(await mint(server), 'm', 32);
    await load.reached(500);
    const { code } = await server.stop(signal);
    await load.stopped;
    expect(code).toBe(0);
    expect(load.cutOff()).toBe(0);
    expect(load.failures).toContain('ECONNREFUSED');
    expect(storedMarks(server.dataDir)).toEqual(new Map(load.answered.map((mark) => [mark, 1])));
  });
});

describe('a stopping server', () => {
  it('answers requests in flight and announces that the connection closes', async () => {
    const server = await startServer();
    const { post, response } = await openRequest(server);
    server.child.kill('SIGTERM');
    await server.printed(/"stopping"/);
    post.end(BODY);
    const { statusCode, headers } = await response;
    expect({ statusCode, connection: headers.connection }).toEqual({ statusCode: 201, connection: 'close' });
    expect((await server.exited).code).toBe(0);
  });

  it('ignores further signals', async () => {
    const server = await startServer();
    const { post, response } = await openRequest(server);
    server.child.kill('SIGTERM');
    await server.printed(/"stopping"/);
    server.child.kill('SIGINT');
    server.child.kill('SIGTERM');
    post.end(BODY);
    expect((await response).statusCode).toBe(201);
    expect((await server.exited).code).toBe(0);
  });

  it('refuses new connections', async () => {
    const server = await startServer();
    const { post, response } = await openRequest(server);
    server.child.kill('SIGTERM');
    await server.printed(/"stopping"/);
    // A connection at the moment of the shutdown may fail in another way first.
    const connectAnew = () =>
      fetch(server.url).then(
        ({ status }) => status,
        ({ cause }) => cause.code,
      );
    await expect.poll(connectAnew).toBe('ECONNREFUSED');
    post.end(BODY);
    await response;
  });

  it('closes idle connections without breaking them', async () => {
    const server = await startServer();
    const idle = connect(Number(new URL(server.url).port), 'localhost');
    const closed = once(idle, 'close'); // rejects on a reset
    idle.write('HEAD /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(idle, 'data');
    expect((await server.stop()).code).toBe(0);
    await closed;
  });

  it('does not wait forever for a request that never ends', async () => {
    const server = await startServer();
    const { response } = await openRequest(server);
    const broken = expect(response).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await server.stop()).code).toBe(0);
    await broken;
  });

  it('has rolled up every hit', async () => {
    const server = await startServer();
    const load = loadRedirects(await mint(server), 'm', 8);
    await load.reached(300);
    await server.stop();
    await load.stopped;
    const sums = new Database(`${server.dataDir}/sums.db`, { readonly: true });
    onTestFinished(() => void sums.close());
    expect(sums.prepare('SELECT hit_id FROM sums_state').pluck().get()).toBe(load.answered.length);
  });

  it('has logged no address', async () => {
    const server = await startServer({ env: { SOTTO_LOG_LEVEL: 'debug', HOST: '127.0.0.1' } });
    await fetch(`${await mint(server)}`, {
      redirect: 'manual',
      headers: { 'X-Forwarded-For': '203.0.113.7' },
    });
    const { stdout, stderr } = await server.stop();
    expect(stdout + stderr).not.toMatch(/127\.0\.0\.1|203\.0\.113\.7/);
    expect(stdout).toContain('"stopped"');
  });
});
