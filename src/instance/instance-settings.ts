/** What a team sets for its whole instance in the pages and the API. Everything else is a setting of the environment. */
import type { Channel } from '../channels/registry.ts';
import type { Language } from '../language.ts';
import type { Utm } from '../urls/utm.ts';

/** UTM values that replace those of a channel, one by one; '' leaves a parameter out. */
export type UtmPresets = { readonly [Name in Channel]?: Readonly<Utm> };

/** A network whose hits count as tests. */
export interface OwnNetwork {
  /** As `networkText` writes it. */
  network: string;
  /** What the team calls it; null without a name. */
  name: string | null;
  /** UTC milliseconds. */
  createdAt: number;
}

export interface InstanceSettings {
  /** For members who have chosen none; null: as their browser asks. */
  language: Language | null;
  /** An IANA name for members who have chosen none; null: UTC. */
  timezone: string | null;
  utm: UtmPresets;
  /** Those of the team, oldest first. The environment may name more. */
  ownNetworks: readonly OwnNetwork[];
}

/** What a new instance has. */
export const DEFAULT_INSTANCE: InstanceSettings = {
  language: null,
  timezone: null,
  utm: {},
  ownNetworks: [],
};

/** Absent values stay as they are; null removes one. */
export interface InstanceChanges {
  language?: Language | null;
  timezone?: string | null;
  utm?: { [Name in Channel]?: Utm | null };
  ownNetworks?: { [Network in string]: Omit<OwnNetwork, 'network'> | null };
}
