/** The label and the one-line definition of each measure. The documentation of the API uses the same words. */
import type { Localized } from '../../../language.ts';

export interface Measure {
  label: Localized;
  text: Localized;
}

const define = (en: [string, string], fr: [string, string]): Measure => ({
  label: { en: en[0], fr: fr[0] },
  text: { en: en[1], fr: fr[1] },
});

export const MEASURES = {
  clicks: define(
    [
      'Clicks',
      'Times a person opened a short link. Double clicks, previews, prefetches, mail scanners and bots are left out.',
    ],
    [
      'Clics',
      'Ouvertures d’un lien court par une personne. Doubles clics, aperçus, préchargements, scanners de messagerie et robots n’y sont pas.',
    ],
  ),
  uniqueClicks: define(
    [
      'Daily visitors',
      'A person’s first click on a link each day (UTC), added up over links and days. Nobody is recognised from one day to the next, so the same person on two days counts twice.',
    ],
    [
      'Visiteurs par jour',
      'Premier clic d’une personne sur un lien chaque jour (UTC), additionné sur les liens et les jours. Personne n’est reconnu d’un jour à l’autre\u00a0: la même personne compte deux fois sur deux jours.',
    ],
  ),
  share: define(
    ['Share', 'Part of all clicks in the period.'],
    ['Part', 'Part de tous les clics de la période.'],
  ),
  privateShare: define(
    [
      'Private share',
      'Part of the clicks that came through links for private channels. Below 30 clicks we write “3 of 8”, not a percentage.',
    ],
    [
      'Part privée',
      'Part des clics venus par des liens de canaux privés. Sous 30 clics, nous écrivons «\u00a03 sur 8\u00a0», pas un pourcentage.',
    ],
  ),
  change: define(
    [
      'Change',
      'Compared with as many days just before. Below 50 clicks we show the difference, not a percentage.',
    ],
    [
      'Évolution',
      'Par rapport au même nombre de jours juste avant. Sous 50 clics, nous montrons l’écart, pas un pourcentage.',
    ],
  ),
  shares: define(
    [
      'Times shared',
      'Times somebody pressed a share button or opened a share link. It does not show that anything was sent.',
    ],
    [
      'Partages',
      'Fois où quelqu’un a pressé un bouton de partage ou ouvert un lien de partage. Cela ne montre pas que quelque chose est parti.',
    ],
  ),
  clicksPerShare: define(
    [
      'Clicks per share',
      'Clicks on links that were shared, divided by the times they were shared. On the page of a content with share codes, only clicks through single shares count.',
    ],
    [
      'Clics par partage',
      'Les clics sur les liens partagés, divisés par leurs partages. Sur la page d’un contenu avec des codes de partage, seuls les clics venus par des partages précis comptent.',
    ],
  ),
  reshareRate: define(
    [
      'Reshares per share',
      'Shares by people who came through a share, divided by the shares that have a code (K). Above 1, every share leads to more than one other.',
    ],
    [
      'Repartages par partage',
      'Partages de personnes venues par un partage, divisés par les partages qui ont un code (K). Au-dessus de 1, chaque partage en amène plus d’un autre.',
    ],
  ),
  ownClicks: define(
    [
      'Own clicks',
      'The first click of the person who shared, within ten minutes of the press. They are part of the clicks.',
    ],
    [
      'Clics du partageur',
      'Le premier clic de la personne qui a partagé, dans les dix minutes après l’appui. Ils font partie des clics.',
    ],
  ),
  sightings: define(
    [
      'Sightings',
      'An app fetched a link’s preview, so somebody had placed it there: one per link, app and day, at least. It does not show how often, by whom, or whether it was sent.',
    ],
    [
      'Observations',
      'Une appli a demandé l’aperçu d’un lien\u00a0: quelqu’un l’y avait donc placé. Une par lien, appli et jour, au moins. Cela ne montre ni combien de fois, ni par qui, ni s’il a été envoyé.',
    ],
  ),
  crossed: define(
    ['Crossed', 'Sightings in an app that the link was not made for.'],
    ['Croisées', 'Observations dans une appli pour laquelle le lien n’était pas fait.'],
  ),
  placements: define(
    ['Placements', 'The word after the dot in a short link, such as “.newsletter”. No setup needed.'],
    [
      'Emplacements',
      'Le mot après le point d’un lien court, comme «\u00a0.newsletter\u00a0». Rien à préparer.',
    ],
  ),
  previews: define(
    ['Previews', 'An app fetched the link’s preview because somebody placed the link there.'],
    ['Aperçus', 'Une appli a demandé la vignette du lien parce que quelqu’un l’y a mis.'],
  ),
  repeats: define(
    ['Double clicks', 'The same person on the same link within a second.'],
    ['Doubles clics', 'La même personne sur le même lien en moins d’une seconde.'],
  ),
  prefetches: define(
    ['Prefetches', 'A browser loaded the link ahead of a click that may never have happened.'],
    ['Préchargements', 'Un navigateur a chargé avant un clic qui n’est peut-être jamais venu.'],
  ),
  scanners: define(
    ['Mail scanners', 'Security software that opens every link of an email.'],
    ['Scanners de messagerie', 'Des logiciels de sécurité qui ouvrent tous les liens d’un e-mail.'],
  ),
  bots: define(
    ['Bots', 'Crawlers, monitors, programs, and your own tests.'],
    ['Robots', 'Moteurs, sondes, programmes, et vos propres essais.'],
  ),
  turnedAway: define(
    [
      'Turned away',
      'Requests for a link that had expired, was used up, archived, blocked or not yet open. They are not hits and not clicks.',
    ],
    [
      'Refus',
      'Un lien demandé alors qu’il était expiré, épuisé, archivé, bloqué ou pas encore ouvert. Ni requête, ni clic.',
    ],
  ),
  spreading: define(
    [
      'Spreading again',
      'A page at least four weeks old with at least twice its usual weekly clicks, and 20 clicks or more, in the last 7 days.',
    ],
    [
      'Repart',
      'Vieux d’au moins quatre semaines, et au moins le double de sa semaine habituelle, avec 20 clics ou plus en 7 jours.',
    ],
  ),
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof MEASURES;
