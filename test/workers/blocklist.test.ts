import { env } from 'cloudflare:test';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createEdgeBlocklist } from '../../src/runtime/edge/blocklist.ts';

const HOUR = 3_600_000;
const URL_OF_LIST = 'https://lists.example/hosts';
const kv = env.SALTS;

/** Answers every fetch with this text, or fails. */
function serve(answer: { text: string; status?: number }) {
  const original = globalThis.fetch;
  let fetched = 0;
  globalThis.fetch = async () => {
    fetched += 1;
    return new Response(answer.text, { status: answer.status ?? 200 });
  };
  onTestFinished(() => {
    globalThis.fetch = original;
  });
  return { times: () => fetched };
}

function openIsolate(clock: { now: number }) {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const work: Promise<unknown>[] = [];
  const defer = (promise: Promise<unknown>) => void work.push(promise);
  const blocklist = createEdgeBlocklist(kv, { clock: () => clock.now, log, sources: [URL_OF_LIST] });
  const learn = async () => {
    await blocklist.learn(defer);
    await Promise.all(work);
  };
  return { blocklist, learn };
}

it('cron fetches a list once an hour, and isolates learn it from KV within a minute', async () => {
  const clock = { now: Date.UTC(2026, 9, 7) };
  const answer = { text: '0.0.0.0 bad.example\n' };
  const server = serve(answer);
  const cron = openIsolate(clock).blocklist;
  await cron.refresh(clock.now);
  await cron.refresh(clock.now + 60_000);
  expect(server.times()).toBe(1);

  const isolate = openIsolate(clock);
  await isolate.learn();
  expect(isolate.blocklist.find('www.bad.example')).toBe('bad.example');

  answer.text = 'worse.example';
  clock.now += HOUR;
  await cron.refresh(clock.now);
  await isolate.learn();
  expect(isolate.blocklist.find('worse.example')).toBe('worse.example');
  expect(isolate.blocklist.find('bad.example')).toBeUndefined();

  Object.assign(answer, { text: '', status: 500 });
  clock.now += HOUR;
  await cron.refresh(clock.now);
  await isolate.learn();
  expect(isolate.blocklist.find('worse.example')).toBe('worse.example');
  expect(await cron.states()).toMatchObject([{ hosts: 1, failure: 'The server answered 500.' }]);
});

it('a slow KV holds the first visitor for a second at most', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const never = new Promise<never>(() => {});
  const slow = { get: () => never } as unknown as KVNamespace; // only `get` is called
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const blocklist = createEdgeBlocklist(slow, { clock: () => 1, log, sources: [URL_OF_LIST] });
  const learning = blocklist.learn(() => {});
  await vi.advanceTimersByTimeAsync(1_000);
  await learning;
  expect(blocklist.find('bad.example')).toBeUndefined();
  expect(blocklist.learn(() => {})).toBeUndefined();
});

it('without sources there is nothing to wait for', async () => {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const blocklist = createEdgeBlocklist(kv, { clock: () => 1, log, sources: [] });
  expect(blocklist.isUsed).toBe(false);
  expect(blocklist.learn(() => {})).toBeUndefined();
  await blocklist.refresh(1);
  expect(await blocklist.states()).toEqual([]);
});
