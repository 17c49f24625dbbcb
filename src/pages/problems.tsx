import { ERRORS, type ErrorCode } from '../errors.ts';
import { LANGUAGES, type Language } from '../language.ts';
import { PROBLEM_TEXTS } from './problem-texts.ts';

const FRAME = {
  en: {
    title: 'Errors of the Sotto API',
    intro:
      'Every failed request is answered with problem details (RFC 9457). This page explains each “code”.',
    other: 'En français',
    contents: 'Errors',
    skip: 'Skip to the explanations',
  },
  fr: {
    title: 'Erreurs de l’API de Sotto',
    intro:
      'Toute requête qui échoue reçoit une réponse «\u00a0problem details\u00a0» (RFC 9457). Cette page explique chaque «\u00a0code\u00a0».',
    other: 'In English',
    contents: 'Erreurs',
    skip: 'Aller aux explications',
  },
} as const satisfies Record<Language, unknown>;

const codes = Object.keys(ERRORS) as ErrorCode[]; // the keys of the table, in its order

export const problemsTitle = (language: Language): string => FRAME[language].title;

/** One section per code, with the code as its anchor, to which the `type` of each problem links. */
export function Problems({ language }: { language: Language }) {
  const { title, intro, other, contents, skip } = FRAME[language];
  const otherLanguage = LANGUAGES.find((name) => name !== language);
  return (
    <>
      <a class="skip" href="#list">
        {skip}
      </a>
      <div class="columns">
        <nav class="contents" aria-label={contents}>
          <p class="bar">
            <a href="/docs">API</a>{' '}
            <a href={`/docs/errors?lang=${otherLanguage}`} lang={otherLanguage} hreflang={otherLanguage}>
              {other}
            </a>
          </p>
          <ul class="codes">
            {codes.map((code) => (
              <li>
                <a href={`#${code}`}>{titleOf(code, language)}</a>
              </li>
            ))}
          </ul>
        </nav>
        <main id="list" class="text">
          <h1>{title}</h1>
          <p>{intro}</p>
          {codes.map((code) => (
            <Problem code={code} language={language} />
          ))}
        </main>
      </div>
    </>
  );
}

const titleOf = (code: ErrorCode, language: Language): string =>
  ({ en: ERRORS[code].title, fr: PROBLEM_TEXTS[code].fr })[language];

function Problem({ code, language }: { code: ErrorCode; language: Language }) {
  const { status } = ERRORS[code];
  const { help } = PROBLEM_TEXTS[code];
  return (
    <section id={code}>
      <h2>{titleOf(code, language)}</h2>
      <p class="soft">
        {status} <code>{code}</code>
      </p>
      <p>{help[language]}</p>
    </section>
  );
}
