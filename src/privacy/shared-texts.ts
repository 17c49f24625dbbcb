/** Texts that several entries share. */
import type { Localized } from '../language.ts';
import type { Deployment } from './deployment.ts';

/** Where the main database of this runtime is. */
export const database = ({ home }: Deployment): Localized =>
  home === 'node'
    ? { en: 'Database on this server', fr: 'Base de données de ce serveur' }
    : { en: 'Cloudflare D1', fr: 'Cloudflare D1' };

/** How long individual hits are kept. */
export const retention = ({ retentionMonths: months }: Deployment): Localized => ({
  en: months === 1 ? 'one month' : `${months} months`,
  fr: months === 1 ? 'un mois' : `${months} mois`,
});

export const asLongAsLink: Localized = {
  en: 'As long as the link exists, unless its visits are erased',
  fr: 'Tant que le lien existe, sauf si ses visites sont effacées',
};
