import type { Deps } from '../ports.ts';

/** What the words depend on, as the running server was told. */
export type Circumstances = ReturnType<typeof circumstancesOf>;

/** Facts alone: no network, key or address of the settings is among them. */
export function circumstancesOf({ settings, home }: Pick<Deps, 'settings' | 'home'>) {
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
