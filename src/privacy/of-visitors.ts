import type { Circumstances } from './deployment.ts';
import type { Entry, Section, Words } from './section.ts';
import { database } from './words.ts';

const TITLE: Words = { en: 'How visitors are recognised', fr: 'Comment les visiteurs sont reconnus' };

const TEXT: Words = {
  en: 'By a number that is worked out and means nothing after two days: an HMAC-SHA-256 of the network address (of IPv6 its first 64 bits), the browser’s User-Agent and the domain, cut to 64 bits, under a random salt of 32 bytes that changes every UTC day. This number is mixed with the link’s number before it is stored, so the same visitor has another number on every link. The numbers are stored apart from the visits, one list for all visits that arrived together, and the whole list is deleted. Once the salt is deleted, a number cannot be traced to an address, not even by trying all of them.',
  fr: 'Par un nombre calculé qui ne veut plus rien dire après deux jours\u00a0: un HMAC-SHA-256 de l’adresse réseau (pour IPv6, ses 64 premiers bits), du User-Agent du navigateur et du domaine, réduit à 64 bits, avec un sel aléatoire de 32 octets qui change chaque jour UTC. Ce nombre est mêlé au numéro du lien avant d’être enregistré\u00a0: le même visiteur a un autre nombre sur chaque lien. Les nombres sont rangés à part des visites, en une liste pour toutes les visites arrivées ensemble, et la liste entière est effacée. Une fois le sel effacé, un nombre ne peut plus être rapproché d’une adresse, même en les essayant toutes.',
};

const NO_SALTS: Words = {
  en: 'They are not: this server keeps no salt, so every click is counted without a visitor.',
  fr: 'Ils ne le sont pas\u00a0: ce serveur ne garde aucun sel, et chaque clic est compté sans visiteur.',
};

const NEXT_DAY: Words = {
  en: 'Until the next UTC day ends, and deleted within the hour after, also where the visits are erased. If the server is stopped, at its next start; a day after that if it was stopped for more than two days, or if its clock has jumped by as much',
  fr: 'Jusqu’à la fin du jour UTC suivant, puis effacé dans l’heure, même si les visites sont effacées. Si le serveur est arrêté, à son prochain démarrage\u00a0; un jour après celui-ci si l’arrêt a duré plus de deux jours, ou si son horloge a sauté d’autant',
};

const SALT_KEPT: Record<Circumstances['home'], Words> = {
  node: { en: '47 hours from the start of its day', fr: '47 heures à partir du début de son jour' },
  edge: {
    en: 'To one hour after its day; it may be made two hours before',
    fr: 'Jusqu’à une heure après son jour\u00a0; il peut être créé deux heures avant',
  },
};

const SALT_WHERE: Record<Circumstances['home'], Words> = {
  node: {
    en: 'A file separate from the database that only the server may read; in no backup and no export',
    fr: 'Un fichier séparé de la base de données que seul le serveur peut lire\u00a0; dans aucune sauvegarde, aucun export',
  },
  edge: {
    en: 'Cloudflare KV, which lets it expire; in no backup and no export',
    fr: 'Cloudflare KV, qui le laisse expirer\u00a0; dans aucune sauvegarde, aucun export',
  },
};

const optedOut = ({ honourDnt }: Circumstances): Words =>
  honourDnt
    ? {
        en: 'A browser that sends “Sec-GPC: 1” (Global Privacy Control) or “DNT: 1” (Do Not Track) gets no such number: its click counts, without a visitor.',
        fr: 'Un navigateur qui envoie «\u00a0Sec-GPC: 1\u00a0» (Global Privacy Control) ou «\u00a0DNT: 1\u00a0» (Do Not Track) ne reçoit pas ce nombre\u00a0: son clic compte, sans visiteur.',
      }
    : {
        en: 'A browser that sends “Sec-GPC: 1” (Global Privacy Control) gets no such number: its click counts, without a visitor. “DNT: 1” (Do Not Track) changes nothing here.',
        fr: 'Un navigateur qui envoie «\u00a0Sec-GPC: 1\u00a0» (Global Privacy Control) ne reçoit pas ce nombre\u00a0: son clic compte, sans visiteur. «\u00a0DNT: 1\u00a0» (Do Not Track) ne change rien ici.',
      };

function entries(circumstances: Circumstances): Entry[] {
  const { home } = circumstances;
  const where = database(circumstances);
  return [
    {
      id: 'visitor',
      what: {
        en: 'For each click the number of its visitor on that link, and the time',
        fr: 'Pour chaque clic, le nombre de son visiteur sur ce lien, et l’heure',
      },
      why: {
        en: 'To count a person once a day and link, and a double click once',
        fr: 'Pour compter une personne une fois par jour et par lien, et un double clic une seule fois',
      },
      kept: NEXT_DAY,
      where,
      columns: ['hit_batches.visitors'],
    },
    {
      id: 'network',
      what: {
        en: 'For each click a number of the same kind for the wider network (the first 24 bits of IPv4, 48 of IPv6), the same on every link',
        fr: 'Pour chaque clic, un nombre du même genre pour le réseau plus large (les 24 premiers bits d’IPv4, 48 d’IPv6), le même sur tous les liens',
      },
      why: {
        en: 'To recognise mail scanners, which open several links within seconds',
        fr: 'Pour reconnaître les filtres de courrier, qui ouvrent plusieurs liens en quelques secondes',
      },
      kept: NEXT_DAY,
      where,
      columns: ['hit_batches.networks'],
    },
    {
      id: 'batch',
      what: {
        en: 'How many visits were stored together, and when they arrived',
        fr: 'Combien de visites ont été enregistrées ensemble, et quand elles sont arrivées',
      },
      why: {
        en: 'To find and delete the numbers above, and to store each visit exactly once',
        fr: 'Pour retrouver et effacer les nombres ci-dessus, et enregistrer chaque visite exactement une fois',
      },
      kept: NEXT_DAY,
      where,
      columns: ['hit_batches.first_id', 'hit_batches.hits', 'hit_batches.arrived_at'],
    },
    {
      id: 'salt',
      what: { en: 'The salt of the day', fr: 'Le sel du jour' },
      why: { en: 'To make these numbers', fr: 'Pour calculer ces nombres' },
      kept: SALT_KEPT[home],
      where: SALT_WHERE[home],
      columns: [],
    },
  ];
}

const RECOVERY: Words = {
  en: 'Cloudflare can bring the database back to any minute of the last 30 days at most, and with it numbers that were deleted here; the salts are not in it.',
  fr: 'Cloudflare peut ramener la base de données à n’importe quelle minute des 30 derniers jours au plus, et avec elle des nombres effacés ici\u00a0; les sels n’y sont pas.',
};

/** The daily salted hashes, where there are any. */
export function ofVisitors(circumstances: Circumstances): Section {
  if (!circumstances.salts) return { id: 'visitors', title: TITLE, text: NO_SALTS };
  return {
    id: 'visitors',
    title: TITLE,
    text: TEXT,
    entries: entries(circumstances),
    points: [optedOut(circumstances), ...(circumstances.home === 'edge' ? [RECOVERY] : [])],
  };
}
