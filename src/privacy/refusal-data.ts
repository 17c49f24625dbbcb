import { UNKNOWN_SLUG_DAYS } from '../stats/retention.ts';
import type { Deployment } from './deployment.ts';
import type { Entry } from './inventory-section.ts';
import { asLongAsLink, database } from './shared-texts.ts';

/** What is stored of visits that were not redirected. */
export function refusalData(deployment: Deployment): Entry[] {
  const where = database(deployment);
  return [
    {
      id: 'turned-away',
      what: {
        en: 'How often a link was not opened, by UTC day and reason: expired, limit reached, password required or wrong, …',
        fr: 'Combien de fois un lien ne s’est pas ouvert, par jour UTC et par motif\u00a0: expiré, limite atteinte, mot de passe demandé ou incorrect, …',
      },
      why: {
        en: 'To show links that no longer work',
        fr: 'Pour montrer les liens qui ne fonctionnent plus',
      },
      kept: {
        en: `${asLongAsLink.en}; requests for a deleted link are still counted`,
        fr: `${asLongAsLink.fr}\u00a0; les demandes d’un lien supprimé sont encore comptées`,
      },
      where,
      columns: ['refusals.*'],
    },
    {
      id: 'misses',
      what: {
        en: 'Requested short addresses that do not exist, and how often, by UTC day: at most 1,000 per domain and day, the rest as one total',
        fr: 'Les adresses courtes demandées qui n’existent pas, et combien de fois, par jour UTC\u00a0: au plus 1\u00a0000 par domaine et par jour, le reste en un seul total',
      },
      why: { en: 'To find misprinted links', fr: 'Pour trouver les liens mal imprimés' },
      kept: { en: `For ${UNKNOWN_SLUG_DAYS} days`, fr: `Pendant ${UNKNOWN_SLUG_DAYS} jours` },
      where,
      columns: ['unknown_slugs.*'],
    },
  ];
}
