import { CLOSED_REPORT_DAYS } from '../abuse/report.ts';
import { AUDIT_DAYS } from '../audit/audit-entry.ts';
import type { Localized } from '../language.ts';
import { RARE_BELOW_CLICKS } from '../stats/rare-values.ts';
import { COPY_DAYS } from '../stats/retention.ts';
import type { Deployment } from './deployment.ts';
import type { Entry, Section } from './inventory-section.ts';
import { memberData } from './member-data.ts';
import { refusalData } from './refusal-data.ts';
import { shareData } from './share-data.ts';
import { asLongAsLink, database, retention } from './shared-texts.ts';

const COUNTING: Localized = {
  en: 'To show how often, when and where a link was opened',
  fr: 'Pour montrer combien de fois, quand et où un lien a été ouvert',
};

const SUMS = ['sums', 'totals', 'scopes'];
const PROGRESS = ['sums_state', 'erasures', 'hit_log_state'];
const TEAM = ['contents', 'links', 'destinations', 'link_jobs', 'domains'];
const all = (tables: string[]) => tables.map((table) => `${table}.*`);

function sumsKept(deployment: Deployment): Localized {
  const months = retention(deployment);
  return {
    en: `${asLongAsLink.en}; after ${months.en} only by UTC day, and marks and referrers with fewer than ${RARE_BELOW_CLICKS} clicks become one total`,
    fr: `${asLongAsLink.fr}\u00a0; après ${months.fr} seulement par jour UTC, et les marques et provenances de moins de ${RARE_BELOW_CLICKS} clics forment un seul total`,
  };
}

function sums(deployment: Deployment): Entry[] {
  const where = database(deployment);
  return [
    {
      id: 'sums',
      what: {
        en: 'Totals of visits by link, channel, hour and UTC day, also for each of the facts above; the time of a link’s last click; and which visits are included in these totals',
        fr: 'Des totaux de visites par lien, canal, heure et jour UTC, aussi pour chacun des éléments ci-dessus\u00a0; l’heure du dernier clic d’un lien\u00a0; et les visites comprises dans ces totaux',
      },
      why: COUNTING,
      kept: sumsKept(deployment),
      where,
      columns: all([...SUMS, ...PROGRESS]),
    },
    {
      id: 'sightings',
      what: {
        en: 'The apps in which a link was seen on a UTC day, according to fetched previews',
        fr: 'Les applis où un lien a été vu un jour donné (UTC), d’après les aperçus chargés',
      },
      why: { en: 'To show in which apps links are shared', fr: 'Pour montrer où les liens sont partagés' },
      kept: asLongAsLink,
      where,
      columns: ['sightings.*'],
    },
  ];
}

function queue({ queue: used }: Deployment): Entry[] {
  if (!used) return [];
  return [
    {
      id: 'queue',
      what: {
        en: 'Visits on their way to the database, with the codes of visitor and network',
        fr: 'Les visites en route vers la base de données, avec les codes du visiteur et du réseau',
      },
      why: {
        en: 'To lose no visit and keep nobody waiting',
        fr: 'Pour ne perdre aucune visite et ne faire attendre personne',
      },
      kept: {
        en: 'Usually for seconds; if they cannot be delivered, as long as the queue keeps them, four days by default',
        fr: 'Quelques secondes en général\u00a0; si elles ne peuvent être livrées, aussi longtemps que la file les garde, quatre jours par défaut',
      },
      where: { en: 'Cloudflare Queues', fr: 'Cloudflare Queues' },
      columns: [],
    },
  ];
}

function copies(deployment: Deployment): Entry[] {
  if (deployment.home !== 'node') return [];
  return [
    {
      id: 'copies',
      what: {
        en: 'Copies of the databases, which contain everything above: made before an upgrade, without the codes of visitors; damaged totals; and the database itself, if somebody removed it while the server ran',
        fr: 'Des copies des bases de données, qui contiennent tout ce qui précède\u00a0: faites avant une mise à niveau, sans les codes des visiteurs\u00a0; les totaux endommagés\u00a0; et la base elle-même, si quelqu’un l’a supprimée pendant que le serveur fonctionnait',
      },
      why: {
        en: 'To go back if an upgrade or a repair goes wrong',
        fr: 'Pour revenir en arrière si une mise à niveau ou une réparation échoue',
      },
      kept: {
        en: `For ${COPY_DAYS} days; deleted at once when visits are erased or a link is deleted`,
        fr: `Pendant ${COPY_DAYS} jours\u00a0; effacées aussitôt que des visites sont effacées ou qu’un lien est supprimé`,
      },
      where: { en: 'Files next to the database', fr: 'Des fichiers à côté de la base de données' },
      columns: [],
    },
  ];
}

function deadLetters(deployment: Deployment): Entry[] {
  if (deployment.home === 'node') return [];
  return [
    {
      id: 'parked',
      what: {
        en: 'Visits that could not be stored, without the codes of visitor and network',
        fr: 'Les visites qui n’ont pas pu être enregistrées, sans les codes du visiteur et du réseau',
      },
      why: {
        en: 'So that the operator can find the cause and still count them',
        fr: 'Pour que l’exploitant puisse en trouver la cause et les compter malgré tout',
      },
      kept: {
        en: 'For 90 days, unless the operator deletes them earlier',
        fr: 'Pendant 90 jours, sauf si l’exploitant les efface avant',
      },
      where: database(deployment),
      columns: ['dead_letters.*'],
    },
  ];
}

function teamData(deployment: Deployment): Entry[] {
  return [
    {
      id: 'links',
      what: {
        en: 'Links with their destinations and texts, as the team wrote them; passwords only as hashes',
        fr: 'Les liens avec leurs destinations et leurs textes, tels que l’équipe les a écrits\u00a0; les mots de passe seulement hachés',
      },
      why: { en: 'To redirect visitors', fr: 'Pour rediriger les visiteurs' },
      kept: {
        en: 'Until they are deleted; the short address stays reserved',
        fr: 'Jusqu’à leur suppression\u00a0; l’adresse courte reste réservée',
      },
      where: database(deployment),
      columns: all(TEAM),
    },
    {
      id: 'keys',
      what: {
        en: 'API keys of the team: name, SHA-256 hash, scopes, and when each was last used, to the minute',
        fr: 'Les clés d’API de l’équipe\u00a0: nom, empreinte SHA-256, droits, et dernière utilisation, à la minute près',
      },
      why: { en: 'To control access to the API', fr: 'Pour contrôler l’accès à l’API' },
      kept: {
        en: 'Indefinitely, also after they are revoked',
        fr: 'Sans limite, même après leur révocation',
      },
      where: database(deployment),
      columns: ['keys.*'],
    },
    ...memberData(deployment),
    {
      id: 'audit',
      what: {
        en: 'What the team has changed: the time, the member or API key, the kind of change, the object and the names of the changed fields, without their values',
        fr: 'Ce que l’équipe a modifié\u00a0: l’heure, le membre ou la clé d’API, le type de modification, l’objet et les noms des champs modifiés, sans leurs valeurs',
      },
      why: { en: 'To find out who changed a link', fr: 'Pour savoir qui a modifié un lien' },
      kept: { en: `For ${AUDIT_DAYS} days`, fr: `Pendant ${AUDIT_DAYS} jours` },
      where: database(deployment),
      columns: ['audit.*'],
    },
    {
      id: 'kept-answers',
      what: {
        en: 'Requests of the team with an Idempotency-Key: hashes of the keys and of the request, its time and id, and the answer, encrypted with the keys of the request',
        fr: 'Les requêtes de l’équipe avec une clé d’idempotence\u00a0: empreintes des clés et de la requête, son heure et son identifiant, et la réponse, chiffrée avec les clés de la requête',
      },
      why: {
        en: 'To answer a repeated request again without doing it twice',
        fr: 'Pour répondre à nouveau à une requête répétée sans l’exécuter deux fois',
      },
      kept: { en: 'For 24 hours', fr: 'Pendant 24 heures' },
      where: database(deployment),
      columns: ['kept_answers.*', 'kept_answer_space.*'],
    },
    {
      id: 'blocked-hosts',
      what: {
        en: 'Websites to which no link may lead, and why',
        fr: 'Les sites vers lesquels aucun lien ne doit mener, et pourquoi',
      },
      why: { en: 'To stop dangerous links', fr: 'Pour arrêter les liens dangereux' },
      kept: { en: 'Until the team removes them', fr: 'Jusqu’à leur retrait par l’équipe' },
      where: database(deployment),
      columns: ['blocked_hosts.*'],
    },
    {
      id: 'reports',
      what: {
        en: 'Reports of abuse: the short address, the category, the message as it was written, and the time. Nothing about the person who reports',
        fr: 'Les signalements d’abus\u00a0: l’adresse courte, la catégorie, le message tel qu’il a été écrit, et l’heure. Rien sur la personne qui signale',
      },
      why: { en: 'To find and stop dangerous links', fr: 'Pour trouver et arrêter les liens dangereux' },
      kept: {
        en: `For ${CLOSED_REPORT_DAYS} days after it was closed, at most ${AUDIT_DAYS} days`,
        fr: `Pendant ${CLOSED_REPORT_DAYS} jours après sa clôture, ${AUDIT_DAYS} jours au plus`,
      },
      where: database(deployment),
      columns: ['abuse_reports.*'],
    },
  ];
}

function instanceData(deployment: Deployment): Entry[] {
  return [
    {
      id: 'instance',
      what: {
        en: 'Settings of the team: language, time zone, UTM values of channels, and the networks whose visits count as tests',
        fr: 'Les réglages de l’équipe\u00a0: langue, fuseau horaire, valeurs UTM des canaux, et les réseaux dont les visites comptent comme des essais',
      },
      why: {
        en: 'To leave the team’s own visits out of the counts, and to show pages in its language',
        fr: 'Pour ne pas compter les visites de l’équipe, et lui montrer les pages dans sa langue',
      },
      kept: { en: 'Until the team changes them', fr: 'Jusqu’à ce que l’équipe les change' },
      where: database(deployment),
      columns: ['instance_settings.*'],
    },
  ];
}

/** What is stored besides individual hits and the codes of visitors. */
export function otherDataSection(deployment: Deployment): Section {
  const parts = [sums, shareData, refusalData, queue, deadLetters, copies, instanceData, teamData];
  return {
    id: 'beside',
    title: { en: 'What else is stored', fr: 'Ce qui est enregistré par ailleurs' },
    entries: parts.flatMap((part) => part(deployment)),
  };
}
