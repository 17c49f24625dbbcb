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

/** What the lookups list for one query. */
type List = `${'contents' | 'links' | 'equivalent links'} by ${By}` | 'external ids of links' | 'slugs';

/** A query, and the list that is its only parameter. */
interface Question {
  list: List;
  query: SQL;
  field: keyof ExistingRows;
}

const liveContents = (by: By, value: SQL) =>
  sql`contents ON ${contents[by]} = ${value} AND contents.deleted_at IS NULL`;

const wanted = (list: List) => sql`json_each(${sql.placeholder(list)}) wanted`;

const contentsBy = (by: By): Question => ({
  ...{ list: `contents by ${by}`, field: 'contents' },
  query: sql`SELECT ${content.fields} FROM ${wanted(`contents by ${by}`)}
    CROSS JOIN ${liveContents(by, sql`wanted.value`)}`,
});

const isOwn = sql`own.content_id = contents.id`;

function linksBy(by: By): Question {
  const list: List = `links by ${by}`;
  const live = sql`SELECT own.id FROM links own WHERE ${isOwn} AND own.deleted_at IS NULL ORDER BY own.id`;
  return {
    ...{ list, field: 'linksOfContents' },
    query: sql`SELECT ${link.fields} FROM ${wanted(list)} CROSS JOIN ${liveContents(by, sql`wanted.value ->> 0`)}
      CROSS JOIN links ON links.id IN (SELECT id FROM (${live} LIMIT ${raw(MAX_FIRST_LINKS + 1)})
        UNION ALL SELECT id FROM (${live} DESC LIMIT 1)
        UNION ALL SELECT own.id FROM json_each(wanted.value, '$[2]') channel CROSS JOIN links own
          ON own.findable = 1 AND ${isOwn} AND own.channel = channel.value AND own.url IN (contents.url, wanted.value ->> 3)
            AND own.campaign = '' AND own.domain = wanted.value ->> 1) ORDER BY links.id`,
  };
}

function equivalentBy(by: By): Question {
  const list: List = `equivalent links by ${by}`;
  return {
    ...{ list, field: 'equivalentLinks' },
    query: sql`SELECT ${link.fields} FROM ${wanted(list)} CROSS JOIN ${liveContents(by, sql`wanted.value ->> 0`)}
      CROSS JOIN links ON links.findable = 1 AND links.content_id = contents.id
        AND links.channel = wanted.value ->> 1 AND links.url = coalesce(wanted.value ->> 2, contents.url)
        AND links.campaign = wanted.value ->> 3 AND links.domain = wanted.value ->> 4`,
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
  };
}

const SLUG_CONFLICTS: Question = {
  ...{ list: 'slugs', field: 'slugConflicts' },
  query: sql`SELECT ${link.fields} FROM ${wanted('slugs')}
    CROSS JOIN links ON links.domain = wanted.value ->> 0 AND links.slug_key = wanted.value ->> 1
    CROSS JOIN contents ON contents.id = links.content_id`,
};

const QUESTIONS = [
  ...[contentsBy, linksBy, equivalentBy].flatMap((build) => BYS.map(build)),
  ...[namedLinks('namedLinks'), namedLinks('contents'), SLUG_CONFLICTS],
];

type Add = (list: List, value: unknown) => void;

function addContents({ contents, equivalent, links }: Lookup, add: Add): void {
  for (const { by, value } of contents) {
    add(`contents by ${by}`, value);
    if (links) add(`links by ${by}`, [value, links.domain, links.channels, links.url]);
    if (!equivalent) continue;
    const { channel, url, campaign, domain } = equivalent;
    add(`equivalent links by ${by}`, [value, channel, url, campaign, domain]);
  }
}

/** What the lookups ask, in the list of each question that somebody asks. */
function listsOf(lookups: readonly Lookup[]): Map<List, unknown[]> {
  const lists = new Map<List, unknown[]>();
  const add: Add = (list, value) => {
    const values = lists.get(list);
    if (values) values.push(value);
    else lists.set(list, [value]);
  };
  for (const lookup of lookups) {
    addContents(lookup, add);
    if (lookup.linkExternalId !== null) add('external ids of links', lookup.linkExternalId);
    for (const { domain, slug } of lookup.slugs) add('slugs', [domain, slugKey(slug)]);
  }
  return lists;
}

/** A list as JSON in which no value occurs twice. */
function distinctJson(values: unknown[]): string {
  if (values.every((value) => typeof value === 'string')) return JSON.stringify([...new Set(values)]);
  return `[${[...new Set(values.map((value) => JSON.stringify(value)))].join()}]`;
}

export function createLoadExisting({ read }: Engine): LinkStore['loadExisting'] {
  return async (lookups) => {
    const lists = listsOf(lookups);
    const questions = QUESTIONS.filter(({ list }) => lists.has(list));
    const values = Object.fromEntries([...lists].map(([list, values]) => [list, distinctJson(values)]));
    const queries = questions.map(({ query }) => query);
    const answers = queries.length === 0 ? [] : await read(queries, values);
    // A content that two names lead to, and its links, come twice.
    const rowsOf = (wanted: keyof ExistingRows): Row[] => {
      const rows = answers.filter((_, place) => questions[place]?.field === wanted).flat();
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
