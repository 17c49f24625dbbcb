import { LANGUAGES, type Language } from '../language.ts';
import type { Entry, Section } from '../privacy/inventory-section.ts';

const FRAME = {
  en: {
    title: 'Privacy',
    intro:
      'Sotto serves the short links at this address. The running server generates this page from its current settings. It shows what is stored about your visit, why, where and for how long.',
    why: 'Why',
    kept: 'How long',
    where: 'Where',
    other: 'En français',
  },
  fr: {
    title: 'Vie privée',
    intro:
      'Sotto gère les liens courts de cette adresse. Le serveur génère cette page à partir de ses réglages actuels. Elle indique ce qui est enregistré de votre visite, pourquoi, où et pendant combien de temps.',
    why: 'Pourquoi',
    kept: 'Durée',
    where: 'Où',
    other: 'In English',
  },
} as const satisfies Record<Language, unknown>;

export const privacyTitle = (language: Language): string => FRAME[language].title;

/** The whole inventory: everything that is stored, why, for how long and where. */
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

/** Facts that all entries of a section share are shown once, above them. */
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
