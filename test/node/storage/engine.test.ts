import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteEngine } from '../../../src/runtime/node/sqlite/engine.ts';
import { type RowInsert, replacingTarget, rowTarget } from '../../../src/store/sql/row-inserts.ts';

const table = sqliteTable('t', { id: integer().primaryKey(), text: text() });
const T = rowTarget(table);
const insert = (ids: number[]): RowInsert => ({ into: T, rows: ids.map((id) => [id, `row ${id}`]) });

function open() {
  const connection = new Database(':memory:');
  onTestFinished(() => void connection.close());
  connection.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)');
  const engine = sqliteEngine(connection, 'immediate');
  const ids = () => connection.prepare('SELECT id FROM t ORDER BY rowid').pluck().all();
  return { engine, ids };
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('prepared statements', () => {
  /** How often a connection prepares, in two rounds, statements of as many characters each. */
  async function timesPrepared(statements: number, characters: number): Promise<number> {
    const connection = new Database(':memory:');
    onTestFinished(() => void connection.close());
    let times = 0;
    const prepare = connection.prepare.bind(connection);
    connection.prepare = ((text: string) => {
      times += 1;
      return prepare(text);
    }) as typeof connection.prepare;
    const engine = sqliteEngine(connection, 'immediate');
    const texts = upTo(statements).map((id) => sql.raw(`SELECT ${id} /* ${'x'.repeat(characters)} */`));
    for (const _ of [1, 2]) for (const text of texts) await engine.read([text]);
    return times;
  }

  it('are kept as far as they are small together', async () => {
    expect(await timesPrepared(100, 1_000)).toBe(100);
    expect(await timesPrepared(20, 50_000)).toBe(40);
    expect(await timesPrepared(1_000, 10)).toBe(2_000);
  });
});

describe('rows in an atomic list', () => {
  it.each([0, 1, 7, 8, 9, 23])(
    'are inserted, %d of them, together with statements that return rows',
    async (count) => {
      const { engine, ids } = open();
      const total = sql`SELECT count(*) AS rows FROM t`;
      const answers = await engine.atomic([total, insert(upTo(count)), total]);
      expect(answers).toEqual([[{ rows: 0 }], [], [{ rows: count }]]);
      expect(ids()).toEqual(upTo(count));
    },
  );

  it('are read one by one, not all at once', async () => {
    const { engine, ids } = open();
    const inserted: number[] = [];
    const rows = function* () {
      for (const id of upTo(50)) {
        inserted.push(ids().length);
        yield [id, `row ${id}`];
      }
    };
    await engine.atomic([{ into: T, rows: { [Symbol.iterator]: rows } }]);
    expect(ids()).toEqual(upTo(50));
    expect(inserted.at(-1)).toBe(48);
  });

  it('fail together with the whole list if one of them exists', async () => {
    const { engine, ids } = open();
    await engine.atomic([insert([20])]);
    await expect(engine.atomic([insert([1]), insert([...upTo(19).slice(1), 20])])).rejects.toThrow(/UNIQUE/);
    expect(ids()).toEqual([20]);
  });

  it('replace others if the insert says so', async () => {
    const { engine } = open();
    await engine.atomic([insert(upTo(9))]);
    const rows = upTo(10).map((id) => [id, 'new']);
    await engine.atomic([{ into: replacingTarget(table, 1), rows }]);
    const [found = []] = await engine.read([
      sql`SELECT DISTINCT text, count(*) AS rows FROM t GROUP BY text`,
    ]);
    expect(found).toEqual([{ text: 'new', rows: 10 }]);
  });
});
