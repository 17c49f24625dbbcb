import { type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../../channels/registry.ts';
import type { NewShare, Press, Share, ShareSource } from '../../shares/share.ts';
import type { ShareStore } from '../../store-ports/share-stores.ts';
import { limitSubquery } from '../sql/conditions.ts';
import { type Engine, isUniqueViolation, type Row } from '../sql/engine.ts';
import { numberOrNull, textOrNull } from '../sql/values.ts';

const SELECT = sql`SELECT s.id, s.public_id, s.at, s.content_id, c.public_id AS content, s.link_id,
    l.public_id AS link, l.channel, s.code, s.parent_id, p.public_id AS parent, s.generation, s.source
  FROM shares s CROSS JOIN links l ON l.id = s.link_id AND l.deleted_at IS NULL AND s.id > l.erased_share_id
    CROSS JOIN contents c ON c.id = s.content_id LEFT JOIN shares p ON p.id = s.parent_id`;

/** A row of `SELECT`. */
const shareIn = (row: Row): Share => ({
  rowId: Number(row.id),
  id: String(row.public_id),
  at: Number(row.at),
  contentRowId: Number(row.content_id),
  contentId: String(row.content),
  linkRowId: Number(row.link_id),
  linkId: String(row.link),
  channel: String(row.channel) as Channel, // the channel of a stored link
  code: textOrNull(row.code),
  parentRowId: numberOrNull(row.parent_id),
  parentId: textOrNull(row.parent),
  generation: Number(row.generation),
  source: String(row.source) as ShareSource, // only `add` writes it
});

/** The newest press of this visitor on the link that is still the same share. */
const knownPress = ({ linkRowId, at }: NewShare, { visitor, onceWithinMs }: Press): SQL =>
  sql`SELECT share_id FROM share_presses WHERE link_id = ${linkRowId} AND visitor_high = ${visitor.high}
    AND visitor_low = ${visitor.low} AND at BETWEEN ${at - onceWithinMs} AND ${at + onceWithinMs}
    ORDER BY at DESC LIMIT 1`;

/** Inserts the share unless its press is known, and then the press. */
function insertStatements(share: NewShare, press: Press | null): SQL[] {
  const { id, at, contentRowId, linkRowId, code, parentRowId, generation, source } = share;
  const values = sql`SELECT ${id}, ${at}, ${contentRowId}, ${linkRowId}, ${code}, ${parentRowId}, ${generation}, ${source}`;
  const into = sql`INSERT INTO shares (public_id, at, content_id, link_id, code, parent_id, generation, source)`;
  if (press === null) return [sql`${into} ${values} RETURNING id`];
  return [
    sql`${into} ${values} WHERE NOT EXISTS (${knownPress(share, press)}) RETURNING id`,
    sql`INSERT INTO share_presses (link_id, visitor_high, visitor_low, at, share_id)
      SELECT ${linkRowId}, ${press.visitor.high}, ${press.visitor.low}, ${at}, id FROM shares WHERE public_id = ${id}`,
  ];
}

export function createShareStore({ atomic, read }: Engine): ShareStore {
  const find = async (where: SQL) => {
    const [rows = []] = await read([sql`${SELECT} WHERE ${where}`]);
    return rows[0] && shareIn(rows[0]);
  };

  const insert = async (share: NewShare, press: Press | null) => {
    try {
      const [inserted = []] = await atomic(insertStatements(share, press));
      return inserted.length > 0;
    } catch (error) {
      if (isUniqueViolation(error)) return 'taken';
      throw error;
    }
  };

  return {
    async add(share, press) {
      const isNew = await insert(share, press);
      if (isNew === 'taken') return isNew;
      const which =
        press === null || isNew ? sql`s.public_id = ${share.id}` : sql`s.id = (${knownPress(share, press)})`;
      const found = await find(which);
      // The link may have been deleted in the same moment.
      return found ? { share: found, isNew } : undefined;
    },
    get: (id) => find(sql`s.public_id = ${id}`),
    byCode: (contentRowId, code) => find(sql`s.content_id = ${contentRowId} AND s.code = ${code}`),
    async list(of, { limit, before }) {
      const which =
        'linkRowId' in of ? sql`s.link_id = ${of.linkRowId}` : sql`s.content_id = ${of.contentRowId}`;
      const newer = before === null ? sql`true` : sql`s.id < ${before}`;
      const [rows = []] = await read([
        sql`${SELECT} WHERE ${which} AND ${newer} ORDER BY s.id DESC ${limitSubquery(limit)}`,
      ]);
      return rows.map(shareIn);
    },
  };
}
