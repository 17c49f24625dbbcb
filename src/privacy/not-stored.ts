import type { Circumstances } from './deployment.ts';
import type { Section, Words } from './section.ts';

const THINGS: Words[] = [
  { en: 'Network addresses (IP)', fr: 'Les adresses réseau (IP)' },
  {
    en: 'The browser’s whole User-Agent, its versions or any other trait of the device',
    fr: 'Le User-Agent complet du navigateur, ses versions ou tout autre trait de l’appareil',
  },
  {
    en: 'The page that a link was opened from: its path, its query, its title',
    fr: 'La page d’où un lien a été ouvert\u00a0: son chemin, ses paramètres, son titre',
  },
  {
    en: 'The query of an opened link: what follows its ?',
    fr: 'Les paramètres d’un lien ouvert\u00a0: ce qui suit son ?',
  },
  {
    en: 'Cookies: none is set or read, and nothing is stored in the browser',
    fr: 'Des cookies\u00a0: aucun n’est déposé ni lu, et rien n’est stocké dans le navigateur',
  },
  { en: 'Passwords that visitors type', fr: 'Les mots de passe que les visiteurs saisissent' },
];

const OWN: Words = {
  en: 'The address is compared with the operator’s own networks, whose visits count as tests.',
  fr: 'L’adresse est comparée aux réseaux de l’exploitant, dont les visites comptent comme des essais.',
};

const NUMBERS: Record<Circumstances['home'], Words> = {
  node: {
    en: 'The visitors’ numbers of yesterday and today, as listed above, and the networks’ of the latest clicks, so that no visit waits for the database.',
    fr: 'Les nombres des visiteurs d’hier et d’aujourd’hui, listés plus haut, et ceux des réseaux des derniers clics, pour qu’aucune visite n’attende la base de données.',
  },
  edge: {
    en: 'The visitors’ numbers of the latest days, four at most, and the networks’ of the latest clicks, as long as the worker that stores the visits goes on running.',
    fr: 'Les nombres des visiteurs des derniers jours, quatre au plus, et ceux des réseaux des derniers clics, tant que tourne le worker qui enregistre les visites.',
  },
};

const inMemory = ({ home, ownNetworks, salts }: Circumstances): Words[] => [
  {
    en: 'The address, to work out what is listed above while a request is answered.',
    fr: 'L’adresse, pour calculer ce qui est listé plus haut pendant qu’une requête reçoit sa réponse.',
  },
  ...(ownNetworks ? [OWN] : []),
  ...(salts ? [NUMBERS[home]] : []),
  {
    en: 'Networks that tried a password or asked the API, with the number of times in the last minute, until others take their place or the server restarts.',
    fr: 'Les réseaux qui ont essayé un mot de passe ou interrogé l’API, avec le nombre de fois dans la dernière minute, jusqu’à ce que d’autres prennent leur place ou que le serveur redémarre.',
  },
  {
    en: 'The latest few thousand different User-Agents, without who sent them or when, so that each is read only once.',
    fr: 'Les quelques milliers de User-Agents différents les plus récents, sans qui les a envoyés ni quand, pour ne lire chacun qu’une fois.',
  },
];

const LOGS: Words = {
  en: 'Sotto logs its own starts, stops and failures, with the numbers of links, keys and requests they concern: no address, User-Agent, referrer or query. Its metrics are plain numbers.',
  fr: 'Sotto journalise ses démarrages, ses arrêts et ses pannes, avec les numéros des liens, clés et requêtes concernés\u00a0: ni adresse, ni User-Agent, ni provenance, ni paramètres. Ses métriques sont de simples nombres.',
};

const ABOVE: Record<Circumstances['home'], Words> = {
  node: {
    en: 'What a proxy or a host in front of Sotto logs is not in its hands: the operator can tell.',
    fr: 'Ce que journalise un proxy ou un hébergeur placé devant Sotto n’est pas entre ses mains\u00a0: l’exploitant peut le dire.',
  },
  edge: {
    en: 'Sotto runs on Cloudflare Workers here: Cloudflare receives every request, with its address, before Sotto does. What it keeps of them is in its own hands.',
    fr: 'Sotto fonctionne ici sur Cloudflare Workers\u00a0: Cloudflare reçoit chaque requête, avec son adresse, avant Sotto. Ce qu’il en garde est entre ses mains.',
  },
};

const CALLS: Record<Circumstances['home'], Words> = {
  node: {
    en: 'Nobody: no visit makes this server ask or tell anything elsewhere.',
    fr: 'Personne\u00a0: aucune visite ne fait demander ni dire quoi que ce soit ailleurs à ce serveur.',
  },
  edge: {
    en: 'Nobody but the services of Cloudflare that store what is listed above.',
    fr: 'Personne d’autre que les services de Cloudflare qui enregistrent ce qui est listé plus haut.',
  },
};

const DESTINATION: Words = {
  en: 'The destination sees what every website sees of its visitors. Sotto adds where the link was shared (UTM parameters), the same for everybody.',
  fr: 'La destination voit ce que tout site voit de ses visiteurs. Sotto y ajoute où le lien a été partagé (paramètres UTM), de la même façon pour tous.',
};

/** What a visit brings along and no table has. */
export const never: Section = {
  id: 'never',
  title: { en: 'What is never stored', fr: 'Ce qui n’est jamais enregistré' },
  points: THINGS,
};

/** What is kept for a moment, written to logs, or told to others. */
export function passing(circumstances: Circumstances): Section[] {
  const { home } = circumstances;
  return [
    {
      id: 'memory',
      title: { en: 'What is in memory only', fr: 'Ce qui ne reste qu’en mémoire' },
      points: inMemory(circumstances),
    },
    { id: 'logs', title: { en: 'Logs', fr: 'Journaux' }, points: [LOGS, ABOVE[home]] },
    {
      id: 'others',
      title: { en: 'Who else is told', fr: 'Qui d’autre en est informé' },
      points: [CALLS[home], DESTINATION],
    },
  ];
}
