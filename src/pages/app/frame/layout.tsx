import type { Child } from 'hono/jsx';
import type { Language } from '../../../language.ts';
import { Icon, type IconName } from './icons.tsx';
import type { Theme, View } from './view.ts';

/** The parts of the application that the navigation names. */
type Place = 'overview' | 'content' | 'live' | 'new';

export interface Frame {
  view: View;
  title: string;
  place: Place | null;
  /** The name of the member in the menu. */
  account: string;
  /** Whether the member may make links. */
  mayMake: boolean;
  /** How far the figures of the page go: UTC milliseconds of the newest hit; null without any. */
  asOf: number | null;
  children?: Child;
}

const PATHS: Record<Place, string> = {
  overview: '/app',
  content: '/app/contents',
  live: '/app/live',
  new: '/app/new',
};

/** A complete page. */
export function Layout({ view, title, place, account, mayMake, asOf, children }: Frame) {
  const { words, language, theme } = view;
  return (
    <html lang={language} data-theme={theme ?? undefined}>
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
      <body class="app">
        <Hatches />
        <a class="skip" href="#main">
          {words.nav.skip}
        </a>
        <Top view={view} place={place} account={account} mayMake={mayMake} />
        <main id="main">{children}</main>
        <Foot view={view} asOf={asOf} />
        <Tabs view={view} place={place} mayMake={mayMake} />
        <p class="vh" id="say" role="status" />
      </body>
    </html>
  );
}

/** The fills of charts; one definition for the whole page. */
export function Hatches() {
  return (
    <svg class="defs" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern
          id="hatch-off"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="1.6" height="4" />
        </pattern>
        <pattern id="hatch-double" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="2" />
        </pattern>
        <pattern
          id="hatch-today"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="1" height="4" />
        </pattern>
      </defs>
    </svg>
  );
}

function Top({ view, place, account, mayMake }: Pick<Frame, 'view' | 'place' | 'account' | 'mayMake'>) {
  const { words, to } = view;
  const entry = (name: Place, text: string) => (
    <li>
      <a href={to(PATHS[name])} aria-current={name === place ? 'page' : undefined}>
        {text}
      </a>
    </li>
  );
  return (
    <header class="top">
      <div class="wrap">
        <a class="brand" href={to('/app')} aria-label="Sotto">
          sotto
          <svg width="26" height="10" viewBox="0 0 26 10" aria-hidden="true">
            <path d="M1 1 25 5 1 9" />
          </svg>
        </a>
        <nav class="nav" aria-label={words.nav.main}>
          <ul>
            {entry('overview', words.nav.overview)}
            {entry('content', words.nav.content)}
            {entry('live', words.nav.live)}
          </ul>
        </nav>
        <div class="top-end">
          {mayMake ? (
            <a class="btn primary hide-s" href={to(PATHS.new)}>
              <Icon name="plus" />
              {words.nav.newLinks}
            </a>
          ) : null}
          <Menu view={view} account={account} />
        </div>
      </div>
    </header>
  );
}

const OTHER: Record<Language, Language> = { en: 'fr', fr: 'en' };

function Menu({ view, account }: Pick<Frame, 'view' | 'account'>) {
  const { words, here, language, theme } = view;
  const themes: [name: Theme | null, icon: IconName, text: string][] = [
    ['dark', 'moon', words.nav.dark],
    ['light', 'sun', words.nav.light],
    [null, 'system', words.nav.system],
  ];
  return (
    <details class="menu">
      <summary class="btn quiet">
        <span class="hide-s">
          <bdi>{account}</bdi>
        </span>
        <span class="vh"> {words.nav.account}</span>
        <Icon name="menu" />
      </summary>
      <div>
        <a href={here({ lang: OTHER[language] })} lang={OTHER[language]} hreflang={OTHER[language]}>
          <Icon name="language" />
          {words.nav.otherLanguage}
        </a>
        {themes.map(([name, icon, text]) => (
          <a href={here({ theme: name })} aria-current={name === theme ? 'true' : undefined}>
            <Icon name={icon} />
            {text}
            {name === theme ? <Icon name="check" /> : null}
          </a>
        ))}
        <hr />
        <a href={view.to('/app/settings/account')}>
          <Icon name="settings" />
          {words.nav.settings}
        </a>
        <a href="/docs">
          <Icon name="code" />
          {words.nav.docs}
        </a>
        <form method="post" action="/app/sign-out">
          <button type="submit">
            <Icon name="leave" />
            {words.nav.signOut}
          </button>
        </form>
      </div>
    </details>
  );
}

/** The navigation of narrow screens, at their bottom. */
function Tabs({ view, place, mayMake }: Pick<Frame, 'view' | 'place' | 'mayMake'>) {
  const { words, to } = view;
  const tabs: [name: Place, icon: IconName, text: string][] = [
    ['overview', 'overview', words.nav.overview],
    ['content', 'list', words.nav.content],
    ...(mayMake ? [['new', 'plus', words.nav.new] as [Place, IconName, string]] : []),
    ['live', 'live', words.nav.live],
  ];
  return (
    <nav class="tabs" aria-label={words.nav.main}>
      <ul>
        {tabs.map(([name, icon, text]) => (
          <li>
            <a href={to(PATHS[name])} aria-current={name === place ? 'page' : undefined}>
              <Icon name={icon} />
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Foot({ view, asOf }: Pick<Frame, 'view' | 'asOf'>) {
  const { words, format, zone, language } = view;
  return (
    <footer class="end">
      <div class="wrap">
        {asOf === null ? null : <span>{words.foot(format.dayAndTime(asOf), zone.replaceAll('_', ' '))}</span>}
        <span>{words.footPromise}</span>
        <a href={`/privacy?lang=${language}`}>{words.nav.privacy}</a>
      </div>
    </footer>
  );
}
