/** Words that several entries share. */
import type { Circumstances } from './deployment.ts';
import type { Words } from './section.ts';

/** The main database of this home. */
export const database = ({ home }: Circumstances): Words =>
  home === 'node'
    ? { en: 'Database on this server', fr: 'Base de données de ce serveur' }
    : { en: 'Cloudflare D1', fr: 'Cloudflare D1' };

/** How long single hits are kept. */
export const retention = ({ retentionMonths: months }: Circumstances): Words => ({
  en: months === 1 ? 'one month' : `${months} months`,
  fr: months === 1 ? 'un mois' : `${months} mois`,
});

export const asLongAsLink: Words = {
  en: 'As long as the link, unless its visits are erased',
  fr: 'Aussi longtemps que le lien, sauf si ses visites sont effacées',
};
