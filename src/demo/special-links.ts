/** Links of the demo whose visitors are turned away: one has expired, one has a password. */

import type { RefusalReason } from '../hits/hit.ts';
import type { DemoChannel } from './channel-life.ts';
import type { DemoContent } from './contents.ts';

export interface SpecialLink {
  path: DemoContent['path'];
  channel: DemoChannel;
  slug: string;
  /** When it expired. */
  expiredDaysAgo: number | null;
  password: string | null;
  turnedAway: { daysAgo: number; reason: RefusalReason; times: number }[];
}

export const SPECIAL_LINKS: SpecialLink[] = [
  {
    path: 'fr/evenements/salon',
    channel: 'email',
    slug: 'salon-tarif-reduit',
    expiredDaysAgo: 6,
    password: null,
    turnedAway: [
      { daysAgo: 5, reason: 'expired', times: 31 },
      { daysAgo: 3, reason: 'expired', times: 12 },
      { daysAgo: 1, reason: 'expired', times: 4 },
    ],
  },
  {
    path: 'fr/livres-blancs/delais-de-paiement',
    channel: 'copy',
    slug: 'delais-partenaires',
    expiredDaysAgo: null,
    password: 'le-cap',
    turnedAway: [
      { daysAgo: 4, reason: 'password', times: 26 },
      { daysAgo: 4, reason: 'wrong_password', times: 3 },
    ],
  },
];
