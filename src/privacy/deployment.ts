import type { Deps } from '../ports.ts';

/** What the texts depend on: the runtime and the settings of the running server. */
export type Deployment = ReturnType<typeof deploymentOf>;

/** Contains no network, key or address of the settings. `hasOwnNetworks`: the team has added some. */
export function deploymentOf(
  { settings, runtime, mailer }: Pick<Deps, 'settings' | 'runtime' | 'mailer'>,
  hasOwnNetworks = false,
) {
  const { retentionMonths, honourDnt, ownNetworks, places = 'country', readPages = false } = settings;
  return {
    home: runtime.kind, // the name in `/privacy.json`
    salts: runtime.salts,
    queue: runtime.queue,
    retentionMonths,
    places: runtime.kind === 'edge' ? places : ('country' as const),
    honourDnt,
    mail: mailer !== undefined,
    ownNetworks: hasOwnNetworks || ownNetworks.length > 0,
    readPages,
  };
}
