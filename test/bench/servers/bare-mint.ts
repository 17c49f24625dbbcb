/** A minimal `POST /links` with Hono: it parses the JSON, answers as many bytes as Sotto, and stores nothing. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const PADDING = 'x'.repeat(800);

const app = new Hono().post('/api/v1/links', async (c) => {
  const { url } = await c.req.json<{ url: string }>();
  return c.json({ url, padding: PADDING }, 201);
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`bare Hono listens on http://127.0.0.1:${port}`);
});
