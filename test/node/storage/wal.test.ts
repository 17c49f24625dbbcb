import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFile, walBytes } from '../../../src/runtime/node/sqlite/open-files.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

const MB = 1_000_000;

/** A data folder with a writer, the roll-up's connection, and the size of the log of `sotto.db` in megabytes. */
function open(now?: () => number) {
  const dataDir = join(temporaryFolder(), 'data');
  openStore({ dataDir, synchronous: 'normal' }).close();
  const runner = openSumsRunner({ dataDir, ...(now && { now }) });
  const writer = openFile(dataDir, 'main', 'normal');
  onTestFinished(() => {
    writer.close();
    runner.close();
  });
  const park = writer.prepare('INSERT INTO dead_letters (created_at, body) VALUES (1, ?)');
  const write = (megabytes: number) => {
    for (let done = 0; done < megabytes; done += 1) park.run('x'.repeat(MB));
  };
  const logSize = () => (walBytes(dataDir)['sotto.db'] ?? Number.NaN) / MB;
  /** How often the log has begun again, as its header says. */
  const starts = () => readFileSync(join(dataDir, 'sotto.db-wal')).readUInt32BE(12);
  return { dataDir, runner, write, logSize, starts, writer, parkHit: (text = 'a hit') => park.run(text) };
}

describe('the write-ahead log of a database', () => {
  it('is not begun again by the writer, who would wait for the disk, while it is short', () => {
    const { runner, parkHit, logSize, starts } = open();
    parkHit();
    const before = starts();
    for (let second = 0; second < 50; second += 1) {
      runner.checkpoint();
      if (second % 3 === 0) runner.checkpoint();
      parkHit();
    }
    expect(starts()).toBe(before);
    expect(logSize()).toBeLessThan(2);
  });

  it('keeps nothing that was deleted more than an hour ago', () => {
    let at = 0;
    const { dataDir, runner, writer, parkHit } = open(() => at);
    parkHit('a secret');
    writer.exec('DELETE FROM dead_letters');
    runner.checkpoint();
    const isIn = (file: string) => readFileSync(join(dataDir, file)).includes('a secret');
    expect(isIn('sotto.db-wal')).toBe(true);
    at += 3_600_000;
    runner.checkpoint();
    expect(['sotto.db', 'sotto.db-wal'].filter(isIn)).toEqual([]);
    parkHit();
    runner.checkpoint();
    expect(writer.prepare('SELECT count(*) FROM dead_letters').pluck().get()).toBe(1);
  });

  it('has all its content in the file after each checkpoint', () => {
    const { dataDir, runner, parkHit } = open();
    for (let hits = 1; hits <= 3; hits += 1) {
      parkHit();
      runner.checkpoint();
      // The file without its log, as it is after a crash that has lost the log.
      copyFileSync(join(dataDir, 'sotto.db'), join(dataDir, 'copy.db'));
      const copy = new Database(join(dataDir, 'copy.db'));
      expect(copy.prepare('SELECT count(*) FROM dead_letters').pluck().get()).toBe(hits);
      copy.close();
    }
  });

  it('restarts at the next checkpoint after it has grown, and shrinks', () => {
    const { runner, write, logSize } = open();
    write(40);
    expect(logSize()).toBeGreaterThan(40);
    runner.checkpoint();
    write(1);
    expect(logSize()).toBeLessThan(20);
  });

  it('grows while a program reads an old state, blocks no writer, and shrinks afterwards', () => {
    const { dataDir, runner, write, logSize } = open();
    const reader = new Database(join(dataDir, 'sotto.db'), { readonly: true });
    onTestFinished(() => void reader.close());
    reader.exec('BEGIN; SELECT count(*) FROM dead_letters');
    write(40);
    runner.checkpoint();
    write(5);
    expect(logSize()).toBeGreaterThan(45);
    reader.exec('COMMIT');
    runner.checkpoint();
    write(1);
    expect(logSize()).toBeLessThan(20);
  });
});
