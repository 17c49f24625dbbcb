/** `/privacy`: what this server stores about visits, as a page and as JSON, both from the same inventory. */
import { type Context, Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { LANGUAGES, type Language, preferredLanguage } from '../language.ts';
import type { Deps } from '../ports.ts';
import { type Deployment, deploymentOf } from '../privacy/deployment.ts';
import { inventory } from '../privacy/inventory.ts';
import type { Section } from '../privacy/inventory-section.ts';
import { Privacy, privacyTitle } from './privacy-page.tsx';

/** Allows style sheets of this server, and nothing else: no scripts, no inline styles, no other hosts. */
const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS = {
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The page, or JSON if the client prefers it. Search engines may index it, because people look for it there. */
type PrivacyDeps = Pick<Deps, 'settings' | 'runtime' | 'mailer' | 'log'> & {
  store: Pick<Deps['store'], 'instance'>;
};

export function privacyPages(deps: PrivacyDeps) {
  const pages = new Hono({ strict: false });

  const asJson = async (c: Context) => {
    const deployment = await deploymentNow(deps);
    const sections = inventory(deployment);
    const language = languageOf(c);
    // The inventory is public, so tools on other sites may read it.
    const headers = { ...headersIn(language), 'Access-Control-Allow-Origin': '*' };
    return c.json(jsonOf(sections, deployment, language), 200, headers);
  };

  const asPage = async (c: Context) => {
    const sections = inventory(await deploymentNow(deps));
    const language = languageOf(c);
    const page = (
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{privacyTitle(language)}</title>
          <link rel="stylesheet" href="/assets/privacy.css" />
        </head>
        <body>
          <Privacy sections={sections} language={language} />
        </body>
      </html>
    );
    const headers = { ...headersIn(language), 'Content-Security-Policy': POLICY };
    return c.html(`<!doctype html>${page}`, 200, headers);
  };

  pages.get('/privacy.json', asJson);
  pages.get('/privacy', (c) => {
    const supports = ['text/html', 'application/json'];
    const type = accepts(c, { header: 'Accept', supports, default: 'text/html' });
    return type === 'application/json' ? asJson(c) : asPage(c);
  });
  return pages;
}

/** With the networks of the team, as far as they can be read: the page must answer without the database, too. */
async function deploymentNow(deps: PrivacyDeps): Promise<Deployment> {
  try {
    const { ownNetworks } = await deps.store.instance.known();
    return deploymentOf(deps, ownNetworks.length > 0);
  } catch (err) {
    deps.log.error({ err }, 'The settings of the instance could not be read');
    return deploymentOf(deps);
  }
}

function languageOf(c: Context): Language {
  const chosen = LANGUAGES.find((language) => language === c.req.query('lang'));
  return chosen ?? preferredLanguage(c.req.header('Accept-Language') ?? '');
}

const headersIn = (language: Language) => ({
  ...HEADERS,
  Vary: 'Accept, Accept-Language',
  'Content-Language': language,
});

/** The inventory in one language, and the settings that it depends on. */
function jsonOf(sections: Section[], deployment: Deployment, language: Language) {
  return {
    language,
    configuration: deployment,
    sections: sections.map(({ id, title, text, entries = [], points = [] }) => ({
      id,
      title: title[language],
      text: text?.[language] ?? null,
      stored: entries.map(({ what, why, kept, where, ...entry }) => ({
        id: entry.id,
        what: what[language],
        why: why[language],
        kept: kept[language],
        where: where[language],
        columns: entry.columns,
      })),
      points: points.map((point) => point[language]),
    })),
  };
}
