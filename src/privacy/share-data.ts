import { UNUSED_SHARED_DAYS } from '../links/contents/content.ts';
import type { Deployment } from './deployment.ts';
import type { Entry } from './inventory-section.ts';
import { database, retention } from './shared-texts.ts';

/** What is stored of shares: presses of share buttons, and visits to share links. */
export function shareData(deployment: Deployment): Entry[] {
  const months = retention(deployment);
  return [
    {
      id: 'shares',
      what: {
        en: 'When somebody pressed a share button or opened a share link: the time, the short link, and whether a browser reported it. If the team has turned share codes on for a page, also a random code, which becomes part of the shared link, and the share by whose link the person came',
        fr: 'Quand quelqu’un a pressé un bouton de partage ou ouvert un lien de partage\u00a0: l’heure, le lien court, et si un navigateur l’a signalé. Si l’équipe a activé les codes de partage pour une page, aussi un code aléatoire, qui fait partie du lien partagé, et le partage par le lien duquel la personne est venue',
      },
      why: {
        en: 'To show how often, where and how far a page is shared',
        fr: 'Pour montrer combien de fois, où et jusqu’où une page est partagée',
      },
      kept: {
        en: `For ${months.en}, then only in totals; deleted at once when the visits of the link are erased`,
        fr: `Pendant ${months.fr}, puis seulement dans des totaux\u00a0; effacé aussitôt que les visites du lien sont effacées`,
      },
      where: database(deployment),
      columns: ['shares.*'],
    },
    {
      id: 'shared-pages',
      what: {
        en: 'The addresses of pages that readers have shared and for which the team had no short link yet, without tracking parameters, and their short links',
        fr: 'Les adresses de pages que des lecteurs ont partagées et pour lesquelles l’équipe n’avait pas encore de lien court, sans paramètres de suivi, et leurs liens courts',
      },
      why: {
        en: 'So that readers can share any page',
        fr: 'Pour que les lecteurs puissent partager toute page',
      },
      kept: {
        en: `Until ${UNUSED_SHARED_DAYS} days have passed without a click and without a share, unless the team uses them`,
        fr: `Jusqu’à ce que ${UNUSED_SHARED_DAYS} jours soient passés sans clic ni partage, sauf si l’équipe les utilise`,
      },
      where: database(deployment),
      columns: [],
    },
    {
      id: 'share-counts',
      what: {
        en: 'How many clicks and previews the link of each share with a code had on each UTC day, and how many of the clicks were by the person who shared',
        fr: 'Combien de clics et d’aperçus a eus le lien de chaque partage avec un code, par jour UTC, et combien de ces clics venaient de la personne qui a partagé',
      },
      why: { en: 'To show how far each share has spread', fr: 'Pour montrer jusqu’où va chaque partage' },
      kept: {
        en: 'As long as the share; deleted at once when the visits of the link are erased',
        fr: 'Aussi longtemps que le partage\u00a0; effacé aussitôt que les visites du lien sont effacées',
      },
      where: database(deployment),
      columns: ['share_days.*'],
    },
  ];
}
