/** What exists already where links are to be created, in one round trip and from one snapshot. */
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import {
  type ContentRef,
  type ExistingRows,
  existingState,
  type Lookup,
  MAX_FIRST_LINKS,
} from '../../links/create/existing-state.ts';
import type { LinkStore } from '../../store-ports/link-stores.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents } from '../schema/main.ts';
import type { Engine, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { rowReader } from '../sql/row-reader.ts';
import { linkColumns } from './link-columns.ts';

const { deletedAt, ...contentColumns } = getTableColumns(contents);
const content = rowReader(contentColumns);
const link = rowReader(linkColumns);

type By = ContentRef['by'];
const BYS: By[] = ['id', 'externalId', 'key'];

/** One query, and the values that its one parameter lists. */
interface Question {
  list: string;
  query: SQL;
  /** Left out if nobody asks it. */
  values(lookups: readonly Lookup[]): unknown[];
  field: keyof ExistingRows;
}

const liveContents = (by: By, value: SQL) =>
  sql`contents ON ${contents[by]} = ${value} AND contents.deleted_at IS NULL`;

const wanted = (list: string) => sql`json_each(${sql.placeholder(list)}) wanted`;

const namesOf = ({ contents }: Lookup, by: By) =>
  contents.filter((ref) => ref.by === by).map(({ value }) => value);

function contentsBy(by: By): Question {
  const list = `contents by ${by}`;
  return {
    ...{ list, field: 'contents' },
    query: sql`SELECT ${content.fields} FROM ${wanted(list)} CROSS JOIN ${liveContents(by, sql`wanted.value`)}`,
    values: (lookups) => lookups.flatMap((lookup) => namesOf(lookup, by)),
  };
}

const isOwn = sql`own.content_id = contents.id`;

function linksBy(by: By): Question {
  const list = `links by ${by}`;
  const live = sql`SELECT own.id FROM links own WHERE ${isOwn} AND own.deleted_at IS NULL ORDER BY own.id`;
  return {
    ...{ list, field: 'linksOfContents' },
    query: sql`SELECT ${link.fields} FROM ${wanted(list)} CROSS JOIN ${liveContents(by, sql`wanted.value ->> 0`)}
      CROSS JOIN links ON links.id IN (SELECT id FROM (${live} LIMIT ${raw(MAX_FIRST_LINKS + 1)})
        UNION ALL SELECT id FROM (${live} DESC LIMIT 1)
        UNION ALL SELECT own.id FROM json_each(wanted.value, '$[2]') channel CROSS JOIN links own
          ON own.findable = 1 AND ${isOwn} AND own.channel = channel.value AND own.url IN (contents.url, wanted.value ->> 3)
            AND own.campaign = '' AND own.domain = wanted.value ->> 1) ORDER BY links.id`,
    values: (lookups) =>
      lookups.flatMap((lookup) => {
        if (!lookup.links) return [];
        const { domain, channels, url } = lookup.links;
        return namesOf(lookup, by).map((name) => [name, domain, channels, url]);
      }),
  };
}

function equivalentBy(by: By): Question {
  const list = `equivalent links by ${by}`;
  return {
    ...{ list, field: 'equivalentLinks' },
    query: sql`SELECT ${link.fields} FROM ${wanted(list)} CROSS JOIN ${liveContents(by, sql`wanted.value ->> 0`)}
      CROSS JOIN links ON links.findable = 1 AND links.content_id = contents.id
        AND links.channel = wanted.value ->> 1 AND links.url = coalesce(wanted.value ->> 2, contents.url)
        AND links.campaign = wanted.value ->> 3 AND links.domain = wanted.value ->> 4`,
    values: (lookups) =>
      lookups.flatMap((lookup) => {
        if (!lookup.equivalent) return [];
        const { channel, url, campaign, domain } = lookup.equivalent;
        return namesOf(lookup, by).map((name) => [name, channel, url, campaign, domain]);
      }),
  };
}

/** Links by their external ids, or the contents of these links. */
function namedLinks(field: 'namedLinks' | 'contents'): Question {
  const fields = field === 'contents' ? content.fields : link.fields;
  return {
    ...{ list: 'external ids of links', field },
    query: sql`SELECT ${fields} FROM ${wanted('external ids of links')}
      CROSS JOIN links ON links.external_id = wanted.value AND links.deleted_at IS NULL
      CROSS JOIN contents ON contents.id = links.content_id AND contents.deleted_at IS NULL`,
    values: (lookups) => lookups.flatMap(({ linkExternalId }) => linkExternalId ?? []),
  };
}

const SLUG_CONFLICTS: Question = {
  ...{ list: 'slugs', field: 'slugConflicts' },
  query: sql`SELECT ${link.fields} FROM ${wanted('slugs')}
    CROSS JOIN links ON links.domain = wanted.value ->> 0 AND links.slug_key = wanted.value ->> 1
    CROSS JOIN contents ON contents.id = links.content_id`,
  values: (lookups) =>
    lookups.flatMap(({ slugs }) => slugs.map(({ domain, slug }) => [domain, slugKey(slug)])),
};

const QUERIES = [
  ...[contentsBy, linksBy, equivalentBy].flatMap((build) => BYS.map(build)),
  ...[namedLinks('namedLinks'), namedLinks('contents'), SLUG_CONFLICTS],
];

export function createLoadExisting({ read }: Engine): LinkStore['loadExisting'] {
  return async (lookups) => {
    const lists: Record<string, string> = {};
    const queries = QUERIES.filter(({ list, values }) => {
      const distinct = new Set(values(lookups).map((value) => JSON.stringify(value)));
      lists[list] = `[${[...distinct].join()}]`;
      return distinct.size > 0;
    });
    const answers =
      queries.length === 0
        ? []
        : await read(
            queries.map(({ query }) => query),
            lists,
          );
    // A content that two names lead to, and its links, come twice.
    const rowsOf = (wanted: keyof ExistingRows): Row[] => {
      const rows = answers.filter((_, place) => queries[place]?.field === wanted).flat();
      return [...new Map(rows.map((row) => [row.id, row])).values()];
    };
    return existingState({
      contents: rowsOf('contents').map(content.read),
      linksOfContents: rowsOf('linksOfContents')
        .map(link.read)
        .sort((a, b) => a.rowId - b.rowId),
      equivalentLinks: rowsOf('equivalentLinks').map(link.read),
      namedLinks: rowsOf('namedLinks').map(link.read),
      slugConflicts: rowsOf('slugConflicts').map(link.read),
    });
  };
}
