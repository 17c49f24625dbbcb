/** How links of each channel are used in the demo: who opens them, when, where, and what fetches them. */
import type { Channel } from '../channels/registry.ts';
import { DEMO_FETCHER_AGENTS, IN_APP, type PreviewFetcher } from './agents.ts';
import type { Weighted } from './random.ts';

export interface ChannelHabits {
  /** The channel's share of a content's clicks, relative to its other channels. */
  weight: number;
  /** Average number of clicks after one share. */
  perShare: number;
  /** Fetchers of a card for each share; empty if the app shows none. */
  fetchers: Weighted<PreviewFetcher>;
  /** The fraction of shares in apps that the link was not made for, and the fetchers of these apps. */
  crossed?: { share: number; fetchers: Weighted<PreviewFetcher> };
  /** From 0 (read at work) to 1 (read in the evening and on Sundays). */
  leisure: number;
  /** The fraction of readers on a phone. */
  mobile: number;
  /** The app's built-in browser, and the fraction of mobile readers who use it. */
  inApp?: { agent: string; share: number };
  /** Referrers, '' for none. */
  referrers: Weighted<string>;
  marks: Weighted<string | null>;
  /** Requests by bots per click. */
  robots: number;
  /** Requests by mail scanners per click. */
  scanners?: number;
}

const quiet = {
  fetchers: [],
  leisure: 0.1,
  mobile: 0.3,
  referrers: [['', 1]],
  marks: [[null, 1]],
  robots: 0.04,
} as const;

export const CHANNEL_HABITS = {
  whatsapp: {
    ...quiet,
    weight: 30,
    perShare: 5,
    fetchers: [[DEMO_FETCHER_AGENTS.whatsapp, 1]],
    crossed: {
      share: 0.14,
      fetchers: [
        [DEMO_FETCHER_AGENTS.slack, 4],
        [DEMO_FETCHER_AGENTS.teams, 2],
        [DEMO_FETCHER_AGENTS.telegram, 2],
        [DEMO_FETCHER_AGENTS.imessage, 1],
      ],
    },
    leisure: 0.7,
    mobile: 0.88,
  },
  email: {
    ...quiet,
    weight: 24,
    perShare: 30,
    mobile: 0.28,
    referrers: [
      ['', 70],
      ['mail.google.com', 14],
      ['outlook.office.com', 16],
    ],
    marks: [
      ['newsletter', 62],
      [null, 28],
      ['signature', 10],
    ],
    robots: 0.11,
    scanners: 0.05,
  },
  slack: {
    ...quiet,
    weight: 12,
    perShare: 6,
    fetchers: [[DEMO_FETCHER_AGENTS.slack, 1]],
    crossed: {
      share: 0.09,
      fetchers: [
        [DEMO_FETCHER_AGENTS.teams, 3],
        [DEMO_FETCHER_AGENTS.whatsapp, 2],
      ],
    },
    mobile: 0.18,
  },
  copy: {
    ...quiet,
    weight: 14,
    perShare: 4,
    // A copied link can be pasted into any app.
    fetchers: [
      [DEMO_FETCHER_AGENTS.slack, 3],
      [DEMO_FETCHER_AGENTS.teams, 3],
      [DEMO_FETCHER_AGENTS.whatsapp, 3],
      [DEMO_FETCHER_AGENTS.imessage, 2],
      [DEMO_FETCHER_AGENTS.signal, 1],
    ],
    leisure: 0.3,
    mobile: 0.42,
    referrers: [
      ['', 85],
      ['intranet.le-cap.example', 9],
      ['www.notion.so', 6],
    ],
    marks: [
      [null, 88],
      ['intranet', 12],
    ],
  },
  teams: {
    ...quiet,
    weight: 11,
    perShare: 6,
    fetchers: [[DEMO_FETCHER_AGENTS.teams, 1]],
    crossed: {
      share: 0.12,
      fetchers: [
        [DEMO_FETCHER_AGENTS.whatsapp, 3],
        [DEMO_FETCHER_AGENTS.slack, 2],
      ],
    },
    mobile: 0.12,
    referrers: [
      ['', 60],
      ['teams.microsoft.com', 40],
    ],
  },
  qr: {
    ...quiet,
    weight: 4,
    perShare: 2,
    leisure: 0.2,
    mobile: 0.98,
    marks: [
      [null, 45],
      ['event', 35],
      ['flyer', 20],
    ],
    robots: 0.01,
  },
  linkedin: {
    ...quiet,
    weight: 16,
    perShare: 25,
    fetchers: [[DEMO_FETCHER_AGENTS.linkedin, 1]],
    crossed: {
      share: 0.16,
      fetchers: [
        [DEMO_FETCHER_AGENTS.whatsapp, 2],
        [DEMO_FETCHER_AGENTS.slack, 2],
        [DEMO_FETCHER_AGENTS.teams, 1],
      ],
    },
    leisure: 0.25,
    mobile: 0.6,
    inApp: { agent: IN_APP.linkedin, share: 0.55 },
    referrers: [
      ['www.linkedin.com', 55],
      ['com.linkedin.android', 20],
      ['', 25],
    ],
    robots: 0.16,
  },
  telegram: {
    ...quiet,
    weight: 3,
    perShare: 4,
    fetchers: [[DEMO_FETCHER_AGENTS.telegram, 1]],
    crossed: { share: 0.08, fetchers: [[DEMO_FETCHER_AGENTS.whatsapp, 1]] },
    leisure: 0.8,
    mobile: 0.8,
  },
  signal: {
    ...quiet,
    weight: 2,
    perShare: 3,
    fetchers: [[DEMO_FETCHER_AGENTS.signal, 1]],
    leisure: 0.8,
    mobile: 0.8,
  },
  sms: {
    ...quiet,
    weight: 3,
    perShare: 2,
    fetchers: [[DEMO_FETCHER_AGENTS.imessage, 1]],
    leisure: 0.5,
    mobile: 0.97,
  },
  x: {
    ...quiet,
    weight: 5,
    perShare: 12,
    fetchers: [[DEMO_FETCHER_AGENTS.x, 1]],
    crossed: {
      share: 0.1,
      fetchers: [
        [DEMO_FETCHER_AGENTS.telegram, 1],
        [DEMO_FETCHER_AGENTS.slack, 1],
      ],
    },
    leisure: 0.5,
    mobile: 0.7,
    inApp: { agent: IN_APP.x, share: 0.5 },
    referrers: [['t.co', 1]],
    robots: 0.2,
  },
  facebook: {
    ...quiet,
    weight: 4,
    perShare: 10,
    fetchers: [[DEMO_FETCHER_AGENTS.meta, 1]],
    crossed: { share: 0.05, fetchers: [[DEMO_FETCHER_AGENTS.whatsapp, 1]] },
    leisure: 0.9,
    mobile: 0.8,
    inApp: { agent: IN_APP.facebook, share: 0.7 },
    referrers: [
      ['l.facebook.com', 2],
      ['m.facebook.com', 1],
    ],
    robots: 0.14,
  },
} as const satisfies Partial<Record<Channel, ChannelHabits>>;

/** The channels that the demo's publisher uses. */
export type DemoChannel = keyof typeof CHANNEL_HABITS;
