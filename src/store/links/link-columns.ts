import { getTableColumns } from 'drizzle-orm';
import { contents, links } from '../schema/main.ts';

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
