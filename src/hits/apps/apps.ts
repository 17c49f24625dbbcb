/** THE list of apps in which links are shared or opened. A new app is one entry in a file of `apps/`. */
import type { Localized } from '../../language.ts';
import type { AppEntry } from './app-entry.ts';
import { ASIA } from './asia.ts';
import { AI_ASSISTANTS } from './assistants.ts';
import { FEDIVERSE } from './fediverse.ts';
import { MAIL } from './mail.ts';
import { MESSENGERS } from './messengers.ts';
import { OFFICE } from './office.ts';
import { PUBLISHING } from './publishing.ts';
import { NETWORKS } from './social-networks.ts';
import { WORKPLACE } from './workplace.ts';

export const APPS = {
  ...MESSENGERS,
  ...NETWORKS,
  ...FEDIVERSE,
  ...WORKPLACE,
  ...OFFICE,
  ...MAIL,
  ...PUBLISHING,
  ...AI_ASSISTANTS,
  ...ASIA,
};

/** The id of an app, as stored in hits and used in the API. */
export type App = keyof typeof APPS;

/** Every app with its entry. */
export const APP_ENTRIES = Object.entries(APPS) as [App, AppEntry][];

/** The ids of all apps. */
export const APP_NAMES = APP_ENTRIES.map(([app]) => app);

export function isApp(text: string): text is App {
  return Object.hasOwn(APPS, text);
}

/** The name of an app. */
export function appLabel(app: App): Localized {
  const { en, fr = en }: AppEntry['label'] = APPS[app].label;
  return { en, fr };
}
