/** `/docs`: the API as Swagger UI shows it, from our own files only, and what every problem means. */
import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { LANGUAGES, type Language, preferredLanguage } from '../visitor-pages/language.ts';
import { Problems, problemsTitle } from './problems.tsx';

/** Nothing from another host, and nothing written into the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

export const docs = new Hono({ strict: false }).basePath('/docs');

docs.get('/', (c) => show(c, 'en', 'Sotto API', <ApiDocs />));

docs.get('/errors', (c) => {
  const asked = LANGUAGES.find((language) => language === c.req.query('lang'));
  const language = asked ?? preferredLanguage(c.req.header('Accept-Language') ?? '');
  c.header('Vary', 'Accept-Language');
  return show(c, language, problemsTitle(language), <Problems language={language} />);
});

function show(c: Context, language: Language, title: string, body: Child) {
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href="/assets/docs.css" />
      </head>
      <body>{body}</body>
    </html>
  );
  return c.html(`<!doctype html>${page}`, 200, { ...HEADERS, 'Content-Language': language });
}

function ApiDocs() {
  return (
    <>
      <link rel="stylesheet" href="/assets/swagger-ui/swagger-ui.css" />
      <nav class="bar wide">
        <a href="/openapi.json">OpenAPI 3.1</a>
        <a href="/docs/errors">Problems</a>
      </nav>
      <div id="api">
        <noscript class="bar wide">This page needs scripts. Everything on it is in openapi.json.</noscript>
      </div>
      <script src="/assets/swagger-ui/swagger-ui-bundle.js" charset="utf-8"></script>
      <script src="/assets/docs.js" charset="utf-8"></script>
    </>
  );
}
