import type { Kind, NewHit } from '../../src/hits/hit.ts';
import type { NewContent } from '../../src/links/contents/content.ts';
import type { Link, NewLink, RedirectLink } from '../../src/links/link.ts';
import type { Store } from '../../src/store-ports.ts';

let made = 0;
/** Unique in this process and, by its random start, in a database that tests share. */
const start = Math.random().toString(36).slice(2, 10);
export const unique = (): string => `${start}${(made++).toString(36)}`;

export function newContent(changes: Partial<NewContent> = {}): NewContent {
  const id = unique();
  const url = `https://pages.example/${id}`;
  return {
    id: `cnt_${id}`,
    url,
    key: url,
    externalId: null,
    title: null,
    description: null,
    image: null,
    campaign: '',
    tags: [],
    utm: null,
    archived: false,
    createdAt: 0,
    updatedAt: 0,
    ...changes,
  };
}

export function newLink(changes: Partial<NewLink> = {}): NewLink {
  const id = unique();
  return {
    id: `lnk_${id}`,
    domain: '',
    slug: `s${id}`,
    channel: 'whatsapp',
    url: `https://pages.example/${id}`,
    campaign: '',
    title: null,
    tags: [],
    utm: null,
    startsAt: null,
    expiresAt: null,
    maxClicks: null,
    statusCode: 302,
    forwardQuery: false,
    passwordHash: null,
    expiredUrl: null,
    archived: false,
    blocked: false,
    custom: false,
    createdAt: 0,
    updatedAt: 0,
    ...changes,
  };
}

/** A link as the redirect knows it. */
export function redirectLink(changes: Partial<RedirectLink> = {}): RedirectLink {
  return {
    rowId: 1,
    slug: 'guide',
    title: null,
    channel: 'whatsapp',
    url: 'https://example.org/page',
    campaign: '',
    utm: false,
    startsAt: null,
    expiresAt: null,
    maxClicks: null,
    clicksTaken: 0,
    statusCode: 302,
    forwardQuery: false,
    passwordHash: null,
    expiredUrl: null,
    archived: false,
    blocked: false,
    deleted: false,
    createdAt: 0,
    card: { title: null, description: null, image: null },
    ...changes,
  };
}

/** Mints one link of a content of its own. */
export async function mintLink(store: Store, changes: Partial<NewLink> = {}): Promise<Link> {
  const minted = await store.links.mint(newContent(), [newLink(changes)]);
  if (!minted?.[0]) throw new Error('The link could not be minted');
  return minted[0];
}

export function hitOn(link: Pick<Link, 'rowId'>, changes: Partial<NewHit> & { kind?: Kind } = {}): NewHit {
  return {
    linkRowId: link.rowId,
    at: Date.UTC(2026, 9, 7, 12),
    kind: 'click',
    reason: '',
    device: 'desktop',
    os: 'Windows',
    browser: 'Chrome',
    app: '',
    certainty: '',
    country: 'FR',
    region: '',
    city: '',
    referrer: '',
    mark: null,
    visitor: null,
    network: null,
    ...changes,
  };
}
