import { SYSTEM } from '../audit/audit-entry.ts';
import { type CreateContent, createContent } from '../links/contents/create-content.ts';
import type { CreateDeps } from '../links/link-input.ts';
import type { Ids } from '../ports.ts';
import { DAY } from '../time.ts';
import { SLUG_ALPHABET, SLUG_LENGTH } from '../urls/slug.ts';
import type { DemoChannel } from './channel-life.ts';
import { CONTENTS, type DemoContent, ORIGIN } from './contents.ts';
import type { Random } from './random.ts';

/** The row id of the link that a demo content has in a channel. */
export type DemoLinks = (content: DemoContent, channel: DemoChannel) => number;

const ID_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 21;

/** Creates the publisher's contents, each on the day of its publication. `now` is UTC milliseconds. */
export async function mintDemo(
  deps: Pick<CreateDeps, 'store' | 'settings'>,
  options: { random: Random; now: number },
): Promise<DemoLinks> {
  const { random, now } = options;
  const rowIds = new Map<string, number>();
  for (const [place, content] of CONTENTS.entries()) {
    const clock = () => now - content.life.age * DAY;
    const minting = { ...deps, clock, ids: idsFrom(random), reserved: new Set<string>(), author: SYSTEM };
    const { links } = await createContent(minting, inputOf(content, place));
    for (const link of links) rowIds.set(`${link.channel} ${content.path}`, link.rowId);
  }
  return (content, channel) => {
    const rowId = rowIds.get(`${channel} ${content.path}`);
    if (rowId === undefined) throw new Error(`${content.path} has no link for ${channel}`);
    return rowId;
  };
}

function inputOf({ path, title, slug, campaign, tags, channels }: DemoContent, place: number): CreateContent {
  const defaults = { description: null, image: null, utm: null, domain: null };
  const named = { url: `${ORIGIN}/${path}`, title, externalId: `le-cap-${place + 1}` };
  return { ...defaults, ...named, slug: slug ?? null, campaign: campaign ?? '', tags, channels };
}

/** Reproducible ids: the links of the demo are not secret. */
function idsFrom(random: Random): Ids {
  const id = () => random.text(ID_ALPHABET, ID_LENGTH);
  return {
    id: (prefix) => `${prefix}_${id()}`,
    slug: () => random.text(SLUG_ALPHABET, SLUG_LENGTH),
    requestId: id,
  };
}
