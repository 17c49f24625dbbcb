import { env } from 'cloudflare:test';
import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSalts } from '../../src/runtime/edge/salts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DATE = '2026-10-07';
const NOON = Date.parse(`${DATE}T12:00Z`);
const PARTS = ['203.0.113.0', 'an agent', ''];

beforeEach(async () => {
  const { keys } = await env.SALTS.list();
  for (const { name } of keys) await env.SALTS.delete(name);
});

function openIsolate(kv: KVNamespace | undefined = env.SALTS, clock = { now: NOON }) {
  const errors: string[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (_: object, message: string) => void errors.push(message),
  };
  const salts = createSalts(kv, { clock: () => clock.now, log });
  const works: Promise<unknown>[] = [];
  const hash = async () => {
    await salts.learn((work) => works.push(work));
    const made = salts.visitorHash(PARTS, clock.now);
    await Promise.all(works);
    return made;
  };
  return { salts, clock, hash, errors };
}

/** KV of which some calls fail. */
const failing = (...names: string[]) =>
  new Proxy(env.SALTS, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (names.includes(String(name))) {
        return async () => {
          throw new Error('KV is not there');
        };
      }
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

describe('a visitor', () => {
  it('has the same hash in every isolate all day, and another one the next day', async () => {
    const { hash, clock } = openIsolate();
    const first = await hash();
    expect(first).toMatch(/^[\w-]{11}$/);
    expect(await openIsolate().hash()).toBe(first);
    clock.now += 11 * HOUR;
    expect(await hash()).toBe(first);
    clock.now += HOUR;
    const next = await hash();
    expect(next).toMatch(/^[\w-]{11}$/);
    expect(next).not.toBe(first);
  });

  it('is hashed by HMAC with the salt in KV, as the crypto library computes it', async () => {
    const { hash } = openIsolate();
    const made = await hash();
    const salt = Buffer.from((await env.SALTS.get(`salt:${DATE}`)) ?? '', 'base64url');
    const digest = createHmac('sha256', salt).update(JSON.stringify(PARTS)).digest();
    expect(made).toBe(digest.subarray(0, 8).toString('base64url'));
  });

  it('is anonymous without KV', async () => {
    const salts = createSalts(undefined, { clock: () => NOON, log: { info() {}, warn() {}, error() {} } });
    await salts.learn(() => {});
    await salts.prepare();
    expect(salts.visitorHash(PARTS, NOON)).toBeNull();
  });

  it.each([['get'], ['put']])(
    'is nobody while KV fails to %s, and somebody once it is back',
    async (call) => {
      const broken = openIsolate(failing(call));
      expect(await broken.hash()).toBeNull();
      expect(broken.errors).toHaveLength(1);
      expect(await broken.hash()).toBeNull();
      expect(broken.errors).toHaveLength(1);
      expect(await openIsolate().hash()).not.toBeNull();
    },
  );

  it('keeps the same hash while KV fails during the day', async () => {
    const calls = { fail: false };
    const kv = new Proxy(env.SALTS, {
      get: (target, name) =>
        calls.fail
          ? () => Promise.reject(new Error('KV is not there'))
          : (Reflect.get(target, name) as () => unknown).bind(target), // whatever is called is a method
    });
    const { hash, clock } = openIsolate(kv);
    const first = await hash();
    calls.fail = true;
    clock.now += HOUR;
    expect(await hash()).toBe(first);
    expect(await hash()).toBe(first);
  });

  it('has no hash for a day whose salt this isolate does not know', async () => {
    const { salts, hash } = openIsolate();
    await hash();
    expect(salts.visitorHash(PARTS, NOON - DAY)).toBeNull();
  });
});

describe('the salt of a day', () => {
  it('is random, stored in KV only, and expires within a day and two hours', async () => {
    const today = Math.floor(Date.now() / DAY) * DAY;
    const { hash } = openIsolate(env.SALTS, { now: today });
    await hash();
    const { keys } = await env.SALTS.list();
    expect(keys.map(({ name }) => name)).toEqual([`salt:${new Date(today).toISOString().slice(0, 10)}`]);
    const lifetime = (keys[0]?.expiration ?? 0) * 1_000 - Date.now();
    expect(lifetime).toBeGreaterThan(24 * HOUR);
    expect(lifetime).toBeLessThanOrEqual(25 * HOUR + MINUTE);
    expect(Buffer.from((await env.SALTS.get(keys[0]?.name ?? '')) ?? '', 'base64url')).toHaveLength(32);
  });

  it('is created two hours before its day', async () => {
    const { salts, clock } = openIsolate();
    clock.now = NOON + 10 * HOUR - 1;
    await salts.prepare();
    expect((await env.SALTS.list()).keys.map(({ name }) => name)).toEqual([`salt:${DATE}`]);
    clock.now += 1;
    await salts.prepare();
    await salts.prepare();
    const made = await env.SALTS.get('salt:2026-10-08');
    expect((await env.SALTS.list()).keys).toHaveLength(2);
    clock.now = NOON + 12 * HOUR;
    await salts.learn(() => {});
    expect(await env.SALTS.get('salt:2026-10-08')).toBe(made);
  });

  it('is created again if the stored one is invalid', async () => {
    await env.SALTS.put(`salt:${DATE}`, 'short');
    expect(await openIsolate().hash()).toMatch(/^[\w-]{11}$/);
    expect(await env.SALTS.get(`salt:${DATE}`)).toMatch(/^[\w-]{43}$/);
  });

  it('is the one that KV kept, within minutes, if two isolates create one at the same time', async () => {
    const [one, two] = [openIsolate(), openIsolate()];
    await Promise.all([one.hash(), two.hash()]);
    const hashes = async () => [await one.hash(), await two.hash()];
    for (const { clock } of [one, two]) clock.now += 5 * MINUTE;
    await hashes(); // asks KV, after the answer
    const [first, second] = await hashes();
    expect(first).toBe(second);
    expect(await openIsolate().hash()).toBe(first);
  });
});
