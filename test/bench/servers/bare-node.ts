/** A minimal redirect server with node:http. The links are a JSON file of slug → destination. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const links = new Map<string, string>(
  Object.entries(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))),
);

const server = createServer((request, response) => {
  const location = links.get((request.url ?? '').slice(1));
  if (location === undefined) response.writeHead(404);
  else response.writeHead(302, { Location: location, 'Cache-Control': 'private, no-store' });
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // it listens on a port
  console.log(`bare node:http listens on http://127.0.0.1:${port}`);
});
// The profiler writes its profile only on a regular exit.
process.once('SIGTERM', () => process.exit());
