/** Lists of pages that get links at once, with what became of each line. */
import { and, asc, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { LINE_STATES, type LineState, type ListTally } from '../../link-lists/link-list.ts';
import type { LinkListStore } from '../../store-ports/link-list-store.ts';
import { linkListLines, linkLists } from '../schema/members.ts';
import type { Engine } from '../sql/engine.ts';

/** Lines whose JSON is one parameter. */
const BATCH = 200;

export const createLinkListStore = (engine: Engine): LinkListStore => ({
  ...listReads(engine),
  ...listWrites(engine),
});

type Reads = Pick<LinkListStore, 'get' | 'newest' | 'tallies' | 'lines' | 'waiting'>;

function listReads({ db, read }: Engine): Reads {
  const linesWhere = async (id: string, limit: number, ...conditions: (SQL | undefined)[]) => {
    const rows = await db
      .select()
      .from(linkListLines)
      .where(and(eq(linkListLines.listId, id), ...conditions))
      .orderBy(asc(linkListLines.line))
      .limit(limit);
    return rows.map(({ listId: _, ...line }) => line);
  };
  return {
    async get(id) {
      return (await db.select().from(linkLists).where(eq(linkLists.id, id))).map(listOf)[0];
    },
    async newest(limit) {
      const order = [desc(linkLists.createdAt), desc(linkLists.id)];
      return (
        await db
          .select()
          .from(linkLists)
          .orderBy(...order)
          .limit(limit)
      ).map(listOf);
    },
    async tallies(ids) {
      const [rows = []] = await read([
        sql`SELECT list_id AS id, coalesce(state, planned) AS state, count(*) AS lines, sum(state IS NULL) AS waiting
          FROM link_list_lines WHERE list_id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) GROUP BY 1, 2`,
      ]);
      const tallies = new Map<string, ListTally>();
      for (const { id, state, lines, waiting } of rows) {
        const tally = tallies.get(String(id)) ?? emptyTally();
        tally.counts[state as LineState] = Number(lines); // only states are stored
        tally.lines += Number(lines);
        tally.waiting += Number(waiting);
        tallies.set(String(id), tally);
      }
      return tallies;
    },
    lines: (id, { after, limit, state }) =>
      linesWhere(
        id,
        limit,
        gt(linkListLines.line, after),
        state === null ? undefined : sql`coalesce(state, planned) = ${state}`,
      ),
    waiting: (id, limit) => linesWhere(id, limit, isNull(linkListLines.state)),
  };
}

function listWrites({ db, atomic }: Engine): Omit<LinkListStore, keyof Reads> {
  return {
    async add(list, lines) {
      const inserts = batches(lines).map(
        (
          batch,
        ) => sql`INSERT INTO link_list_lines (list_id, line, fields, planned, state, problems, content_id)
          SELECT ${list.id}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
          FROM json_each(${JSON.stringify(
            batch.map(({ line, fields, planned, state, problems, contentId }) => [
              line,
              JSON.stringify(fields),
              planned,
              state,
              JSON.stringify(problems),
              contentId,
            ]),
          )})`,
      );
      await atomic([db.insert(linkLists).values(list).getSQL(), ...inserts]);
    },
    async claim(id, now, until) {
      const [rows = []] = await atomic([
        sql`UPDATE link_lists SET running_until = ${until} WHERE id = ${id} AND running_until <= ${now} RETURNING id`,
      ]);
      return rows.length > 0;
    },
    async release(id) {
      await atomic([sql`UPDATE link_lists SET running_until = 0 WHERE id = ${id}`]);
    },
    async settle(id, results) {
      const given = JSON.stringify(
        results.map(({ line, state, problems, contentId }) => [
          line,
          state,
          JSON.stringify(problems),
          contentId,
        ]),
      );
      await atomic([
        sql`UPDATE link_list_lines SET state = done.value ->> 1, problems = done.value ->> 2, content_id = done.value ->> 3
          FROM json_each(${given}) done
          WHERE list_id = ${id} AND line = done.value ->> 0 AND state IS NULL`,
      ]);
    },
    async remove(id) {
      await atomic([
        sql`DELETE FROM link_list_lines WHERE list_id = ${id}`,
        sql`DELETE FROM link_lists WHERE id = ${id}`,
      ]);
    },
  };
}

const listOf = ({ runningUntil: _, ...list }: typeof linkLists.$inferSelect) => list;

const emptyTally = (): ListTally => ({
  counts: Object.fromEntries(LINE_STATES.map((state) => [state, 0])) as ListTally['counts'],
  lines: 0,
  waiting: 0,
});

function batches<T>(items: T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  );
}
