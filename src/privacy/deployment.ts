import type { Deps } from '../ports.ts';

/** What the texts depend on: the runtime and the settings of the running server. */
export type Deployment = ReturnType<typeof deploymentOf>;

/** Contains no network, key or address of the settings. */
export function deploymentOf({ settings, home }: Pick<Deps, 'settings' | 'home'>) {
  const { retentionMonths, honourDnt, ownNetworks, places = 'country' } = settings;
  return {
    home: home.kind,
    salts: home.salts,
    queue: home.queue,
    retentionMonths,
    places: home.kind === 'edge' ? places : ('country' as const),
    honourDnt,
    ownNetworks: ownNetworks.length > 0,
  };
}
