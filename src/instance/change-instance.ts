/** Changes of the instance's settings. */
import { type AuthorDeps, auditNote } from '../audit/audit-entry.ts';
import type { Channel } from '../channels/registry.ts';
import { invalid } from '../errors.ts';
import type { Language } from '../language.ts';
import { isTimeZone } from '../stats/time-zone.ts';
import type { Utm } from '../urls/utm.ts';
import type { InstanceChanges, InstanceSettings, OwnNetwork } from './instance-settings.ts';
import type { InstanceStore } from './instance-store.ts';
import { MAX_OWN_NETWORKS, parseNetwork } from './own-networks.ts';
import { patchedPreset, type UtmPresetPatch } from './utm-presets.ts';

export type InstanceDeps = AuthorDeps & { store: { instance: InstanceStore } };

/** Given values of the settings; absent ones stay as they are. A list of networks replaces the whole list. */
export interface GivenSettings {
  language?: Language | null | undefined;
  timezone?: string | null | undefined;
  ownNetworks?: readonly Pick<OwnNetwork, 'network' | 'name'>[] | undefined;
}

const OBJECT = 'instance';

async function save(deps: InstanceDeps, changes: InstanceChanges): Promise<void> {
  const fields = Object.keys(changes);
  if (fields.length === 0) return;
  await deps.store.instance.update(changes, auditNote(deps, 'settings.update', OBJECT, fields));
}

/** Changes what is given; throws `validation`. Returns the settings after it. */
export async function changeInstance(deps: InstanceDeps, given: GivenSettings): Promise<InstanceSettings> {
  const stored = await deps.store.instance.get();
  await save(deps, { ...changedChoices(stored, given), ...changedNetworks(stored, given, deps.clock()) });
  return deps.store.instance.get();
}

function changedChoices(stored: InstanceSettings, { language, timezone }: GivenSettings): InstanceChanges {
  if (typeof timezone === 'string' && !isTimeZone(timezone))
    throw invalid('/timezone', 'This is not an IANA time zone, such as Europe/Paris.');
  return {
    ...(language !== undefined && language !== stored.language && { language }),
    ...(timezone !== undefined && timezone !== stored.timezone && { timezone }),
  };
}

const MISTAKES = {
  invalid: 'This is not a network such as 192.0.2.0/24 or 2001:db8::/32.',
  wide: 'This network is too large: the clicks of strangers would count as tests. The least prefix is /8, for IPv6 /16.',
};

type NamedNetwork = Pick<OwnNetwork, 'network' | 'name'>;

/** The networks as they are stored; throws `validation` for one that is none, or is there twice. */
function checkedNetworks(given: readonly NamedNetwork[]): NamedNetwork[] {
  const checked: NamedNetwork[] = [];
  for (const [index, { network: text, name }] of given.entries()) {
    const pointer = `/ownNetworks/${index}/network`;
    const parsed = parseNetwork(text);
    if ('mistake' in parsed) throw invalid(pointer, MISTAKES[parsed.mistake]);
    const { network } = parsed;
    if (checked.some((each) => each.network === network))
      throw invalid(pointer, `${network} is in the list twice.`);
    checked.push({ network, name });
  }
  return checked;
}

/** What turns the stored list into the given one. */
function changedNetworks(
  { ownNetworks: stored }: InstanceSettings,
  { ownNetworks: given }: GivenSettings,
  now: number,
): Pick<InstanceChanges, 'ownNetworks'> {
  if (given === undefined) return {};
  const wanted = checkedNetworks(given);
  const removed = stored.filter(({ network }) => !wanted.some((each) => each.network === network));
  const set = wanted.flatMap(({ network, name }) => {
    const old = stored.find((each) => each.network === network);
    return old?.name === name ? [] : [[network, { name, createdAt: old?.createdAt ?? now }] as const];
  });
  const changes = [...removed.map(({ network }) => [network, null] as const), ...set];
  return changes.length === 0 ? {} : { ownNetworks: Object.fromEntries(changes) };
}

/** 'invalid' and 'wide' are what is wrong with the text; 'full': there are too many. */
export async function addOwnNetwork(
  deps: InstanceDeps,
  given: { network: string; name: string | null },
): Promise<'added' | 'invalid' | 'wide' | 'full'> {
  const parsed = parseNetwork(given.network);
  if ('mistake' in parsed) return parsed.mistake;
  const { network } = parsed;
  const { ownNetworks } = await deps.store.instance.get();
  const known = ownNetworks.find((each) => each.network === network);
  if (!known && ownNetworks.length >= MAX_OWN_NETWORKS) return 'full';
  const createdAt = known?.createdAt ?? deps.clock();
  await save(deps, { ownNetworks: { [network]: { name: given.name, createdAt } } });
  return 'added';
}

/** Removes a network of the list; nothing happens for any other. */
export async function removeOwnNetwork(deps: InstanceDeps, network: string): Promise<void> {
  const { ownNetworks } = await deps.store.instance.get();
  if (!ownNetworks.some((each) => each.network === network)) return;
  await save(deps, { ownNetworks: { [network]: null } });
}

/** Changes the UTM values of a channel; null returns to the built-in ones. */
export async function changeUtmPreset(
  deps: InstanceDeps,
  channel: Channel,
  patch: UtmPresetPatch | null,
): Promise<InstanceSettings> {
  const { utm } = await deps.store.instance.get();
  const stored: Utm = utm[channel] ?? {};
  const preset = patch === null ? null : patchedPreset(channel, stored, patch);
  if (JSON.stringify(preset ?? {}) !== JSON.stringify(stored)) {
    const note = auditNote(deps, 'channel.update', channel, ['utm']);
    await deps.store.instance.update({ utm: { [channel]: preset } }, note);
  }
  return deps.store.instance.get();
}
