/** What the team's settings mean for a redirect. */
import { DEFAULT_INSTANCE, type InstanceSettings, type UtmPresets } from '../instance/instance-settings.ts';
import { cidrsOf } from '../instance/own-networks.ts';
import type { Deps } from '../ports.ts';
import type { FactSettings } from './request-facts.ts';

export interface Instance {
  /** How requests are read: with the networks of the environment and those of the team. */
  reading: FactSettings;
  utmPresets: UtmPresets;
}

export interface InstanceLookUp {
  /** Never rejects: if the settings cannot be read, the newest known ones hold. */
  (): Promise<Instance>;
  /** Undefined if they have to be read first. */
  remembered(): Instance | undefined;
}

type Needed = Pick<Deps, 'settings' | 'log'> & { store: Pick<Deps['store'], 'instance'> };

export function createInstance({ settings, log, store }: Needed): InstanceLookUp {
  const instanceOf = ({ ownNetworks, utm }: InstanceSettings): Instance => ({
    reading: { ...settings, ownNetworks: [...settings.ownNetworks, ...cidrsOf(ownNetworks)] },
    utmPresets: utm,
  });
  // The store returns the same object as long as it knows nothing newer, so each is worked out once.
  let newest = { from: DEFAULT_INSTANCE, instance: instanceOf(DEFAULT_INSTANCE) };
  const workedOut = (from: InstanceSettings): Instance => {
    if (newest.from !== from) newest = { from, instance: instanceOf(from) };
    return newest.instance;
  };
  const look = async () => {
    try {
      return workedOut(await store.instance.known());
    } catch (err) {
      log.error({ err }, 'The settings of the instance could not be read');
      return newest.instance;
    }
  };
  return Object.assign(look, {
    remembered: () => {
      const known = store.instance.remembered();
      return known && workedOut(known);
    },
  });
}
