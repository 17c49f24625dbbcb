/** THE list of apps in which links are put or opened. A new app is one entry in a file of `apps/`. */
import type { AppEntry } from './app-entry.ts';
import { FEDIVERSE } from './fediverse.ts';
import { MAIL } from './mail.ts';
import { MESSENGERS } from './messengers.ts';
import { NETWORKS } from './networks.ts';
import { PUBLISHING } from './publishing.ts';
import { WORKPLACE } from './workplace.ts';

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
