import type { Localized } from '../language.ts';
import type { Deployment } from './deployment.ts';
import type { Section } from './inventory-section.ts';

const THINGS: Localized[] = [
  { en: 'IP addresses', fr: 'Les adresses IP' },
  {
    en: 'The browser’s full User-Agent, version numbers or other characteristics of the device',
    fr: 'Le User-Agent complet du navigateur, les numéros de version ou d’autres caractéristiques de l’appareil',
  },
  {
    en: 'The page on which a link was opened: its path, query or title',
    fr: 'La page depuis laquelle un lien a été ouvert\u00a0: son chemin, ses paramètres ou son titre',
  },
  {
    en: 'The query of an opened link: everything after the question mark',
    fr: 'Les paramètres d’un lien ouvert\u00a0: tout ce qui suit le point d’interrogation',
  },
  {
    en: 'Cookies: none are set or read when a link is opened, and nothing is stored in the browser. Only members of the team who sign in get one',
    fr: 'Les cookies\u00a0: aucun n’est déposé ni lu quand un lien s’ouvre, et rien n’est stocké dans le navigateur. Seuls les membres de l’équipe qui se connectent en reçoivent un',
  },
  { en: 'Passwords that visitors enter', fr: 'Les mots de passe saisis par les visiteurs' },
];

const OWN_NETWORKS: Localized = {
  en: 'The address is compared with the operator’s own networks. Visits from them count as tests.',
  fr: 'L’adresse est comparée aux réseaux de l’exploitant. Les visites qui en viennent comptent comme des essais.',
};

const HASHES: Record<Deployment['home'], Localized> = {
  node: {
    en: 'The visitor codes of yesterday and today and the network codes of the latest clicks, both described above, so that no visit waits for the database.',
    fr: 'Les codes des visiteurs d’hier et d’aujourd’hui et les codes des réseaux des derniers clics, tous décrits plus haut, pour qu’aucune visite n’attende la base de données.',
  },
  edge: {
    en: 'The visitor codes of the latest days, four at most, and the network codes of the latest clicks, both described above, as long as the worker that stores the visits keeps running.',
    fr: 'Les codes des visiteurs des derniers jours, quatre au plus, et les codes des réseaux des derniers clics, tous décrits plus haut, tant que fonctionne le worker qui enregistre les visites.',
  },
};

const memoryPoints = ({ home, ownNetworks, salts }: Deployment): Localized[] => [
  {
    en: 'The IP address, while a request is answered, to derive what is listed above.',
    fr: 'L’adresse IP, pendant le traitement d’une requête, pour en déduire ce qui est listé plus haut.',
  },
  ...(ownNetworks ? [OWN_NETWORKS] : []),
  ...(salts ? [HASHES[home]] : []),
  {
    en: 'Networks that tried a password, used the API or requested links that do not exist, and how often in the last minute. They stay in memory until others take their place or the server restarts.',
    fr: 'Les réseaux qui ont essayé un mot de passe, utilisé l’API ou demandé des liens qui n’existent pas, et combien de fois dans la dernière minute. Ils restent en mémoire jusqu’à ce que d’autres prennent leur place ou que le serveur redémarre.',
  },
  {
    en: 'The latest few thousand different User-Agents, so that each is analyzed only once. Who sent them and when is not kept.',
    fr: 'Les quelques milliers de User-Agents différents les plus récents, pour n’analyser chacun qu’une fois, sans indication de qui les a envoyés ni quand.',
  },
];

const LOGS: Localized = {
  en: 'Sotto logs its starts, stops and errors with the ids of the links, keys and requests involved, but no address, User-Agent, referrer or query. Its metrics contain only numbers.',
  fr: 'Sotto journalise ses démarrages, ses arrêts et ses erreurs avec les identifiants des liens, clés et requêtes concernés, mais ni adresse, ni User-Agent, ni provenance, ni paramètres. Ses métriques ne contiennent que des nombres.',
};

const HOST_LOGS: Record<Deployment['home'], Localized> = {
  node: {
    en: 'A proxy or hosting provider in front of Sotto may keep logs of its own. The operator can tell you about them.',
    fr: 'Un proxy ou un hébergeur placé devant Sotto peut tenir ses propres journaux. L’exploitant peut vous renseigner.',
  },
  edge: {
    en: 'This server runs on Cloudflare Workers: Cloudflare receives every request with its address before Sotto does, and decides what it keeps.',
    fr: 'Ce serveur fonctionne sur Cloudflare Workers\u00a0: Cloudflare reçoit chaque requête avec son adresse avant Sotto, et décide de ce qu’il conserve.',
  },
};

const RECIPIENTS: Record<Deployment['home'], Localized> = {
  node: {
    en: 'Nobody: no data about visits leaves this server.',
    fr: 'Personne\u00a0: aucune donnée sur les visites ne quitte ce serveur.',
  },
  edge: {
    en: 'Only the Cloudflare services that store what is listed above.',
    fr: 'Uniquement les services de Cloudflare qui enregistrent ce qui est listé plus haut.',
  },
};

const DESTINATION: Localized = {
  en: 'The destination sees what every website sees of its visitors. Sotto adds the channel in which the link was shared (UTM parameters); it is the same for all visitors of a link.',
  fr: 'La destination voit ce que tout site voit de ses visiteurs. Sotto y ajoute le canal où le lien a été partagé (paramètres UTM)\u00a0; il est le même pour tous les visiteurs d’un lien.',
};

const READ_PAGES: Localized = {
  en: 'When a member of the team enters the address of a page to make links for it, this server requests that page once, and its image, to show their title and preview. That website learns the address of this server, and nothing about visitors or the member.',
  fr: 'Quand un membre de l’équipe saisit l’adresse d’une page pour en faire des liens, ce serveur demande une fois cette page, et son image, pour en montrer le titre et l’aperçu. Ce site apprend l’adresse de ce serveur, et rien sur les visiteurs ni sur le membre.',
};

const MAILS: Localized = {
  en: 'When an administrator sends an invitation or a link for a new password by email, the operator’s mail server gets the address of that person, the link and the name of the administrator. Sotto keeps no copy, and visitors never get an email.',
  fr: 'Quand un administrateur envoie par e-mail une invitation ou un lien pour un nouveau mot de passe, le serveur de messagerie de l’exploitant reçoit l’adresse de cette personne, le lien et le nom de l’administrateur. Sotto n’en garde pas de copie, et les visiteurs ne reçoivent jamais d’e-mail.',
};

/** What a visit sends but is never stored. */
export const neverStored: Section = {
  id: 'never',
  title: { en: 'What is never stored', fr: 'Ce qui n’est jamais enregistré' },
  points: THINGS,
};

/** What is only in memory, in logs, or sent to others. */
export function notStored(deployment: Deployment): Section[] {
  const { home, readPages, mail } = deployment;
  return [
    {
      id: 'memory',
      title: { en: 'What is only kept in memory', fr: 'Ce qui n’est gardé qu’en mémoire' },
      points: memoryPoints(deployment),
    },
    { id: 'logs', title: { en: 'Logs', fr: 'Journaux' }, points: [LOGS, HOST_LOGS[home]] },
    {
      id: 'others',
      title: { en: 'Who else receives data', fr: 'Qui d’autre reçoit des données' },
      points: [RECIPIENTS[home], DESTINATION, ...(readPages ? [READ_PAGES] : []), ...(mail ? [MAILS] : [])],
    },
  ];
}
