/** Explains what a sighting proves and what it does not, in every language. */
import type { AppEntry } from '../hits/apps/app-entry.ts';
import { APPS, appLabel, isApp } from '../hits/apps/apps.ts';
import type { Certainty } from '../hits/hit.ts';
import type { Language, Localized } from '../language.ts';
import { DAY } from '../time.ts';
import type { Sighting } from './sighting.ts';

interface Phrases {
  /** Names the app as exactly as the certainty allows. */
  inApp: Record<Certainty, (app: string, isMaker: boolean) => string>;
  on(date: string): string;
  dates: { plain: Intl.DateTimeFormat; withYear: Intl.DateTimeFormat };
  /** The sentence for a day on which a run of previews began. */
  placed(inApp: string, on: string): string;
  /** The sentence for a day on which an earlier run went on. */
  continued(inApp: string, on: string): string;
  /** The same two without the day and without what they do not show. */
  placedBrief(inApp: string): string;
  continuedBrief(inApp: string): string;
}

const datesOf = (locale: string): Phrases['dates'] => {
  const parts = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return {
    plain: new Intl.DateTimeFormat(locale, parts),
    withYear: new Intl.DateTimeFormat(locale, { ...parts, year: 'numeric' }),
  };
};

/** French elides "de" before a vowel. */
const de = (name: string) => (/^[aeiouàâéèêëîïôöùûü]/i.test(name) ? `d’${name}` : `de ${name}`);

const PHRASES: Record<Language, Phrases> = {
  en: {
    inApp: {
      sure: (app) => `in ${app}`,
      family: (app, isMaker) => (isMaker ? `in an app of ${app}` : `in ${app} or an app of its kind`),
      claimed: (app) => `in an app that calls itself ${app}`,
    },
    dates: datesOf('en-GB'),
    on: (date) => `on ${date}`,
    placed: (inApp, on) =>
      `The link was placed ${inApp} at least once ${on}; this does not show how often, by whom, or whether it was sent.`,
    continued: (inApp, on) =>
      `The link was seen ${inApp} ${on} as part of an earlier sighting; this does not show that it was placed there again.`,
    placedBrief: (inApp) => `Placed ${inApp}`,
    continuedBrief: (inApp) => `Seen ${inApp} as part of an earlier sighting`,
  },
  fr: {
    inApp: {
      sure: (app) => `dans ${app}`,
      family: (app, isMaker) =>
        isMaker ? `dans une appli ${de(app)}` : `dans ${app} ou une appli du même genre`,
      claimed: (app) => `dans une appli qui se présente comme ${app}`,
    },
    dates: datesOf('fr-FR'),
    on: (date) => `le ${date.replace(/^1 /, '1er ')}`,
    placed: (inApp, on) =>
      `Le lien a été placé ${inApp} au moins une fois ${on}\u00a0; cela ne montre ni combien de fois, ni par qui, ni s’il a été envoyé.`,
    continued: (inApp, on) =>
      `Le lien a été vu ${inApp} ${on} dans la suite d’une observation antérieure\u00a0; cela ne montre pas qu’il y a été placé à nouveau.`,
    placedBrief: (inApp) => `Placé ${inApp}`,
    continuedBrief: (inApp) => `Vu ${inApp} dans la suite d’une observation antérieure`,
  },
};

/** The name of a sighting's app; its stored id if the app is no longer in the list. */
export const labelOf = (app: string): Localized => (isApp(app) ? appLabel(app) : { en: app, fr: app });

function whereSeen({ app, certainty }: Pick<Sighting, 'app' | 'certainty'>, language: Language): string {
  const entry: AppEntry | undefined = isApp(app) ? APPS[app] : undefined;
  return PHRASES[language].inApp[certainty](labelOf(app)[language], entry?.isMaker === true);
}

/** What a row of a list says, which has the day beside it and its limits above: "Placed in Slack". */
export function describeSighting(
  sighting: Pick<Sighting, 'app' | 'certainty' | 'bursts'>,
  language: Language,
): string {
  const { placedBrief, continuedBrief } = PHRASES[language];
  const where = whereSeen(sighting, language);
  return sighting.bursts > 0 ? placedBrief(where) : continuedBrief(where);
}

/**
 * A sentence that claims no more than the previews of one UTC day prove. `now` is UTC milliseconds. The number of runs
 * is left out, since one paste can be fetched again much later.
 */
export function explainSighting(
  { app, certainty, day, bursts }: Pick<Sighting, 'app' | 'certainty' | 'day' | 'bursts'>,
  now: number,
): Localized {
  const date = new Date(day * DAY);
  const isThisYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  const textIn = (language: Language) => {
    const { on, dates, placed, continued } = PHRASES[language];
    const where = whereSeen({ app, certainty }, language);
    const when = on((isThisYear ? dates.plain : dates.withYear).format(date));
    return bursts > 0 ? placed(where, when) : continued(where, when);
  };
  return { en: textIn('en'), fr: textIn('fr') };
}
