/** The link of a content that its QR code contains. */
import type { Channel } from '../../channels/registry.ts';
import type { Deps } from '../../ports.ts';
import { createLink } from '../create/create-link.ts';
import { type CreateDeps, defaultInput } from '../create/link-input.ts';
import type { Link } from '../link.ts';
import type { Content } from './content.ts';

const CHANNEL: Channel = 'qr';

/** More than the links of this channel that a content has. */
const MOST = 100;

/** Whether the link leads everybody to the content, now and later. */
const leadsOn = (link: Link, content: Content) =>
  link.url === content.url &&
  !link.blocked &&
  link.passwordHash === null &&
  link.expiresAt === null &&
  link.startsAt === null &&
  link.maxClicks === null;

/** The oldest live link of the channel `qr` that leads everybody to the content; undefined if there is none. */
export async function findQrLink(
  { store }: Pick<Deps, 'store'>,
  content: Content,
): Promise<Link | undefined> {
  const filter = { contentRowIds: [content.rowId], channels: [CHANNEL], archived: false };
  const links = await store.links.list(filter, { before: null, limit: MOST });
  return links.filter((link) => leadsOn(link, content)).at(-1);
}

/** Finds that link or creates it on the default domain. Two requests at the same time get the same link. */
export async function qrLinkOf(
  deps: CreateDeps & Pick<Deps, 'passwords'>,
  content: Content,
): Promise<{ link: Link; created: boolean }> {
  const found = await findQrLink(deps, content);
  if (found) return { link: found, created: false };
  const { passwordHash: _, ...input } = defaultInput({ channel: CHANNEL, domain: '', url: '', slug: null });
  return createLink(deps, {
    ...input,
    url: null,
    contentId: content.id,
    domain: null,
    password: null,
    reuse: false,
  });
}
