import { eq, getTableColumns } from 'drizzle-orm';
import { contents, links } from '../schema/main.ts';
import type { Engine } from '../sql/engine.ts';

const {
  slugKey,
  clicksTaken,
  findable,
  hitsPurgedAt,
  erasedId,
  purgedId,
  erasedShareId,
  searchText,
  ...own
} = getTableColumns(links);

/** What a link shows of itself; `contents` must be joined. */
export const linkColumns = { ...own, contentId: contents.id };

export const selectLinks = (db: Engine['db']) =>
  db.select(linkColumns).from(links).innerJoin(contents, eq(contents.rowId, links.contentRowId));
