import type { Circumstances } from './deployment.ts';
import type { Entry, Section, Words } from './section.ts';
import { database, retention } from './words.ts';

type Thing = Omit<Entry, 'kept' | 'where'>;

const PLACES: Record<Circumstances['places'], Words> = {
  country: { en: 'The country', fr: 'Le pays' },
  region: { en: 'Country and region', fr: 'Le pays et la région' },
  city: { en: 'Country, region and city', fr: 'Le pays, la région et la ville' },
};

function place({ home, places }: Circumstances): Thing {
  const what = PLACES[places];
  const source: Words =
    home === 'node'
      ? {
          en: 'looked up by the address in a list on this server',
          fr: 'trouvé d’après l’adresse dans une liste sur ce serveur',
        }
      : { en: 'as Cloudflare names it', fr: 'tel que Cloudflare l’indique' };
  return {
    id: 'place',
    what: {
      en: `${what.en}, ${source.en}; not of previews that the sharer’s own device fetches`,
      fr: `${what.fr}, ${source.fr}\u00a0; pas pour les aperçus que charge l’appareil de l’expéditeur`,
    },
    why: { en: 'To show where a link is read', fr: 'Pour montrer où un lien est lu' },
    columns: ['hits.place_id', 'places.*'],
  };
}

const THINGS: Thing[] = [
  {
    id: 'time',
    what: { en: 'The time, to the millisecond', fr: 'L’heure, à la milliseconde près' },
    why: {
      en: 'To count by hour, day, week and month, and a double click once',
      fr: 'Pour compter par heure, jour, semaine et mois, et un double clic une seule fois',
    },
    columns: ['hits.at'],
  },
  {
    id: 'link',
    what: {
      en: 'Which link was opened, and the mark behind its dot, if it has one',
      fr: 'Le lien ouvert, et la marque après le point s’il y en a une',
    },
    why: {
      en: 'To count by link, channel and placement',
      fr: 'Pour compter par lien, canal et emplacement',
    },
    columns: ['hits.link_id', 'hits.mark'],
  },
  {
    id: 'kind',
    what: {
      en: 'Whether a person, a messenger’s preview, a prefetch, a mail scanner or a bot opened the link, or the same person within a second, and the sign that showed it; for a while also what it counted as before a later visit corrected it',
      fr: 'Si le lien a été ouvert par une personne, l’aperçu d’une messagerie, un préchargement, un filtre de courrier ou un robot, ou par la même personne dans la même seconde, et le signe qui l’a montré\u00a0; pendant un temps aussi ce pour quoi l’ouverture comptait avant qu’une visite suivante la corrige',
    },
    why: {
      en: 'To count people, and only people, as clicks',
      fr: 'Pour ne compter comme clics que des personnes',
    },
    columns: ['hits.kind', 'hits.reason', 'hit_changes.*'],
  },
  {
    id: 'device',
    what: {
      en: 'The kind of device, the system and the browser by name, such as “mobile, Android, Chrome”; no version',
      fr: 'Le type d’appareil, le système et le navigateur par leur nom, par exemple «\u00a0mobile, Android, Chrome\u00a0»\u00a0; pas de version',
    },
    why: { en: 'To show what links are read on', fr: 'Pour montrer avec quoi les liens sont lus' },
    columns: ['hits.agent_id', 'agents.id', 'agents.device', 'agents.os', 'agents.browser'],
  },
  {
    id: 'app',
    what: {
      en: 'The app that showed or fetched the link, such as Slack, and how sure that is',
      fr: 'L’application qui a montré ou chargé le lien, par exemple Slack, et avec quelle certitude',
    },
    why: {
      en: 'To show in which apps links are shared',
      fr: 'Pour montrer dans quelles applications les liens sont partagés',
    },
    columns: ['agents.app', 'agents.certainty'],
  },
  {
    id: 'referrer',
    what: {
      en: 'The host or the app from which the link was opened; never the page',
      fr: 'Le site ou l’application d’où le lien a été ouvert\u00a0; jamais la page',
    },
    why: { en: 'To show where readers come from', fr: 'Pour montrer d’où viennent les lecteurs' },
    columns: ['hits.referrer_id', 'referrers.*'],
  },
  {
    id: 'unique',
    what: {
      en: 'Whether it was the visitor’s first click on the link on that UTC day: yes or no',
      fr: 'Si c’était le premier clic du visiteur sur ce lien dans ce jour UTC\u00a0: oui ou non',
    },
    why: {
      en: 'To count unique visitors after their numbers are deleted',
      fr: 'Pour compter les visiteurs uniques une fois leurs nombres effacés',
    },
    columns: ['hits.is_unique'],
  },
  {
    id: 'anonymous',
    what: {
      en: 'Whether the click was counted without a visitor',
      fr: 'Si le clic a été compté sans visiteur',
    },
    why: {
      en: 'To show how many clicks the unique visitors do not cover',
      fr: 'Pour montrer combien de clics les visiteurs uniques ne couvrent pas',
    },
    columns: ['hits.anonymous'],
  },
  {
    id: 'number',
    what: {
      en: 'A running number and a random one, which identify the visit and not the visitor',
      fr: 'Un numéro d’ordre et un nombre aléatoire, qui désignent la visite et non le visiteur',
    },
    why: { en: 'To count each visit exactly once', fr: 'Pour compter chaque visite exactement une fois' },
    columns: ['hits.id', 'hits.nonce'],
  },
];

/** What a hit consists of. */
export function ofHits(circumstances: Circumstances): Section {
  const months = retention(circumstances);
  const kept: Words = {
    en: `For ${months.en}; afterwards only in sums`,
    fr: `Pendant ${months.fr}, puis seulement dans des totaux`,
  };
  const where = database(circumstances);
  return {
    id: 'hits',
    title: {
      en: 'What is stored each time a short link is opened',
      fr: 'Ce qui est enregistré à chaque ouverture d’un lien court',
    },
    entries: [...THINGS, place(circumstances)].map((thing) => ({ ...thing, kept, where })),
  };
}
