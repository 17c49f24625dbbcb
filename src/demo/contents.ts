/** What "Le Cap", an invented publisher for buyers and finance teams, published in 90 days. */
import type { DemoChannel } from './channel-life.ts';

export interface DemoContent {
  title: string;
  path: `${'en' | 'fr'}/${string}`;
  /** The base of custom slugs; without it slugs are random. */
  slug?: string;
  campaign?: string;
  tags: string[];
  /** The domain of its links; absent for the default domain. */
  domain?: string;
  channels: DemoChannel[];
  /** Its page has share buttons; with `codes`, every share gets a link of its own. */
  buttons?: 'codes' | 'plain';
  /** `age` and `halfLife` (of the interest) in days; `clicks` until now, without the revival. */
  life: { age: number; clicks: number; halfLife: number };
  /** A revival since `daysAgo` days, with `factor` times the usual clicks, mostly in `channel`. */
  revival?: { daysAgo: number; factor: number; channel: DemoChannel };
  /** `pastes` of the link within an hour, `daysAgo` days ago, and `clicks` afterwards. */
  pasteWave?: { daysAgo: number; channel: DemoChannel; pastes: number; clicks: number };
}

/** The domain `.example` is reserved and belongs to nobody. */
export const DEMO_ORIGIN = 'https://www.le-cap.example';

/** The second domain of the publisher, for its events. */
export const EVENTS_DOMAIN = 'rdv.le-cap.example';

const CARD: DemoChannel[] = ['whatsapp', 'email', 'slack', 'copy', 'teams', 'qr'];
const ABROAD: DemoChannel[] = [...CARD, 'linkedin'];
const WIDE: DemoChannel[] = [...ABROAD, 'telegram', 'signal', 'sms', 'x', 'facebook'];

/** Oldest first. */
export const CONTENTS: DemoContent[] = [
  {
    title: 'Audit fournisseur : la check-list',
    path: 'fr/outils/audit-fournisseur',
    slug: 'audit',
    tags: ['outil', 'achats'],
    channels: CARD,
    life: { age: 90, clicks: 1_900, halfLife: 60 },
    revival: { daysAgo: 6, factor: 4, channel: 'teams' },
  },
  {
    title: 'Facture électronique : le guide pas à pas',
    path: 'fr/guides/facture-electronique',
    slug: 'facture',
    campaign: 'facture-electronique',
    tags: ['guide', 'finance'],
    channels: WIDE,
    buttons: 'plain',
    life: { age: 86, clicks: 6_200, halfLife: 45 },
  },
  {
    title: 'Ten RFP templates you can copy',
    path: 'en/tools/rfp-templates',
    slug: 'rfp',
    tags: ['tool', 'procurement'],
    channels: ABROAD,
    life: { age: 80, clicks: 2_600, halfLife: 70 },
  },
  {
    title: 'CSRD: what changes for mid-sized suppliers',
    path: 'en/guides/csrd',
    campaign: 'csrd',
    tags: ['guide', 'compliance'],
    channels: WIDE,
    buttons: 'plain',
    life: { age: 75, clicks: 4_100, halfLife: 30 },
  },
  {
    title: 'A field guide to supplier risk',
    path: 'en/guides/supplier-risk',
    slug: 'supplier-risk',
    tags: ['guide', 'procurement'],
    channels: ABROAD,
    life: { age: 70, clicks: 3_000, halfLife: 40 },
  },
  {
    title: 'Cas client : comment un verrier a réduit ses délais de 30 %',
    path: 'fr/cas/verrier',
    tags: ['cas-client'],
    channels: CARD,
    life: { age: 66, clicks: 1_500, halfLife: 20 },
  },
  {
    title: 'Baromètre des achats responsables',
    path: 'fr/etudes/achats-responsables',
    slug: 'barometre',
    campaign: 'barometre',
    tags: ['étude', 'achats'],
    channels: WIDE,
    life: { age: 62, clicks: 4_800, halfLife: 16 },
  },
  {
    title: 'Where ESG data actually comes from',
    path: 'en/articles/esg-data',
    tags: ['compliance'],
    channels: ABROAD,
    life: { age: 58, clicks: 1_100, halfLife: 12 },
  },
  {
    title: 'Trésorerie : dix indicateurs à suivre chaque semaine',
    path: 'fr/articles/tresorerie',
    tags: ['finance'],
    channels: ABROAD,
    life: { age: 55, clicks: 3_300, halfLife: 25 },
  },
  {
    title: 'The real cost of late payments',
    path: 'en/articles/late-payments',
    tags: ['finance'],
    channels: ABROAD,
    life: { age: 48, clicks: 2_400, halfLife: 15 },
    revival: { daysAgo: 7, factor: 5, channel: 'slack' },
  },
  {
    title: 'Livre blanc : piloter ses délais de paiement',
    path: 'fr/livres-blancs/delais-de-paiement',
    slug: 'delais',
    tags: ['livre-blanc', 'finance'],
    channels: CARD,
    life: { age: 44, clicks: 1_500, halfLife: 14 },
  },
  {
    title: 'Affacturage : le mode d’emploi',
    path: 'fr/guides/affacturage',
    slug: 'affacturage',
    tags: ['guide', 'finance'],
    channels: CARD,
    buttons: 'codes',
    life: { age: 41, clicks: 1_000, halfLife: 25 },
    revival: { daysAgo: 8, factor: 9, channel: 'whatsapp' },
  },
  {
    title: 'Podcast : une DAF chez les industriels',
    path: 'fr/podcasts/daf-industrie',
    tags: ['podcast'],
    channels: ABROAD,
    life: { age: 38, clicks: 1_300, halfLife: 6 },
  },
  {
    title: 'Nearshoring in numbers',
    path: 'en/articles/nearshoring',
    tags: ['procurement'],
    channels: ABROAD,
    life: { age: 35, clicks: 1_200, halfLife: 7 },
  },
  {
    title: 'Salon Achats & Finance : le programme',
    path: 'fr/evenements/salon',
    slug: 'salon',
    campaign: 'salon',
    domain: EVENTS_DOMAIN,
    tags: ['événement'],
    channels: WIDE,
    life: { age: 33, clicks: 3_600, halfLife: 9 },
  },
  {
    title: 'Negotiating with a single supplier',
    path: 'en/articles/single-supplier',
    tags: ['procurement'],
    channels: ABROAD,
    life: { age: 29, clicks: 1_900, halfLife: 10 },
  },
  {
    title: 'IA générative aux achats : six usages qui tiennent',
    path: 'fr/articles/ia-achats',
    tags: ['achats', 'ia'],
    channels: WIDE,
    buttons: 'codes',
    life: { age: 26, clicks: 3_400, halfLife: 8 },
  },
  {
    title: 'Entretien : acheter local sans payer plus',
    path: 'fr/entretiens/acheter-local',
    tags: ['entretien', 'achats'],
    channels: CARD,
    life: { age: 22, clicks: 1_000, halfLife: 5 },
  },
  {
    title: 'Webinaire : droits de douane, qui paie quoi ?',
    path: 'fr/webinaires/douane',
    campaign: 'douane',
    tags: ['webinaire'],
    channels: ABROAD,
    life: { age: 19, clicks: 2_300, halfLife: 5 },
  },
  {
    title: 'Reading invoices with AI: a benchmark',
    path: 'en/studies/invoice-ai',
    tags: ['study', 'ai'],
    channels: ABROAD,
    life: { age: 16, clicks: 1_300, halfLife: 6 },
  },
  {
    title: 'Cyberassurance : lire les petites lignes',
    path: 'fr/articles/cyberassurance',
    tags: ['finance'],
    channels: CARD,
    life: { age: 13, clicks: 1_700, halfLife: 4 },
  },
  {
    title: 'Energy contracts: fixed or indexed?',
    path: 'en/articles/energy-contracts',
    tags: ['procurement'],
    channels: CARD,
    life: { age: 9, clicks: 1_500, halfLife: 3 },
  },
  {
    title: 'Étude : les salaires de la fonction achats',
    path: 'fr/etudes/salaires',
    slug: 'salaires',
    tags: ['étude', 'achats'],
    channels: WIDE,
    buttons: 'plain',
    life: { age: 5, clicks: 1_900, halfLife: 2 },
    pasteWave: { daysAgo: 2.2, channel: 'slack', pastes: 70, clicks: 260 },
  },
  {
    title: 'Petit-déjeuner finance durable : inscriptions',
    path: 'fr/evenements/petit-dejeuner',
    campaign: 'evenements',
    domain: EVENTS_DOMAIN,
    tags: ['événement', 'finance'],
    channels: CARD,
    life: { age: 3, clicks: 500, halfLife: 1.5 },
  },
];
