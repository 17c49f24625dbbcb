import type { Localized } from '../language.ts';
import type { Deployment } from './deployment.ts';
import type { Entry, Section } from './inventory-section.ts';
import { database } from './shared-texts.ts';

const TITLE: Localized = { en: 'How visitors are recognized', fr: 'Comment les visiteurs sont reconnus' };

const TEXT: Localized = {
  en: 'By a code that is of no use after two days: an HMAC-SHA-256 of the IP address (the first 64 bits of IPv6), the browser’s User-Agent and the domain, cut to 64 bits. Its key is a random salt of 32 bytes that changes every UTC day. The code is combined with the link’s number before it is stored, so that the same visitor has a different code on every link. The codes are stored separately from the visits, in one list for all visits that arrived together, and the whole list is deleted together. Once the salt is deleted, nobody can find the address for a code, not even by trying all addresses.',
  fr: 'Par un code inutilisable après deux jours\u00a0: un HMAC-SHA-256 de l’adresse IP (les 64 premiers bits pour IPv6), du User-Agent du navigateur et du domaine, réduit à 64 bits. Sa clé est un sel aléatoire de 32 octets qui change chaque jour UTC. Le code est combiné avec le numéro du lien avant d’être enregistré\u00a0: le même visiteur a un code différent sur chaque lien. Les codes sont enregistrés séparément des visites, dans une seule liste pour toutes les visites arrivées ensemble, et la liste entière est effacée d’un coup. Une fois le sel effacé, personne ne peut retrouver l’adresse correspondant à un code, même en essayant toutes les adresses.',
};

const NO_SALTS: Localized = {
  en: 'They are not: this server has no salt, so every click is counted without recognizing the visitor.',
  fr: 'Ils ne le sont pas\u00a0: ce serveur n’a pas de sel, et chaque clic est compté sans reconnaître le visiteur.',
};

const NEXT_DAY: Localized = {
  en: 'Until the end of the next UTC day, then deleted within an hour, also if the visits are erased earlier. If the server is stopped at that time, it is deleted at the next start, or a day later if the stop or a wrong clock leaves the time in doubt',
  fr: 'Jusqu’à la fin du jour UTC suivant, puis effacé dans l’heure, même si les visites sont effacées plus tôt. Si le serveur est alors arrêté, l’effacement a lieu au démarrage suivant, ou un jour plus tard si l’arrêt ou une horloge fausse rend l’heure douteuse',
};

const SALT_KEPT: Record<Deployment['home'], Localized> = {
  node: {
    en: 'For 47 hours from the start of its day. If the server is stopped at that time, it is deleted at the next start, or a day later if the stop or a wrong clock leaves the time in doubt',
    fr: 'Pendant 47 heures à partir du début de son jour. Si le serveur est alors arrêté, il est effacé au démarrage suivant, ou un jour plus tard si l’arrêt ou une horloge fausse rend l’heure douteuse',
  },
  edge: {
    en: 'Until one hour after its day; it may be created two hours before its day',
    fr: 'Jusqu’à une heure après son jour\u00a0; il peut être créé deux heures avant son jour',
  },
};

const SALT_WHERE: Record<Deployment['home'], Localized> = {
  node: {
    en: 'A file outside the database that only the server can read; never part of a backup or export',
    fr: 'Un fichier hors de la base de données que seul le serveur peut lire\u00a0; jamais dans une sauvegarde ni dans un export',
  },
  edge: {
    en: 'Cloudflare KV, where it expires; never part of a backup or export',
    fr: 'Cloudflare KV, où il expire\u00a0; jamais dans une sauvegarde ni dans un export',
  },
};

const optedOut = ({ honourDnt }: Deployment): Localized =>
  honourDnt
    ? {
        en: 'A browser that sends “Sec-GPC: 1” (Global Privacy Control) or “DNT: 1” (Do Not Track) gets no code: its click counts, but the visitor is not recognized.',
        fr: 'Un navigateur qui envoie «\u00a0Sec-GPC: 1\u00a0» (Global Privacy Control) ou «\u00a0DNT: 1\u00a0» (Do Not Track) ne reçoit pas de code\u00a0: son clic compte, mais le visiteur n’est pas reconnu.',
      }
    : {
        en: 'A browser that sends “Sec-GPC: 1” (Global Privacy Control) gets no code: its click counts, but the visitor is not recognized. “DNT: 1” (Do Not Track) is ignored.',
        fr: 'Un navigateur qui envoie «\u00a0Sec-GPC: 1\u00a0» (Global Privacy Control) ne reçoit pas de code\u00a0: son clic compte, mais le visiteur n’est pas reconnu. «\u00a0DNT: 1\u00a0» (Do Not Track) est ignoré.',
      };

function entries(deployment: Deployment): Entry[] {
  const { home } = deployment;
  const where = database(deployment);
  return [
    {
      id: 'visitor',
      what: {
        en: 'For each click, the visitor’s code on that link, and the time',
        fr: 'Pour chaque clic, le code du visiteur sur ce lien, et l’heure',
      },
      why: {
        en: 'To count a person once per day and link, and a double click once',
        fr: 'Pour compter une personne une fois par jour et par lien, et un double clic une seule fois',
      },
      kept: NEXT_DAY,
      where,
      columns: ['hit_batches.visitors'],
    },
    {
      id: 'network',
      what: {
        en: 'For each click, a code made in the same way from the wider network (the first 24 bits of IPv4, 48 of IPv6); it is the same on every link',
        fr: 'Pour chaque clic, un code calculé de la même façon à partir du réseau plus large (les 24 premiers bits d’IPv4, 48 d’IPv6)\u00a0; il est le même sur tous les liens',
      },
      why: {
        en: 'To recognize mail scanners, which open several links within seconds, and Office programs, which ask for a link before the browser does',
        fr: 'Pour reconnaître les scanners de messagerie, qui ouvrent plusieurs liens en quelques secondes, et les programmes Office, qui demandent un lien avant le navigateur',
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
        en: 'To find and delete the codes above, and to store each visit exactly once',
        fr: 'Pour retrouver et effacer les codes ci-dessus, et enregistrer chaque visite exactement une fois',
      },
      kept: NEXT_DAY,
      where,
      columns: ['hit_batches.first_id', 'hit_batches.hits', 'hit_batches.arrived_at'],
    },
    {
      id: 'press',
      what: {
        en: 'For each share, the visitor’s code on the shared link, the time, and the click by the same visitor that followed',
        fr: 'Pour chaque partage, le code du visiteur sur le lien partagé, l’heure, et le clic du même visiteur qui a suivi',
      },
      why: {
        en: 'To count a repeated press once, and to recognize the sharer’s own click',
        fr: 'Pour ne compter qu’une fois un geste répété, et reconnaître le clic de la personne qui partage',
      },
      kept: NEXT_DAY,
      where,
      columns: ['share_presses.*'],
    },
    {
      id: 'salt',
      what: { en: 'The salt of the day', fr: 'Le sel du jour' },
      why: { en: 'To compute these codes', fr: 'Pour calculer ces codes' },
      kept: SALT_KEPT[home],
      where: SALT_WHERE[home],
      columns: [],
    },
  ];
}

const RECOVERY: Localized = {
  en: 'Cloudflare can restore the database to any minute of up to 30 days ago, including codes that were deleted since. The salts are not part of the database.',
  fr: 'Cloudflare peut restaurer la base de données à n’importe quelle minute des 30 derniers jours au plus, y compris des codes effacés depuis. Les sels ne sont pas dans la base de données.',
};

/** The daily salted hashes, if the deployment makes them. */
export function visitorDataSection(deployment: Deployment): Section {
  if (!deployment.salts) return { id: 'visitors', title: TITLE, text: NO_SALTS };
  return {
    id: 'visitors',
    title: TITLE,
    text: TEXT,
    entries: entries(deployment),
    points: [optedOut(deployment), ...(deployment.home === 'edge' ? [RECOVERY] : [])],
  };
}
