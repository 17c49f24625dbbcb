/** A minimal redirect server with Hono. The links are a JSON file of slug → destination. */
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const links = new Map<string, string>(
  Object.entries(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))),
);

const app = new Hono().get('/:slug', (c) => {
  const location = links.get(c.req.param('slug'));
  if (location === undefined) return c.notFound();
  return new Response(null, {
    status: 302,
    headers: { Location: location, 'Cache-Control': 'private, no-store' },
  });
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`bare Hono listens on http://127.0.0.1:${port}`);
});
