import { RARE_BELOW, UNKNOWN_SLUG_DAYS } from '../stats/retention.ts';
import type { Circumstances } from './deployment.ts';
import type { Entry, Section, Words } from './section.ts';
import { asLongAsLink, database, retention } from './words.ts';

const COUNTING: Words = {
  en: 'To answer how often, when and where a link was opened',
  fr: 'Pour dire combien de fois, quand et où un lien a été ouvert',
};

const SUMS = ['sums', 'totals', 'scopes'];
const PROGRESS = ['sums_state', 'erasures'];
const TEAM = ['contents', 'links', 'destinations', 'domains'];
const all = (tables: string[]) => tables.map((table) => `${table}.*`);

function sumsKept(circumstances: Circumstances): Words {
  const months = retention(circumstances);
  return {
    en: `${asLongAsLink.en}; after ${months.en} by whole UTC days, in which marks and referrers of fewer than ${RARE_BELOW} clicks are one number`,
    fr: `${asLongAsLink.fr}\u00a0; après ${months.fr} par jours UTC entiers, où les marques et provenances de moins de ${RARE_BELOW} clics font un seul nombre`,
  };
}

function sums(circumstances: Circumstances): Entry[] {
  const where = database(circumstances);
  return [
    {
      id: 'sums',
      what: {
        en: 'Sums of visits by link, channel, hour and UTC day, with the number of visits for each fact named above and the time of a link’s last click; and notes on which visits are in these sums',
        fr: 'Des totaux de visites par lien, canal, heure et jour UTC, avec le nombre de visites pour chacun des faits ci-dessus et l’heure du dernier clic d’un lien\u00a0; et des notes sur les visites que ces totaux contiennent',
      },
      why: COUNTING,
      kept: sumsKept(circumstances),
      where,
      columns: all([...SUMS, ...PROGRESS]),
    },
    {
      id: 'sightings',
      what: {
        en: 'In which apps a link was seen on a UTC day, by the previews that were fetched',
        fr: 'Les applications où un lien a été vu dans un jour UTC, d’après les aperçus chargés',
      },
      why: { en: 'To show in which apps links are shared', fr: 'Pour montrer où les liens sont partagés' },
      kept: asLongAsLink,
      where,
      columns: ['sightings.*'],
    },
  ];
}

function refusals(circumstances: Circumstances): Entry[] {
  const where = database(circumstances);
  return [
    {
      id: 'turned-away',
      what: {
        en: 'How often a link opened for nobody, by UTC day and reason: expired, used up, a password asked for or wrong, …',
        fr: 'Combien de fois un lien ne s’est pas ouvert, par jour UTC et par motif\u00a0: expiré, épuisé, mot de passe demandé ou faux, …',
      },
      why: {
        en: 'To show links that lead nowhere any more',
        fr: 'Pour montrer les liens qui ne mènent plus nulle part',
      },
      kept: {
        en: `${asLongAsLink.en}; requests for a deleted one are counted on`,
        fr: `${asLongAsLink.fr}\u00a0; les demandes d’un lien supprimé sont encore comptées`,
      },
      where,
      columns: ['refusals.*'],
    },
    {
      id: 'misses',
      what: {
        en: 'Short addresses that do not exist, as they were typed, and how often, by UTC day: 1,000 for each domain and day at most, the rest as one number',
        fr: 'Les adresses courtes qui n’existent pas, telles que saisies, et combien de fois, par jour UTC\u00a0: 1\u00a0000 par domaine et par jour au plus, le reste en un seul nombre',
      },
      why: { en: 'To find misprinted links', fr: 'Pour trouver les liens mal imprimés' },
      kept: { en: `For ${UNKNOWN_SLUG_DAYS} days`, fr: `Pendant ${UNKNOWN_SLUG_DAYS} jours` },
      where,
      columns: ['unknown_slugs.*'],
    },
  ];
}

function queue({ queue: used }: Circumstances): Entry[] {
  if (!used) return [];
  return [
    {
      id: 'queue',
      what: {
        en: 'Visits on their way to the database, with the visitor’s number and the network’s',
        fr: 'Les visites en route vers la base de données, avec le nombre du visiteur et celui du réseau',
      },
      why: {
        en: 'To lose none and keep nobody waiting',
        fr: 'Pour n’en perdre aucune et ne faire attendre personne',
      },
      kept: {
        en: 'Seconds as a rule; as long as the queue keeps what it could not deliver, four days unless set otherwise',
        fr: 'Quelques secondes en général\u00a0; sinon aussi longtemps que la file garde ce qu’elle n’a pu livrer, quatre jours sauf autre réglage',
      },
      where: { en: 'Cloudflare Queues', fr: 'Cloudflare Queues' },
      columns: [],
    },
  ];
}

function parked(circumstances: Circumstances): Entry[] {
  if (circumstances.home === 'node') return [];
  return [
    {
      id: 'parked',
      what: {
        en: 'Visits that could not be stored, without the visitor’s number and the network’s',
        fr: 'Les visites qui n’ont pu être enregistrées, sans le nombre du visiteur ni celui du réseau',
      },
      why: {
        en: 'So that the operator can find out why, and count them after all',
        fr: 'Pour que l’exploitant puisse en trouver la cause et les compter malgré tout',
      },
      kept: {
        en: '90 days, unless the operator deletes them first',
        fr: '90 jours, sauf si l’exploitant les efface avant',
      },
      where: database(circumstances),
      columns: ['dead_letters.*'],
    },
  ];
}

function ofTheTeam(circumstances: Circumstances): Entry[] {
  return [
    {
      id: 'links',
      what: {
        en: 'Links, their destinations and texts, as the team wrote them; passwords only as hashes',
        fr: 'Les liens, leurs destinations et leurs textes, tels que l’équipe les a écrits\u00a0; les mots de passe seulement hachés',
      },
      why: { en: 'To lead readers on', fr: 'Pour conduire les lecteurs' },
      kept: {
        en: 'Until they are deleted; the short address itself stays taken',
        fr: 'Jusqu’à leur suppression\u00a0; l’adresse courte elle-même reste prise',
      },
      where: database(circumstances),
      columns: all(TEAM),
    },
    {
      id: 'keys',
      what: {
        en: 'API keys of the team: a name, a SHA-256 hash, rights, and when each was last used, to the minute',
        fr: 'Les clés d’API de l’équipe\u00a0: un nom, une empreinte SHA-256, des droits, et la dernière utilisation, à la minute près',
      },
      why: { en: 'To let in who may use the API', fr: 'Pour laisser entrer qui peut utiliser l’API' },
      kept: { en: 'Also after they are revoked', fr: 'Même après leur révocation' },
      where: database(circumstances),
      columns: ['keys.*'],
    },
  ];
}

/** What is stored apart from single hits and their visitors. */
export function besideHits(circumstances: Circumstances): Section {
  const parts = [sums, refusals, queue, parked, ofTheTeam];
  return {
    id: 'beside',
    title: { en: 'What else is stored', fr: 'Ce qui est enregistré par ailleurs' },
    entries: parts.flatMap((part) => part(circumstances)),
  };
}
