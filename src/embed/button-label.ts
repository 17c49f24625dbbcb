import { CHANNELS, type Channel } from '../channels/registry.ts';
import type { Localized } from '../language.ts';

/** What a button does, where that is not the name of its channel. */
const ACTIONS: Partial<Record<Channel, Localized>> = {
  copy: { en: 'Copy link', fr: 'Copier le lien' },
  native: { en: 'More', fr: 'Plus' },
};

/** The text of the share button of a channel. */
export const buttonLabel = (channel: Channel): Localized => ACTIONS[channel] ?? CHANNELS[channel].label;
