import { and, desc, eq, sql } from 'drizzle-orm';
import type { RedirectLink } from '../../links/link.ts';
import type { LinkStore } from '../../store-ports/link-stores.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents, links } from '../schema/main.ts';
import type { Engine } from '../sql/engine.ts';

/** The look-up of a redirect: one prepared statement that prefers the exact slug to its other cases. */
export function createResolve({ db }: Engine): LinkStore['resolve'] {
  const statement = db
    .select({
      slug: links.slug,
      rowId: links.rowId,
      channel: links.channel,
      url: links.url,
      campaign: links.campaign,
      contentCampaign: contents.campaign,
      utm: links.utm,
      contentUtm: contents.utm,
      startsAt: links.startsAt,
      expiresAt: links.expiresAt,
      maxClicks: links.maxClicks,
      clicksTaken: links.clicksTaken,
      statusCode: links.statusCode,
      forwardQuery: links.forwardQuery,
      passwordHash: links.passwordHash,
      expiredUrl: links.expiredUrl,
      linkTitle: links.title,
      createdAt: links.createdAt,
      shareCodes: contents.shareCodes,
      title: contents.title,
      description: contents.description,
      image: contents.image,
      archived: links.archived,
      blocked: links.blocked,
      deletedAt: links.deletedAt,
      contentDeletedAt: contents.deletedAt,
    })
    .from(links)
    .innerJoin(contents, eq(contents.rowId, links.contentRowId))
    .where(and(eq(links.domain, sql.placeholder('domain')), eq(links.slugKey, sql.placeholder('key'))))
    .orderBy(desc(sql`${links.slug} = ${sql.placeholder('slug')}`))
    .limit(2)
    .prepare();

  return async (domain, slug): Promise<RedirectLink | undefined> => {
    const rows = await statement.all({ domain, key: slugKey(slug), slug });
    const row = rows[0];
    if (!row || (row.slug !== slug && rows.length > 1)) return undefined;
    const { contentCampaign, contentUtm, linkTitle, title, description, image, ...own } = row;
    // The links of a deleted content are deleted in steps.
    const { deletedAt, contentDeletedAt, ...link } = own;
    return {
      ...link,
      title: linkTitle ?? title,
      campaign: link.campaign || contentCampaign,
      utm: link.utm ?? contentUtm,
      deleted: deletedAt !== null || contentDeletedAt !== null,
      card: { title, description, image },
    };
  };
}
