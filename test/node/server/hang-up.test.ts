import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { httpGet } from '../../support/server/http-get.ts';
import { type ServerProcess, startServer } from '../../support/server/server-process.ts';

/** Sends the beginning of a request, and closes the connection. */
function hangUp(server: ServerProcess, head: string[], body: string): void {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write([...head, `Host: ${hostname}:${port}`, '', body].join('\r\n'), () => socket.destroy());
}

const samplesOf = async (server: ServerProcess) => (await httpGet(`${server.url}/metrics`, {})).body;

it('a client that hangs up in the middle of its body is no failure of the server', async () => {
  const server = await startServer();
  await server.api('/links', { url: 'https://example.com/', slug: 'secret', password: 'pass' });
  const asJson = [
    'POST /api/v1/links HTTP/1.1',
    `Authorization: Bearer ${server.key}`,
    'Content-Type: application/json',
  ];
  hangUp(server, [...asJson, 'Content-Length: 1000'], '{"url":');
  hangUp(server, [...asJson, 'Transfer-Encoding: chunked'], '5\r\n{"url');
  const form = [
    'POST /secret HTTP/1.1',
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Length: 1000',
  ];
  hangUp(server, form, 'password=');
  const expected = [
    'sotto_http_api_requests_total{method="POST",route="/api/v1/links",status="400"} 2',
    'sotto_redirects_total{status="415"} 1',
  ];
  // Asked until all three have been noticed.
  let samples = '';
  do samples = await samplesOf(server);
  while (
    !/status="(400|500)"} 2/.test(samples) ||
    !/redirects_total{status="(415|500)"} [1-9]/.test(samples)
  );
  for (const line of expected) expect(samples).toContain(line);
  expect(server.stdout()).not.toContain('"level":"error"');
});
