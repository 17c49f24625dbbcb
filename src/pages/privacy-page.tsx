import type { Entry, Section } from '../privacy/section.ts';
import { LANGUAGES, type Language } from '../visitor-pages/language.ts';

const FRAME = {
  en: {
    title: 'Privacy',
    intro:
      'Short links at this address are kept by Sotto. This page is written by the running server, from how it is set up now: what it stores of your visit, why, where and for how long.',
    why: 'Why',
    kept: 'How long',
    where: 'Where',
    other: 'En français',
  },
  fr: {
    title: 'Vie privée',
    intro:
      'Les liens courts de cette adresse sont tenus par Sotto. Cette page est écrite par le serveur lui-même, selon ses réglages actuels\u00a0: ce qu’il enregistre de votre visite, pourquoi, où et combien de temps.',
    why: 'Pourquoi',
    kept: 'Durée',
    where: 'Où',
    other: 'In English',
  },
} as const satisfies Record<Language, unknown>;

export const privacyTitle = (language: Language): string => FRAME[language].title;

/** The whole inventory, each thing that is stored with its reason, its time and its place. */
export function Privacy({ sections, language }: { sections: Section[]; language: Language }) {
  const { title, intro, other } = FRAME[language];
  const otherLanguage = LANGUAGES.find((name) => name !== language);
  return (
    <>
      <nav>
        <a href={`/privacy?lang=${otherLanguage}`} lang={otherLanguage} hreflang={otherLanguage}>
          {other}
        </a>
        <a href={`/privacy.json?lang=${language}`}>JSON</a>
      </nav>
      <main>
        <h1>{title}</h1>
        <p>{intro}</p>
        {sections.map((section) => (
          <Part section={section} language={language} />
        ))}
      </main>
    </>
  );
}

const FACTS = ['why', 'kept', 'where'] as const;
type Fact = (typeof FACTS)[number];

/** What is alike of all entries is said once, above them. */
function Part({ section, language }: { section: Section; language: Language }) {
  const { id, title, text, entries = [], points = [] } = section;
  const [first] = entries;
  const isShared = (fact: Fact) => entries.every((entry) => entry[fact].en === first?.[fact].en);
  const shared = FACTS.filter(isShared);
  const own = FACTS.filter((fact) => !isShared(fact));
  return (
    <section id={id}>
      <h2>{title[language]}</h2>
      {text && <p>{text[language]}</p>}
      {first && shared.length > 0 && <Facts entry={first} facts={shared} language={language} />}
      {entries.map((entry) => (
        <article>
          <h3>{entry.what[language]}</h3>
          <Facts entry={entry} facts={own} language={language} />
        </article>
      ))}
      <Points points={points.map((point) => point[language])} />
    </section>
  );
}

function Facts({ entry, facts, language }: { entry: Entry; facts: Fact[]; language: Language }) {
  return (
    <dl>
      {facts.map((fact) => (
        <div>
          <dt>{FRAME[language][fact]}</dt>
          <dd>{entry[fact][language]}</dd>
        </div>
      ))}
    </dl>
  );
}

function Points({ points }: { points: string[] }) {
  if (points.length < 2) return points.map((point) => <p>{point}</p>);
  return (
    <ul>
      {points.map((point) => (
        <li>{point}</li>
      ))}
    </ul>
  );
}
