/** Where a hit came from, as far as it may be known. */
import type { ChannelEntry } from '../channels/channel.ts';
import { CHANNELS } from '../channels/registry.ts';
import type { Kind } from './hit.ts';

/** `country` in ISO 3166-1 alpha-2. Empty strings mean unknown. */
export interface Place {
  country: string;
  region: string;
  city: string;
}

export const NOWHERE: Readonly<Place> = { country: '', region: '', city: '' };

/** The place of a country code as databases and platforms write them: they also have words for "unknown". */
export function placeOf(country: unknown): Place {
  const known = typeof country === 'string' && /^(?!XX|ZZ)[A-Z]{2}$/.test(country);
  return known ? { country, region: '', city: '' } : NOWHERE;
}

const previewAgents = Object.values<ChannelEntry>(CHANNELS).flatMap((entry) => entry.previewAgents);
const SHARERS = new Set(previewAgents.flatMap(({ app, fromSharer }) => (fromSharer ? [app] : [])));

/** Whether a fetcher like this runs on the device of whoever shared the link: its place is nobody's business. */
export function isSharer({ kind, app }: { kind: Kind; app: string }): boolean {
  return kind !== 'click' && SHARERS.has(app);
}
