/** The plain frame of the pages that people see before they are signed in, and of settings. */
import type { Child } from 'hono/jsx';
import type { AppContext } from './env.ts';

/** A whole page. `title` is text. */
export function framed(
  c: AppContext,
  title: string,
  body: Child,
  status: 200 | 400 | 403 | 404 | 410 | 422 | 429 | 500 | 503 = 200,
) {
  const page = (
    <html lang={c.var.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Sotto`}</title>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {body}
        </main>
      </body>
    </html>
  );
  return c.html(`<!doctype html>${page}`, status);
}
