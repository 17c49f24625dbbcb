import { SYSTEM_AUTHOR } from '../audit/audit-entry.ts';
import { addDomain } from '../domains/add-domain.ts';
import { type CreateContent, createContent } from '../links/contents/create-content.ts';
import { createLink } from '../links/create/create-link.ts';
import { type CreateDeps, defaultInput } from '../links/create/link-input.ts';
import type { Deps, Ids } from '../ports.ts';
import { DAY, dayOf } from '../time.ts';
import { SLUG_ALPHABET, SLUG_LENGTH } from '../urls/slug.ts';
import type { DemoChannel } from './channel-life.ts';
import { CONTENTS, DEMO_ORIGIN, type DemoContent, EVENTS_DOMAIN } from './contents.ts';
import type { Random } from './random.ts';
import { SPECIAL_LINKS } from './special-links.ts';

/** The row id of the link that a demo content has in a channel. */
export type DemoLinks = (content: DemoContent, channel: DemoChannel) => number;

const ID_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 21;

type DemoDeps = Pick<Deps, 'store' | 'settings' | 'passwords'>;

/** Creates the publisher's contents, each on the day of its publication. `now` is UTC milliseconds. */
export async function createDemoLinks(
  deps: DemoDeps,
  options: { random: Random; now: number },
): Promise<DemoLinks> {
  const { random, now } = options;
  const rowIds = new Map<string, number>();
  const atFirst = { clock: () => now - 90 * DAY, author: SYSTEM_AUTHOR };
  await addDomain(
    { ...deps, ...atFirst },
    { domain: EVENTS_DOMAIN, rootUrl: DEMO_ORIGIN, notFoundUrl: null },
  );
  for (const [place, content] of CONTENTS.entries()) {
    const clock = () => now - content.life.age * DAY;
    const minting = {
      ...deps,
      clock,
      ids: idsFrom(random),
      reserved: new Set<string>(),
      author: SYSTEM_AUTHOR,
    };
    const { links } = await createContent(minting, inputOf(content, place));
    for (const link of links) rowIds.set(`${link.channel} ${content.path}`, link.rowId);
    await createSpecialLinks({ ...deps, ...minting }, content, now);
  }
  return (content, channel) => {
    const rowId = rowIds.get(`${channel} ${content.path}`);
    if (rowId === undefined) throw new Error(`${content.path} has no link for ${channel}`);
    return rowId;
  };
}

/** The content's links whose visitors are turned away, with those visits. */
async function createSpecialLinks(
  deps: DemoDeps & CreateDeps,
  { path, domain }: DemoContent,
  now: number,
): Promise<void> {
  for (const special of SPECIAL_LINKS.filter((each) => each.path === path)) {
    const { channel, slug, expiredDaysAgo, password, turnedAway } = special;
    const { passwordHash: _, ...defaults } = defaultInput({
      channel,
      slug,
      domain: '',
      url: `${DEMO_ORIGIN}/${path}`,
    });
    const input = { ...defaults, domain: domain ?? null, contentId: null, password, reuse: false };
    const expiresAt = expiredDaysAgo === null ? null : now - expiredDaysAgo * DAY;
    const { link } = await createLink(deps, { ...input, expiresAt });
    for (const { daysAgo, reason, times } of turnedAway) {
      const refusal = { linkRowId: link.rowId, day: dayOf(now - daysAgo * DAY), reason };
      await Promise.all(Array.from({ length: times }, () => deps.store.refusals.countRefusal(refusal)));
    }
  }
}

function inputOf(
  { path, title, slug, campaign, tags, channels, domain, buttons }: DemoContent,
  place: number,
): CreateContent {
  const defaults = { description: null, image: null, utm: null, domain: domain ?? null };
  const shareCodes = buttons === 'codes';
  const named = { url: `${DEMO_ORIGIN}/${path}`, title, externalId: `le-cap-${place + 1}` };
  return { ...defaults, ...named, shareCodes, slug: slug ?? null, campaign: campaign ?? '', tags, channels };
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
