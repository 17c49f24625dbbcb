/** What the checks of `/readyz` mean, in words for administrators. */
import type { Localized } from '../../../language.ts';
import type { Check } from '../../../ports.ts';

/** `pass` says that all is well; the others what is not, and what to do. */
export type CheckWords = { label: Localized; pass: Localized } & Partial<Record<'warn' | 'fail', Localized>>;

const WORDS = {
  'sotto.db': {
    label: { en: 'Database of links and hits', fr: 'Base des liens et des visites' },
    pass: { en: 'It can be written.', fr: 'Elle peut être écrite.' },
    warn: {
      en: 'Another program is writing to it. This is harmless if it passes within seconds.',
      fr: 'Un autre programme y écrit. C’est sans gravité si cela passe en quelques secondes.',
    },
    fail: {
      en: 'It cannot be written: links still work, but hits are lost. Check the log and the disk now.',
      fr: 'Elle ne peut pas être écrite\u00a0: les liens fonctionnent, mais des visites sont perdues. Vérifiez tout de suite le journal et le disque.',
    },
  },
  hits: {
    label: { en: 'Hits', fr: 'Visites' },
    pass: { en: 'Every answered hit is stored.', fr: 'Chaque visite est enregistrée.' },
    warn: {
      en: 'Some hits wait to be stored, because another program has locked the database.',
      fr: 'Des visites attendent d’être enregistrées, car un autre programme a verrouillé la base.',
    },
    fail: {
      en: 'Hits are being lost because they cannot be stored. Check the log and the disk now.',
      fr: 'Des visites sont perdues, faute de pouvoir être enregistrées. Vérifiez tout de suite le journal et le disque.',
    },
  },
  'sums.db': {
    label: { en: 'Database of totals', fr: 'Base des totaux' },
    pass: { en: 'Statistics can be read.', fr: 'Les statistiques se lisent.' },
    warn: {
      en: 'Many hits are not in the totals yet. Statistics are complete, but slower.',
      fr: 'Beaucoup de visites ne sont pas encore dans les totaux. Les statistiques sont complètes, mais plus lentes.',
    },
    fail: {
      en: 'Statistics cannot be read. “npm run rebuild” makes the totals again.',
      fr: 'Les statistiques ne se lisent pas. «\u00a0npm run rebuild\u00a0» refait les totaux.',
    },
  },
  rollUp: {
    label: { en: 'Roll-up into totals', fr: 'Ajout aux totaux' },
    pass: { en: 'It keeps up with the hits.', fr: 'Il suit le rythme des visites.' },
    warn: {
      en: 'It fails and is tried again. Statistics stay complete, but get slower. The log says why.',
      fr: 'Il échoue et recommence. Les statistiques restent complètes, mais ralentissent. Le journal dit pourquoi.',
    },
  },
  dictionaries: {
    label: { en: 'Referrers and places', fr: 'Provenances et lieux' },
    pass: { en: 'There is room for new ones.', fr: 'Il y a de la place pour de nouveaux.' },
    warn: {
      en: 'There is little room left for new ones: further ones are counted together.',
      fr: 'Il reste peu de place\u00a0: les suivants seront comptés ensemble.',
    },
  },
  clock: {
    label: { en: 'Clock', fr: 'Horloge' },
    pass: { en: 'It agrees with the stored times.', fr: 'Elle concorde avec les heures enregistrées.' },
    warn: {
      en: 'It has jumped by days. Nothing is deleted by age until it has run steadily for a day.',
      fr: 'Elle a sauté de plusieurs jours. Rien n’est effacé selon l’âge tant qu’elle n’a pas été stable un jour.',
    },
  },
  files: {
    label: { en: 'Files of the data folder', fr: 'Fichiers du dossier de données' },
    pass: { en: 'They are in their place.', fr: 'Ils sont à leur place.' },
    warn: {
      en: 'A file was removed or replaced while the server runs.',
      fr: 'Un fichier a été retiré ou remplacé pendant que le serveur fonctionne.',
    },
    fail: {
      en: 'The database was removed or replaced while the server runs: nothing can be written. Restart the server.',
      fr: 'La base a été retirée ou remplacée pendant que le serveur fonctionne\u00a0: rien ne peut être écrit. Redémarrez le serveur.',
    },
  },
  wal: {
    label: { en: 'Write-ahead log', fr: 'Journal d’écriture' },
    pass: { en: 'It is short.', fr: 'Il est court.' },
    warn: {
      en: 'It is long, because a program has been reading a database for minutes. End that program.',
      fr: 'Il est long, car un programme lit une base depuis des minutes. Arrêtez ce programme.',
    },
  },
  disk: {
    label: { en: 'Disk', fr: 'Disque' },
    pass: { en: 'There is enough free space.', fr: 'Il y a assez de place.' },
    warn: {
      en: 'It is almost full. Once it is full, hits are lost.',
      fr: 'Il est presque plein. Une fois plein, des visites seront perdues.',
    },
  },
  blocklist: {
    label: { en: 'List of blocked hosts', fr: 'Liste des sites bloqués' },
    pass: { en: 'It is up to date.', fr: 'Elle est à jour.' },
    warn: {
      en: 'One of its sources cannot be read. The last list that was read stays in use.',
      fr: 'Une de ses sources ne se lit pas. La dernière liste lue reste en usage.',
    },
  },
  adminKey: {
    label: { en: 'Key for emergencies', fr: 'Clé de secours' },
    pass: { en: 'There is a key with all rights.', fr: 'Une clé a tous les droits.' },
    warn: {
      en: 'No key with all rights is valid, or the last one expires within a week. Create one under “API keys”.',
      fr: 'Aucune clé avec tous les droits n’est valide, ou la dernière expire dans la semaine. Créez-en une sous «\u00a0Clés d’API\u00a0».',
    },
  },
  proxy: {
    label: { en: 'Proxy', fr: 'Proxy' },
    pass: {
      en: 'Visitors can be distinguished from each other.',
      fr: 'Les visiteurs se distinguent les uns des autres.',
    },
    warn: {
      en: 'A proxy hides the visitors’ addresses, so that they cannot be counted. Declare it with SOTTO_TRUST_PROXY.',
      fr: 'Un proxy cache les adresses des visiteurs, qui ne peuvent être comptés. Déclarez-le avec SOTTO_TRUST_PROXY.',
    },
  },
  hosts: {
    label: { en: 'Address of the links', fr: 'Adresse des liens' },
    pass: {
      en: 'Links are opened under the domains of this server.',
      fr: 'Les liens s’ouvrent sous les domaines de ce serveur.',
    },
    warn: {
      en: 'Links are opened under a host that is not in the list of domains. Add it, or let the proxy pass on the host name.',
      fr: 'Des liens s’ouvrent sous un hôte absent de la liste des domaines. Ajoutez-le, ou laissez le proxy transmettre le nom d’hôte.',
    },
  },
  unknownSlugs: {
    label: { en: 'Guessed links', fr: 'Liens devinés' },
    pass: { en: 'Nobody is trying out addresses.', fr: 'Personne n’essaie des adresses.' },
    warn: {
      en: 'Somebody is trying out many addresses, and is refused.',
      fr: 'Quelqu’un essaie beaucoup d’adresses, et se voit refusé.',
    },
  },
  d1: {
    label: { en: 'Database (D1)', fr: 'Base de données (D1)' },
    pass: { en: 'It answers.', fr: 'Elle répond.' },
    fail: {
      en: 'It does not answer. Links that a cache knows work for up to an hour, and hits wait in the queue.',
      fr: 'Elle ne répond pas. Les liens connus d’un cache fonctionnent jusqu’à une heure, et les visites attendent dans la file.',
    },
  },
  parked: {
    label: { en: 'Hits that could not be stored', fr: 'Visites non enregistrées' },
    pass: { en: 'There are none.', fr: 'Il n’y en a pas.' },
    warn: {
      en: 'Some hits could not be stored. They are kept in the table “dead_letters” for 90 days.',
      fr: 'Des visites n’ont pas pu être enregistrées. Elles restent 90 jours dans la table «\u00a0dead_letters\u00a0».',
    },
  },
} satisfies Record<string, CheckWords>;

export const CHECK_WORDS: ReadonlyMap<string, CheckWords> = new Map(Object.entries(WORDS));

/** What the check says in this language; the server's own words for one that has none here. */
export function checkText({ name, status, detail }: Check, language: keyof Localized) {
  const words = CHECK_WORDS.get(name);
  const text = words?.[status]?.[language];
  return { label: words?.label[language] ?? name, text: text ?? detail, isTranslated: text !== undefined };
}
