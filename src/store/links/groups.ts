/**
 * Groups of links that find-or-create does not tell apart: those of one content, channel, URL, campaign and domain.
 * The oldest plain link of a group is findable. Every statement looks up the groups of single links by an index.
 */
import { type SQL, sql } from 'drizzle-orm';
import { DEFAULT_LINK_OPTIONS, type LinkChanges } from '../../links/link.ts';
import { links, plainCondition } from '../schema/main.ts';
import { raw } from '../sql/raw.ts';

const GROUP = ['contentRowId', 'channel', 'url', 'campaign', 'domain'] as const;

const column = (alias: string, field: keyof typeof links.$inferSelect) => `${alias}.${links[field].name}`;

const inOneGroup = (alias: string, other: string): SQL =>
  raw(GROUP.map((field) => `${column(alias, field)} = ${column(other, field)}`).join(' AND '));

/** Whether a link is plain, but not findable: either an older one is, or the link is changing. */
const isShadowed = (alias: string): SQL =>
  raw(`${alias}.findable = 0 AND ${plainCondition((field) => column(alias, field))}`);

const REGROUPING: ReadonlySet<string> = new Set([...GROUP, ...Object.keys(DEFAULT_LINK_OPTIONS)]);

/** Whether a change can move a link to another group, or change which link of its group is findable. */
export const isRegrouping = (changes: LinkChanges): boolean =>
  Object.keys(changes).some((field) => REGROUPING.has(field));

/** Removes a link from its group before it changes; the next one becomes findable. */
export const leaveGroup = (linkRowId: number): SQL[] => [
  sql`UPDATE links SET findable = 0 WHERE id = ${linkRowId}`,
  sql`UPDATE links SET findable = 1 WHERE id = (
    SELECT heir.id FROM links CROSS JOIN links heir ON ${inOneGroup('heir', 'links')}
      AND ${isShadowed('heir')} AND heir.id <> links.id
    WHERE links.id = ${linkRowId}
      AND NOT EXISTS (SELECT 1 FROM links found WHERE found.findable = 1 AND ${inOneGroup('found', 'links')})
    ORDER BY heir.id LIMIT 1)`,
];

/** Adds links that left their groups, and have changed, to the groups to which they now belong. */
export const joinGroups = (isChanged: (alias: string) => SQL): SQL[] => [
  sql`UPDATE links SET findable = 0 WHERE id IN (
    SELECT found.id FROM links CROSS JOIN links found ON found.findable = 1
      AND ${inOneGroup('found', 'links')} AND found.id > links.id
    WHERE ${isChanged('links')} AND ${isShadowed('links')})`,
  sql`UPDATE links SET findable = 1 WHERE ${isChanged('links')} AND ${isShadowed('links')}
    AND NOT EXISTS (SELECT 1 FROM links found WHERE found.findable = 1 AND ${inOneGroup('found', 'links')})
    AND NOT EXISTS (SELECT 1 FROM links older WHERE ${isShadowed('older')}
      AND ${inOneGroup('older', 'links')} AND older.id < links.id)`,
];
