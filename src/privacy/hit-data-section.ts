import type { Localized } from '../language.ts';
import type { Deployment } from './deployment.ts';
import type { Entry, Section } from './inventory-section.ts';
import { database, retention } from './shared-texts.ts';

type Thing = Omit<Entry, 'kept' | 'where'>;

const PLACES: Record<Deployment['places'], Localized> = {
  country: { en: 'The country', fr: 'Le pays' },
  region: { en: 'Country and region', fr: 'Le pays et la région' },
  city: { en: 'Country, region and city', fr: 'Le pays, la région et la ville' },
};

function place({ home, places }: Deployment): Thing {
  const what = PLACES[places];
  const source: Localized =
    home === 'node'
      ? {
          en: 'looked up by IP address in a list on this server',
          fr: 'déterminé d’après l’adresse IP dans une liste sur ce serveur',
        }
      : { en: 'as reported by Cloudflare', fr: 'selon Cloudflare' };
  return {
    id: 'place',
    what: {
      en: `${what.en}, ${source.en}; not for previews that the sharer’s own device fetches`,
      fr: `${what.fr}, ${source.fr}\u00a0; pas pour les aperçus que charge l’appareil de l’expéditeur`,
    },
    why: { en: 'To show where a link is opened', fr: 'Pour montrer où un lien est ouvert' },
    columns: ['hits.place_id', 'places.*'],
  };
}

const THINGS: Thing[] = [
  {
    id: 'time',
    what: { en: 'The time, to the millisecond', fr: 'L’heure, à la milliseconde près' },
    why: {
      en: 'To count by hour, day, week and month, and to count a double click once',
      fr: 'Pour compter par heure, jour, semaine et mois, et ne compter un double clic qu’une fois',
    },
    columns: ['hits.at'],
  },
  {
    id: 'link',
    what: {
      en: 'Which link was opened, and the mark after its dot if there is one; for a share code, the share that it belongs to',
      fr: 'Le lien ouvert, et la marque après le point s’il y en a une\u00a0; pour un code de partage, le partage auquel il appartient',
    },
    why: {
      en: 'To count by link, channel and placement',
      fr: 'Pour compter par lien, canal et emplacement',
    },
    columns: ['hits.link_id', 'hits.mark', 'hits.share_id'],
  },
  {
    id: 'kind',
    what: {
      en: 'Who opened the link: a person, the same person again within a second, a messenger’s preview, a prefetch, a mail scanner or a bot, and the reason for this classification. If a later visit changes it, the earlier classification is kept for a while',
      fr: 'Qui a ouvert le lien\u00a0: une personne, la même personne à nouveau en moins d’une seconde, l’aperçu d’une messagerie, un préchargement, un scanner de messagerie ou un robot, et la raison de ce classement. Si une visite suivante le modifie, l’ancien classement est gardé quelque temps',
    },
    why: {
      en: 'To count only people as clicks',
      fr: 'Pour ne compter comme clics que ceux de personnes',
    },
    columns: ['hits.kind', 'hits.reason', 'hit_changes.*'],
  },
  {
    id: 'device',
    what: {
      en: 'The type of device and the names of system and browser, such as “mobile, Android, Chrome”, without versions',
      fr: 'Le type d’appareil et les noms du système et du navigateur, par exemple «\u00a0mobile, Android, Chrome\u00a0», sans version',
    },
    why: {
      en: 'To show on which devices links are opened',
      fr: 'Pour montrer sur quels appareils les liens sont ouverts',
    },
    columns: ['hits.agent_id', 'agents.id', 'agents.device', 'agents.os', 'agents.browser'],
  },
  {
    id: 'app',
    what: {
      en: 'The app in which the link was opened or that fetched its preview, such as Slack, and how certain that is',
      fr: 'L’appli où le lien a été ouvert ou qui a chargé son aperçu, par exemple Slack, et avec quelle certitude',
    },
    why: {
      en: 'To show in which apps links are shared',
      fr: 'Pour montrer dans quelles applis les liens sont partagés',
    },
    columns: ['agents.app', 'agents.certainty'],
  },
  {
    id: 'referrer',
    what: {
      en: 'The host or app from which the link was opened, never the page',
      fr: 'Le site ou l’appli d’où le lien a été ouvert, jamais la page',
    },
    why: { en: 'To show where visitors come from', fr: 'Pour montrer d’où viennent les visiteurs' },
    columns: ['hits.referrer_id', 'referrers.*'],
  },
  {
    id: 'unique',
    what: {
      en: 'Whether it was the visitor’s first click on the link on that UTC day: yes or no',
      fr: 'Si c’était le premier clic du visiteur sur le lien ce jour-là (UTC)\u00a0: oui ou non',
    },
    why: {
      en: 'To count daily visitors after the codes described below are deleted',
      fr: 'Pour compter les visiteurs par jour une fois effacés les codes décrits plus bas',
    },
    columns: ['hits.is_unique'],
  },
  {
    id: 'anonymous',
    what: {
      en: 'Whether the click was counted without recognizing the visitor',
      fr: 'Si le clic a été compté sans reconnaître le visiteur',
    },
    why: {
      en: 'To show how many clicks are not included in daily visitors',
      fr: 'Pour montrer combien de clics ne sont pas compris dans les visiteurs par jour',
    },
    columns: ['hits.anonymous'],
  },
  {
    id: 'number',
    what: {
      en: 'A sequential number and a random number, which identify the visit, not the visitor',
      fr: 'Un numéro d’ordre et un nombre aléatoire, qui identifient la visite, pas le visiteur',
    },
    why: { en: 'To count each visit exactly once', fr: 'Pour compter chaque visite exactement une fois' },
    columns: ['hits.id', 'hits.nonce'],
  },
];

/** What is stored for each hit. */
export function hitDataSection(deployment: Deployment): Section {
  const months = retention(deployment);
  const kept: Localized = {
    en: `For ${months.en}, then only in totals`,
    fr: `Pendant ${months.fr}, puis seulement dans des totaux`,
  };
  const where = database(deployment);
  return {
    id: 'hits',
    title: {
      en: 'What is stored each time a short link is opened',
      fr: 'Ce qui est enregistré à chaque ouverture d’un lien court',
    },
    entries: [...THINGS, place(deployment)].map((thing) => ({ ...thing, kept, where })),
  };
}
