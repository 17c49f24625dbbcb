/** How new contents and links become rows. */
import type { NewContent } from '../../links/contents/content.ts';
import { isFindable, type NewLink } from '../../links/link.ts';
import { searchTextOf } from '../../links/search-text.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents, links } from '../schema/main.ts';
import { rowForm, type SqlValue } from '../sql/json-rows.ts';

/** A function for every field of an item, so that none is forgotten, and for each field that the store adds. */
type Reads<Item, Added extends string = never> = { [field in keyof Item | Added]: (item: Item) => SqlValue };

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

const ofContent: Reads<NewContent, 'searchText'> = {
  id: (content) => content.id,
  url: (content) => content.url,
  key: (content) => content.key,
  externalId: (content) => content.externalId,
  title: (content) => content.title,
  description: (content) => content.description,
  image: (content) => content.image,
  campaign: (content) => content.campaign,
  tags: (content) => json(content.tags),
  utm: (content) => json(content.utm),
  archived: (content) => Number(content.archived),
  origin: (content) => content.origin,
  shareCodes: (content) => Number(content.shareCodes),
  createdAt: (content) => content.createdAt,
  updatedAt: (content) => content.updatedAt,
  searchText: ({ title, externalId }) => searchTextOf(title, externalId),
};

const ofLink: Reads<NewLink, 'slugKey' | 'findable' | 'searchText'> = {
  id: (link) => link.id,
  domain: (link) => link.domain,
  slug: (link) => link.slug,
  slugKey: (link) => slugKey(link.slug),
  externalId: (link) => link.externalId,
  channel: (link) => link.channel,
  url: (link) => link.url,
  campaign: (link) => link.campaign,
  title: (link) => link.title,
  tags: (link) => json(link.tags),
  utm: (link) => json(link.utm),
  startsAt: (link) => link.startsAt,
  expiresAt: (link) => link.expiresAt,
  maxClicks: (link) => link.maxClicks,
  statusCode: (link) => link.statusCode,
  forwardQuery: (link) => Number(link.forwardQuery),
  passwordHash: (link) => link.passwordHash,
  expiredUrl: (link) => link.expiredUrl,
  archived: (link) => Number(link.archived),
  blocked: (link) => Number(link.blocked),
  custom: (link) => Number(link.custom),
  findable: (link) => Number(isFindable(link)),
  createdAt: (link) => link.createdAt,
  updatedAt: (link) => link.updatedAt,
  searchText: ({ title }) => searchTextOf(title),
};

export const contentRow = rowForm(contents, ofContent);
export const linkRow = rowForm(links, ofLink);
