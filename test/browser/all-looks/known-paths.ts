/** What has a page, and what has an address but none. */
import type { PageKey } from '../../../src/members/access.ts';

/** A test asks for each. */
export const FILES: PageKey[] = [
  'GET /app/contents.csv',
  'GET /app/links.csv',
  'GET /app/links/:id/qr.svg',
  'GET /app/links/:id/qr.png',
  'GET /app/contents/:id/qr/design',
  'GET /app/live/stream',
  'GET /app/live/news',
  'GET /app/new/list/:id/links.csv',
  'GET /app/new/:id/links.csv',
  'GET /app/manifest.webmanifest',
];

/** In an order in which each can be carried out: what it is about is still there. */
export const ACTIONS: PageKey[] = [
  'POST /app/new/list/:id/run',
  'POST /app/new/list/:id/remove',
  'POST /app/reports/:id/revoke',
  'POST /app/settings/members/invitations/:id/remove',
  'POST /app/settings/utm/:id/reset',
  'POST /app/settings/general/networks/remove',
  'POST /app/links/:id/archive',
  'POST /app/links/:id/erase',
  'POST /app/links/:id/delete',
  'POST /app/contents/:id/share-codes',
  'POST /app/contents/:id/qr',
  'POST /app/contents/:id/archive',
  'POST /app/contents/:id/erase',
  'POST /app/contents/:id/delete',
  'POST /app/settings/account/sessions/:id/end',
  'POST /app/settings/account/sessions/end',
  'POST /app/sign-out',
];

/** The paths that are mounted beside the application and the API, and the pages of each. */
export const SITE: Record<string, string[]> = {
  '/docs/*': ['GET /docs', 'GET /docs/errors'],
  '/privacy': ['GET /privacy'],
  '/privacy/': [],
  '/privacy.json': [],
  // What all pages below it have in common.
  '/privacy/*': [],
  '/abuse': ['GET /abuse', 'POST /abuse'],
  '/share/*': ['GET /share/:channel'],
  '/assets/*': [],
  '/openapi.json': [],
  '/healthz': [],
  '/readyz': [],
  '/metrics': [],
  '/robots.txt': [],
  '/favicon.ico': [],
  // It leads to the application, or to where a domain says.
  '/': [],
  '/*': ['GET /:slug', 'POST /:slug'],
};
