/** Which UTM values the links of a channel add, unless a link or its content has its own. */
import { CHANNELS, type Channel } from '../channels/registry.ts';
import { UTM_FIELDS, type Utm } from '../urls/utm.ts';
import type { UtmPresets } from './instance-settings.ts';

/** The values of the channel: those of the preset, and for fields that it leaves out the built-in ones. */
export function channelUtm(presets: UtmPresets, channel: Channel): Utm {
  const preset = presets[channel];
  return preset ? { ...CHANNELS[channel].utm, ...preset } : CHANNELS[channel].utm;
}

/** Changes of a preset: '' leaves a parameter out, null returns to the built-in value. */
export type UtmPresetPatch = { readonly [Name in keyof Utm]?: string | null };

/** The preset after a change; null if nothing differs from the built-in values any more. */
export function patchedPreset(channel: Channel, stored: Utm, patch: UtmPresetPatch): Utm | null {
  const builtIn: Utm = CHANNELS[channel].utm;
  const values: Utm = {};
  for (const field of UTM_FIELDS) {
    const value = field in patch ? patch[field] : stored[field];
    if (value === null || value === undefined || value === (builtIn[field] ?? '')) continue;
    values[field] = value;
  }
  return Object.keys(values).length === 0 ? null : values;
}
