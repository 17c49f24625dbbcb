/** The pages without navigation: signing in, joining, a new password. */
import type { Child } from 'hono/jsx';
import type { AppContext } from '../env.ts';
import type { PageStatus } from '../frame/show-page.tsx';
import { themeIn } from '../frame/view.ts';
import { MEMBER_WORDS } from './words.ts';

/** A whole page with the voice of the product at its left. */
export function solo(c: AppContext, title: string, body: Child, status: PageStatus = 200) {
  const { language } = c.var;
  const { voice } = MEMBER_WORDS[language];
  const other = language === 'en' ? 'fr' : 'en';
  const here = new URL(c.req.url);
  here.searchParams.set('lang', other);
  const page = (
    <html lang={language} data-theme={themeIn(c.req.url) ?? undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Sotto`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/assets/icon-180.png" />
        <link rel="manifest" href={`/app/manifest.webmanifest?lang=${language}`} />
        <link rel="stylesheet" href="/assets/app.css" />
        <script type="module" src="/assets/app.js" />
      </head>
      <body class="bare">
        <a class="skip" href="#main">
          {voice.skip}
        </a>
        <div class="solo">
          <header class="voice">
            <div class="voice-top">
              <a class="brand" href="/app" aria-label="Sotto">
                sotto
                <svg width="26" height="10" viewBox="0 0 26 10" aria-hidden="true">
                  <path d="M1 1 25 5 1 9" />
                </svg>
              </a>
              <a href={`${here.pathname}${here.search}`} lang={other} hreflang={other}>
                {voice.other}
              </a>
            </div>
            <p class="say">{voice.title}</p>
            <div class="pinwrap">
              <svg class="pin" viewBox="0 0 400 60" preserveAspectRatio="none" aria-hidden="true">
                <path d="M0 2 400 30 0 58" vector-effect="non-scaling-stroke" />
              </svg>
              <p>
                <span>{voice.loud}</span>
                <span>{voice.quiet}</span>
              </p>
            </div>
          </header>
          <main id="main">
            <h1 class="h1">{title}</h1>
            {body}
          </main>
        </div>
        <p class="vh" id="say" role="status" />
      </body>
    </html>
  );
  return c.html(`<!doctype html>${page}`, status);
}
