import { applyD1Migrations, env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import type { EdgeEnv } from '../../src/runtime/edge/env.ts';
import { createStore } from '../../src/store/store.ts';
import { mintLink } from '../support/fixtures/records.ts';
import { countCalls, deliver, failingDatabase, holdQueue, openWorker } from '../support/runtimes/edge.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const store = createStore({ main: d1Engine(env.DB) });
const { HITS: _, ...withoutQueue } = env;

async function clicksOf(rowId: number): Promise<number> {
  return (await store.stats.totals([rowId])).get(rowId)?.clicks ?? 0;
}

async function click(home: EdgeEnv) {
  const link = await mintLink(store);
  const { visit, work, edge } = openWorker(home);
  const { status } = await visit(link.slug);
  await work.done();
  return { link, status, lost: edge.deps.counters.hitsDropped };
}

describe('a click', () => {
  it('is sent to the queue, and counts after its delivery', async () => {
    const queue = holdQueue();
    const { link, status } = await click({ ...env, HITS: queue.binding });
    expect([status, queue.hits().length, await clicksOf(link.rowId)]).toEqual([302, 1, 0]);
    await deliver(queue.messages, env);
    expect(await clicksOf(link.rowId)).toBe(1);
  });

  it('is written to D1 directly if there is no queue', async () => {
    const { link, status, lost } = await click(withoutQueue);
    expect([status, await clicksOf(link.rowId), lost]).toEqual([302, 1, 0]);
  });

  it('is written to D1 directly if the queue does not accept it', async () => {
    const queue = holdQueue();
    queue.fails = 'before';
    const { link, status, lost } = await click({ ...env, HITS: queue.binding });
    expect([status, await clicksOf(link.rowId), lost]).toEqual([302, 1, 0]);
  });

  it('counts once if the queue accepted it but the response was lost', async () => {
    const queue = holdQueue();
    queue.fails = 'after';
    const { link } = await click({ ...env, HITS: queue.binding });
    await deliver(queue.messages, env);
    expect([queue.hits().length, await clicksOf(link.rowId)]).toEqual([1, 1]);
  });

  it('is redirected even if neither the queue nor D1 accepts it, and its loss is counted', async () => {
    const queue = holdQueue();
    queue.fails = 'before';
    const { database, failure } = failingDatabase(env.DB);
    failure.when = 'before';
    const { link, status, lost } = await click({ ...env, HITS: queue.binding, DB: database });
    expect([status, await clicksOf(link.rowId), lost]).toEqual([302, 0, 1]);
  });

  it('becomes a dead letter if other isolates overtake its write too often, and is stored by cron', async () => {
    const link = await mintLink(store);
    const { database, failure } = failingDatabase(env.DB);
    failure.when = 'conflict';
    const { visit, work, edge } = openWorker({ ...withoutQueue, DB: database });
    await visit(link.slug);
    await work.done();
    expect([await clicksOf(link.rowId), edge.deps.counters.hitsDropped]).toEqual([0, 0]);
    failure.when = 'never';
    await edge.cron(Date.now());
    expect(await clicksOf(link.rowId)).toBe(1);
  });

  it('does not wait for the queue', async () => {
    const link = await mintLink(store);
    let refuse = (_: Error) => {};
    const answer = new Promise<never>((_, reject) => {
      refuse = reject;
    });
    let given = () => {};
    const waiting = new Promise<void>((resolve) => {
      given = resolve;
    });
    const send = () => {
      given();
      return answer;
    };
    const { visit, work } = openWorker({ ...env, HITS: { ...holdQueue().binding, send } });
    expect((await visit(link.slug)).status).toBe(302);
    await waiting;
    refuse(new Error('late'));
    await work.done();
    expect(await clicksOf(link.rowId)).toBe(1);
  });
});

describe('clicks of one turn', () => {
  const openLearned = async (home: EdgeEnv) => {
    const link = await mintLink(store);
    const worker = openWorker(home);
    await worker.visit(link.slug);
    await worker.work.done();
    const clicks = (people: number) =>
      Promise.all(
        Array.from({ length: people }, (_, n) =>
          worker.visit(link.slug, { headers: { 'CF-Connecting-IP': `198.51.100.${n}` } }),
        ),
      );
    return { ...worker, clicks, link };
  };

  it('go to the queue in one message, up to a hundred of them, each with its own nonce', async () => {
    const queue = holdQueue();
    const { clicks, work } = await openLearned({ ...env, HITS: queue.binding });
    const perMessage = () => queue.messages.splice(0).map(({ hits }) => hits.length);
    expect(perMessage()).toEqual([1]);
    await clicks(30);
    await work.done();
    expect(new Set(queue.hits().map(({ nonce }) => nonce)).size).toBe(30);
    expect(perMessage()).toEqual([30]);
    await clicks(250);
    await work.done();
    expect(perMessage()).toEqual([100, 100, 50]);
  });

  it('are written to D1 together if there is no queue', async () => {
    const { database, calls } = countCalls(env.DB);
    const { clicks, work, link } = await openLearned({ ...withoutQueue, DB: database });
    calls();
    await clicks(7);
    await work.done();
    expect([calls(), await clicksOf(link.rowId)]).toEqual([1, 8]);
  });

  it('are all written to D1 if the queue fails, and count once if it accepted them nevertheless', async () => {
    const queue = holdQueue();
    queue.fails = 'after';
    const { clicks, work, link } = await openLearned({ ...env, HITS: queue.binding });
    await clicks(7);
    await work.done();
    await deliver(queue.messages, env);
    expect([queue.hits().length, await clicksOf(link.rowId)]).toEqual([8, 8]);
  });

  it('are each counted as lost if neither the queue nor D1 accepts them', async () => {
    const queue = holdQueue();
    const { database, failure } = failingDatabase(env.DB);
    const { clicks, work, edge } = await openLearned({ ...env, HITS: queue.binding, DB: database });
    queue.fails = 'before';
    failure.when = 'before';
    await clicks(7);
    await work.done();
    expect(edge.deps.counters.hitsDropped).toBe(7);
  });
});

describe('a refusal', () => {
  it('is counted after the answer', async () => {
    const link = await mintLink(store, { archived: true });
    const { database, failure } = failingDatabase(env.DB);
    const { visit, work } = openWorker({ ...env, DB: database });
    expect((await visit(link.slug)).status).toBe(410);
    await work.done();
    expect((await store.stats.totals([link.rowId])).get(link.rowId)?.turnedAway).toBe(1);
    failure.when = 'before';
    expect((await visit(link.slug)).status).toBe(410);
    await work.done();
  });
});
