/** THE list of apps in which links are put or opened. A new app is one entry in a file of `apps/`. */
import type { AppEntry } from './apps/app-entry.ts';
import { FEDIVERSE } from './apps/fediverse.ts';
import { MAIL } from './apps/mail.ts';
import { MESSENGERS } from './apps/messengers.ts';
import { NETWORKS } from './apps/networks.ts';
import { PUBLISHING } from './apps/publishing.ts';
import { WORKPLACE } from './apps/workplace.ts';

export const APPS = { ...MESSENGERS, ...NETWORKS, ...FEDIVERSE, ...WORKPLACE, ...MAIL, ...PUBLISHING };

/** What is stored as a hit's `app`, and what the API names. */
export type App = keyof typeof APPS;

/** Every app with what is known of it. */
export const APP_ENTRIES = Object.entries(APPS) as [App, AppEntry][];

export function isApp(text: string): text is App {
  return Object.hasOwn(APPS, text);
}

/** The name people know an app by. */
export function appLabel(app: App): { en: string; fr: string } {
  const { en, fr = en }: AppEntry['label'] = APPS[app].label;
  return { en, fr };
}
