/** `/docs`: the reference of the API, rendered from its OpenAPI document, and `/docs/errors`: what each failure means. */
import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { LANGUAGES, type Language, preferredLanguage } from '../language.ts';
import type { ApiDocument } from './api-reference/document.ts';
import { Reference } from './api-reference/reference.tsx';
import { Problems, problemsTitle } from './problems.tsx';

/** Allows only files of this server, and neither inline scripts nor inline styles. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
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

/** Both pages; `readDocument` gives the OpenAPI document, which is rendered once. */
export function docsPages(readDocument: () => Promise<ApiDocument>) {
  const pages = new Hono({ strict: false }).basePath('/docs');
  let reference: string | undefined;

  pages.get('/', async (c) => {
    reference ??= pageOf('en', 'Sotto API', <Reference document={await readDocument()} />);
    return show(c, 'en', reference);
  });

  pages.get('/errors', (c) => {
    const chosen = LANGUAGES.find((language) => language === c.req.query('lang'));
    const language = chosen ?? preferredLanguage(c.req.header('Accept-Language') ?? '');
    c.header('Vary', 'Accept-Language');
    return show(c, language, pageOf(language, problemsTitle(language), <Problems language={language} />));
  });
  return pages;
}

const show = (c: Context, language: Language, page: string) =>
  c.html(page, 200, { ...HEADERS, 'Content-Language': language });

function pageOf(language: Language, title: string, body: Child): string {
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
  return `<!doctype html>${page}`;
}
