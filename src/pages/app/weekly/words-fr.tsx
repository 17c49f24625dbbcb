/** The French texts of the weekly summary. A no-break space comes before `: ; ! ? % »`. */
import type { RefusalReason } from '../../../hits/hit.ts';
import type { Format } from '../words/format.ts';
import type { WeeklyWords } from './words.ts';

const refusals: Record<RefusalReason, string> = {
  archived: 'Le lien était archivé.',
  deleted: 'Le lien était supprimé.',
  blocked: 'Le lien était bloqué.',
  not_started: 'Le lien n’était pas encore ouvert.',
  expired: 'Le lien avait expiré.',
  used_up: 'Le lien avait atteint sa limite de clics.',
  password: 'Le mot de passe a été demandé.',
  wrong_password: 'Le mot de passe était incorrect.',
};

function compared(clicks: number, before: number, { number, isMany }: Format): string {
  const difference = Math.abs(clicks - before);
  if (difference === 0) return 'autant que la semaine d’avant';
  const size = isMany(before)
    ? `${number(Math.round((difference / before) * 100))}\u00a0%`
    : number(difference);
  return `${size} de ${clicks > before ? 'plus' : 'moins'} que la semaine d’avant`;
}

/** Two days with an article: "du 16 au 22 novembre". What the format keeps on one line, stays there. */
const between = (days: string) =>
  `du ${days.replace(/\s?\u2013(\u2060?)\s?/, (_, joined) => (joined === '' ? ' au\u00a0' : '\u00a0au\u00a0'))}`;

export const fr: WeeklyWords = {
  title: 'Résumé de la semaine',
  week: (from, to, { days }) => `Semaine ${between(days(from, to))}`,
  nav: 'Semaines',
  previous: 'Semaine d’avant',
  next: 'Semaine d’après',
  answer: ({ from, to, clicks, before, privates }, format) => (
    <>
      <strong>
        {format.number(clicks)} {format.plural(clicks, 'clic', 'clics')}
      </strong>{' '}
      dans la semaine {between(format.days(from, to, 'long'))}, {compared(clicks, before, format)}.{' '}
      {format.share(privates) ?? `${format.number(privates.part)} sur ${format.number(privates.whole)}`} sont
      venus par des canaux privés.
    </>
  ),
  quiet: ({ from, to, before }, format) =>
    `Aucun clic dans la semaine ${between(format.days(from, to, 'long'))}${before === 0 ? ', ni' : `\u00a0; ${format.number(before)}`} dans la semaine d’avant.`,
  days: 'Clics par jour',
  daysNote: 'La semaine d’avant est montrée à gauche.',
  before: 'La semaine d’avant',
  movers: 'Ce qui a le plus changé',
  moversNote: 'Les contenus dont les clics ont le plus changé depuis la semaine d’avant.',
  risers: 'En hausse',
  fallers: 'En baisse',
  noMovers: 'Aucun contenu n’a plus ou moins de clics que la semaine d’avant.',
  counts: (now, before, { number }) => `${number(now)} après ${number(before)}`,
  firstSeen: 'Nouvelles observations',
  firstSeenNote: 'Les applis où un contenu a été vu pour la première fois (jours UTC).',
  firstIn: (app, day) => `vu pour la première fois dans ${app} le ${day}`,
  moreSeen: (count, { number, plural }) => `Et ${number(count)} ${plural(count, 'autre', 'autres')}.`,
  noneSeen: 'Aucun contenu n’a été vu dans une nouvelle appli.',
  spreading: 'Repartent',
  spreadingNote:
    'Des contenus d’au moins quatre semaines, avec au moins le double de leur semaine habituelle.',
  noneSpreading: 'Aucun ancien contenu n’est reparti cette semaine.',
  turnedAway: 'Ce qui a été refusé',
  turnedAwayNote: 'Les visites de liens qui n’étaient pas ouverts (jours UTC). Ni requêtes, ni clics.',
  noneTurnedAway: 'Personne n’a été refusé.',
  refusals,
};
