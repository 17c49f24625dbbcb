import type { Language } from '../../../language.ts';
import type { Check } from '../../../ports.ts';
import type { Format } from '../words/format.ts';

interface SystemWords {
  title: string;
  summary: Record<Check['status'], string>;
  checks: string;
  checksNote: string;
  check: string;
  state: string;
  meaning: string;
  states: Record<Check['status'], string>;
  detail: string;
  facts: string;
  factsNote: string;
  version: string;
  uptime: string;
  /** When the process was started. */
  since: (time: string) => string;
  backup: string;
  backupAt: (time: string, ago: string) => string;
  noBackup: string;
  edgeBackup: string;
  disk: string;
  diskText: (free: string, total: string) => string;
  gigabytes: string;
  megabytes: string;
  size: string;
  waiting: string;
  waitingText: (hits: number, format: Format) => string;
  runtime: string;
  runtimes: { node: string; edge: string };
}

const en: SystemWords = {
  title: 'System',
  summary: {
    pass: 'Everything works.',
    warn: 'Sotto works. Something needs attention.',
    fail: 'Something fails: links, hits or statistics are affected.',
  },
  checks: 'Checks',
  checksNote: 'Made now. Monitoring asks the same at /readyz.',
  check: 'Check',
  state: 'State',
  meaning: 'What it means',
  states: { pass: 'fine', warn: 'needs attention', fail: 'fails' },
  detail: 'Message of the server',
  facts: 'This server',
  factsNote: 'Facts for the person who operates it.',
  version: 'Version',
  uptime: 'Running',
  since: (time) => `since ${time}`,
  backup: 'Last backup',
  backupAt: (time, ago) => `${time} (${ago})`,
  noBackup: 'None was made with “npm run backup” yet.',
  edgeBackup: 'D1 can go back to any minute of the last 30 days (Time Travel).',
  disk: 'Disk',
  diskText: (free, total) => `${free} of ${total} are free`,
  gigabytes: 'GB',
  megabytes: 'MB',
  size: 'Databases',
  waiting: 'Roll-up',
  waitingText: (hits, { number, plural }) =>
    hits === 0
      ? 'All hits are in the totals'
      : `${number(hits)} ${plural(hits, 'hit is', 'hits are')} not in the totals yet; statistics include them already`,
  runtime: 'Runs on',
  runtimes: { node: 'Node with SQLite', edge: 'Cloudflare Workers with D1' },
};

const fr: SystemWords = {
  title: 'Système',
  summary: {
    pass: 'Tout fonctionne.',
    warn: 'Sotto fonctionne. Un point demande votre attention.',
    fail: 'Quelque chose échoue\u00a0: liens, visites ou statistiques sont touchés.',
  },
  checks: 'Contrôles',
  checksNote: 'Faits à l’instant. La surveillance demande la même chose à /readyz.',
  check: 'Contrôle',
  state: 'État',
  meaning: 'Ce que cela veut dire',
  states: { pass: 'bien', warn: 'à vérifier', fail: 'échoue' },
  detail: 'Message du serveur',
  facts: 'Ce serveur',
  factsNote: 'Pour la personne qui s’en occupe.',
  version: 'Version',
  uptime: 'En marche',
  since: (time) => `depuis le ${time}`,
  backup: 'Dernière sauvegarde',
  backupAt: (time, ago) => `${time} (${ago})`,
  noBackup: 'Aucune n’a encore été faite avec «\u00a0npm run backup\u00a0».',
  edgeBackup: 'D1 peut revenir à toute minute des 30 derniers jours (Time Travel).',
  disk: 'Disque',
  diskText: (free, total) => `${free} libres sur ${total}`,
  gigabytes: 'Go',
  megabytes: 'Mo',
  size: 'Bases de données',
  waiting: 'Ajout aux totaux',
  waitingText: (hits, { number, plural }) =>
    hits === 0
      ? 'Toutes les visites sont dans les totaux'
      : `${number(hits)} ${plural(hits, 'visite n’est pas encore', 'visites ne sont pas encore')} dans les totaux\u00a0; les statistiques les comptent déjà`,
  runtime: 'Fonctionne sur',
  runtimes: { node: 'Node avec SQLite', edge: 'Cloudflare Workers avec D1' },
};

export const SYSTEM_WORDS: Record<Language, SystemWords> = { en, fr };
