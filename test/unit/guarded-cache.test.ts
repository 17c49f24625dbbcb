import { describe, expect, it } from 'vitest';
import { guardedCache } from '../../src/guarded-cache.ts';
import { createPausePoint } from '../support/lookups/pause-point.ts';

const KEY = 'key';

/** A cache in front of a source that can be held back, changed, and asked how often it was read. */
function open(options: Partial<Parameters<typeof guardedCache>[0]> = {}) {
  const cache = guardedCache<string>({ max: 2, ...options });
  const source: { value: string | undefined; reads: number } = { value: 'old', reads: 0 };
  const [reads, writes] = [createPausePoint(), createPausePoint()];
  const look = (key = KEY) =>
    cache.getOrRead(key, async () => {
      source.reads += 1;
      const { value } = source;
      await reads.pass();
      return value;
    });
  const write = (keys: string[] | undefined = [KEY]) =>
    cache.evictAround(keys, async () => {
      await writes.pass();
      source.value = 'new';
      return 'written';
    });
  return { cache, source, reads, writes, look, write };
}

describe('a guarded cache', () => {
  it('reads a value once', async () => {
    const { look, source } = open();
    expect([await look(), await look()]).toEqual(['old', 'old']);
    expect(source.reads).toBe(1);
  });

  it('reads again what was not there', async () => {
    const { look, source } = open();
    source.value = undefined;
    expect(await look()).toBeUndefined();
    source.value = 'old';
    expect(await look()).toBe('old');
  });

  it('keeps the most recently used keys', async () => {
    const { cache, look } = open();
    await look('a');
    await look('b');
    cache.get('a');
    await look('c');
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['old', undefined, 'old']);
  });

  it('keeps variants of a key apart, up to four', () => {
    const { cache } = open();
    for (const variant of ['a', 'b', 'c', 'd']) cache.beginRead(KEY, variant)(variant);
    cache.beginRead(KEY, 'a')('again');
    expect(['a', 'b', 'c', 'd'].map((each) => cache.get(KEY, each))).toEqual(['again', 'b', 'c', 'd']);
    cache.beginRead(KEY, 'e')('e');
    expect(['a', 'd', 'e'].map((each) => cache.get(KEY, each))).toEqual([undefined, undefined, 'e']);
  });
});

describe('a write through a guarded cache', () => {
  it('evicts its keys with all their variants, and no others', async () => {
    const { cache, look, write } = open();
    cache.beginRead(KEY, 'variant')('old');
    await look('other');
    expect(await write()).toBe('written');
    expect([cache.get(KEY, 'variant'), cache.get('other')]).toEqual([undefined, 'old']);
  });

  it('evicts everything when it names no keys', async () => {
    const { cache, look } = open();
    await look();
    await cache.evictAround(undefined, async () => {});
    expect(cache.get(KEY)).toBeUndefined();
  });

  it('evicts its keys also when it fails, since it may have written', async () => {
    const { cache, look } = open();
    const failing = cache.evictAround([KEY], async () => {
      await look();
      throw new Error('no answer');
    });
    await expect(failing).rejects.toThrow('no answer');
    expect(cache.get(KEY)).toBeUndefined();
  });

  it('holds after a read that begins before it and ends after it', async () => {
    const { reads, look, write } = open();
    reads.hold();
    const overtaken = look();
    await reads.reached();
    await write();
    reads.release();
    expect(await overtaken).toBe('old');
    expect([await look(), await look()]).toEqual(['new', 'new']);
  });

  it('holds after a read that begins before it and ends during it', async () => {
    const { cache, reads, writes, look, write } = open();
    reads.hold();
    const overtaken = look();
    await reads.reached();
    writes.hold();
    const writing = write();
    await writes.reached();
    reads.release();
    expect(await overtaken).toBe('old');
    expect(cache.get(KEY)).toBeUndefined();
    writes.release();
    await writing;
    expect(await look()).toBe('new');
  });

  it('holds after a read that begins and ends during it', async () => {
    const { writes, look, write } = open();
    writes.hold();
    const writing = write();
    await writes.reached();
    expect(await look()).toBe('old');
    writes.release();
    await writing;
    expect(await look()).toBe('new');
  });

  it('holds after a read that begins during it and ends after it', async () => {
    const { reads, writes, look, write } = open();
    writes.hold();
    const writing = write();
    await writes.reached();
    reads.hold();
    const overtaken = look();
    await reads.reached();
    writes.release();
    await writing;
    reads.release();
    expect(await overtaken).toBe('old');
    expect([await look(), await look()]).toEqual(['new', 'new']);
  });

  it('of another key costs an overtaken read its place in the cache, and nothing else', async () => {
    const { cache, reads, look, write } = open();
    reads.hold();
    const overtaken = look();
    await reads.reached();
    await write(['other']);
    reads.release();
    expect(await overtaken).toBe('old');
    expect(cache.get(KEY)).toBeUndefined();
  });
});

describe('a guarded cache whose values expire', () => {
  const openAt = (now: number) => {
    const time = { now };
    return { time, ...open({ ttl: { ms: 100, clock: () => time.now } }) };
  };

  it('returns a value for that long after its read began', async () => {
    const { cache, time, reads, look } = openAt(1_000);
    reads.hold();
    const looking = look();
    await reads.reached();
    time.now = 1_050;
    reads.release();
    await looking;
    time.now = 1_099;
    expect(cache.get(KEY)).toBe('old');
    time.now = 1_100;
    expect(cache.get(KEY)).toBeUndefined();
  });

  it('does not return a value that seems to be read in the future', async () => {
    const { cache, time, look } = openAt(1_000);
    await look();
    time.now = 999;
    expect(cache.get(KEY)).toBeUndefined();
  });

  it('does not keep a value that is too old or of the future already', () => {
    const { cache } = openAt(1_000);
    const keep = cache.beginRead(KEY);
    expect([keep('a', 900), keep('b', 1_001), cache.get(KEY)]).toEqual([false, false, undefined]);
    expect([keep('c', 901), cache.get(KEY)]).toEqual([true, 'c']);
  });
});
