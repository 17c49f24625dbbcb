/** What a change of a content does to its links, in steps: a content may have more links than one step can change. */
import { type SQL, sql } from 'drizzle-orm';
import type { LinkStep } from '../../store-ports/link-stores.ts';
import { linkJobs } from '../schema/main.ts';
import { jsonList } from '../sql/conditions.ts';
import type { Engine, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { joinGroups } from './groups.ts';
import { tombstoneLinks } from './link-changes.ts';

/** Links per step, which takes a few milliseconds. */
const STEP_LINKS = raw(125);

/** Links that lead to `fromUrl` move to the URL of their content; null: all links are deleted. */
interface Job {
  contentRowId: number;
  fromUrl: string | null;
  at: number;
}

/** The live links of a content with ids above `after` and up to `upTo`. */
interface Range {
  after: number;
  upTo: number;
  links: number;
}

const inRange =
  ({ contentRowId }: Job, { after, upTo }: Range) =>
  (alias: string): SQL =>
    sql`${raw(alias)}.content_id = ${contentRowId} AND ${raw(alias)}.deleted_at IS NULL
      AND ${raw(alias)}.id > ${after} AND ${raw(alias)}.id <= ${upTo}`;

/** The next links of a content; `bounds` are SQL. */
const nextLinks = (contentRowId: SQL, after: SQL, last: SQL): SQL =>
  sql`FROM (SELECT id FROM links WHERE content_id = ${contentRowId} AND deleted_at IS NULL
    AND id > ${after} AND id <= ${last} ORDER BY id LIMIT ${STEP_LINKS})`;

const ALL = sql`${raw(Number.MAX_SAFE_INTEGER)}`;

/** Statements of which the first answers the names of the links that change. */
function stepStatements(db: Engine['db'], job: Job, range: Range): SQL[] {
  const { contentRowId, fromUrl, at } = job;
  const isOurs = inRange(job, range);
  const names = (which: SQL) => sql`SELECT domain, slug FROM links WHERE ${which}`;
  if (fromUrl === null) return [names(isOurs('links')), ...tombstoneLinks(db, isOurs('links'), at)];
  const target = sql`(SELECT url FROM contents WHERE id = ${contentRowId} AND deleted_at IS NULL)`;
  const moves = sql`${isOurs('links')} AND links.url = ${fromUrl} AND links.url <> ${target}`;
  return [
    names(moves),
    sql`INSERT INTO destinations (link_id, until, url) SELECT id, ${at}, url FROM links WHERE ${moves}`,
    sql`UPDATE links SET findable = 0, url = ${target}, updated_at = ${at} WHERE ${moves}`,
    ...joinGroups((alias) => sql`${isOurs(alias)} AND ${raw(alias)}.url = ${target}`),
  ];
}

const rangeIn = (row: Row | undefined, after: number): Range => ({
  after,
  upTo: Number(row?.up_to ?? after),
  links: Number(row?.links ?? 0),
});

const JOB = sql`SELECT job.id, job.content_id, job.from_url, job.at, job.done_link, job.links_left,
    (SELECT max(id) ${nextLinks(sql`job.content_id`, sql`job.done_link`, sql`job.last_link`)}) AS up_to,
    (SELECT count(*) ${nextLinks(sql`job.content_id`, sql`job.done_link`, sql`job.last_link`)}) AS links
  FROM link_jobs job`;

export function createLinkJobs({ db, atomic, read }: Pick<Engine, 'db' | 'atomic' | 'read'>) {
  return {
    /**
     * For each job, statements that change the first links of its content and leave the others to a job. They follow the
     * statement that changes the content.
     */
    async begin(jobs: Job[]): Promise<SQL[][]> {
      if (jobs.length === 0) return [];
      const ranges = await read(
        jobs.map(
          ({ contentRowId }) =>
            sql`SELECT max(id) AS up_to, count(*) AS links ${nextLinks(sql`${contentRowId}`, sql`0`, ALL)}`,
        ),
      );
      return jobs.map((job, index) => {
        const { contentRowId, fromUrl, at } = job;
        const range = rangeIn(ranges[index]?.[0], 0);
        return [
          ...stepStatements(db, job, range),
          sql`INSERT INTO link_jobs (content_id, from_url, at, done_link, last_link, links_left)
            SELECT ${contentRowId}, ${fromUrl}, ${at}, ${range.upTo}, max(id), count(*) FROM links
            WHERE content_id = ${contentRowId} AND deleted_at IS NULL AND id > ${range.upTo} HAVING count(*) > 0`,
        ];
      });
    },

    /** Does one step of the oldest job, of this content if it is given. */
    async step(contentRowId: number | null): Promise<LinkStep> {
      const which = contentRowId === null ? sql`` : sql`WHERE job.content_id = ${contentRowId}`;
      const [rows] = await read([sql`${JOB} ${which} ORDER BY job.id LIMIT 1`]);
      const [row] = rows ?? [];
      if (!row) return { more: false, changed: [] };
      const job: Job = {
        contentRowId: Number(row.content_id),
        fromUrl: row.from_url === null ? null : String(row.from_url),
        at: Number(row.at),
      };
      const range = rangeIn(row, Number(row.done_link));
      const isDone = range.links === 0;
      const left = Number(row.links_left) - range.links;
      // Two steps that run at once do the same.
      const progress = isDone
        ? sql`DELETE FROM link_jobs WHERE id = ${row.id}`
        : sql`UPDATE link_jobs SET done_link = max(done_link, ${range.upTo}), links_left = min(links_left, ${left})
            WHERE id = ${row.id}`;
      const [changed = []] = await atomic([...(isDone ? [] : stepStatements(db, job, range)), progress]);
      const names = changed.map(({ domain, slug }) => ({ domain: String(domain), slug: String(slug) }));
      return { more: true, changed: names };
    },

    /** About how many links of these contents the jobs have not reached; contents without any are absent. */
    async left(contentRowIds: number[]): Promise<Map<number, number>> {
      const [rows = []] = await read([
        sql`SELECT content_id, sum(links_left) AS links FROM ${linkJobs}
          WHERE content_id IN ${jsonList(contentRowIds)} GROUP BY content_id`,
      ]);
      return new Map(rows.map((row) => [Number(row.content_id), Number(row.links)]));
    },
  };
}
