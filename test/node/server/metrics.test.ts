import { describe, expect, it } from 'vitest';
import { createCounters } from '../../../src/counters.ts';
import { createDurations, histogramSamples } from '../../../src/runtime/node/observe/durations.ts';
import { countHits, createMetrics } from '../../../src/runtime/node/observe/metrics.ts';
import { hitOn } from '../../support/fixtures/records.ts';
import { CHROME } from '../../support/runtimes/sotto.ts';
import { httpGet } from '../../support/server/http-get.ts';
import { type ServerProcess, startServer } from '../../support/server/server-process.ts';

/** Sotto's own samples, by name and labels as they are written. */
async function samplesOf(server: ServerProcess): Promise<Map<string, number>> {
  const { body } = await httpGet(`${server.url}/metrics`, {});
  return new Map(
    [...body.matchAll(/^(sotto_\S+) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]),
  );
}

async function mint(server: ServerProcess): Promise<string> {
  const { shortUrl } = await server.api<{ shortUrl: string }>('/links', { url: 'https://example.com/' });
  return shortUrl;
}

describe('/metrics', () => {
  it('counts hits by kind and answers by status', async () => {
    const server = await startServer();
    const shortUrl = await mint(server);
    await httpGet(shortUrl, { 'User-Agent': CHROME });
    await httpGet(shortUrl, { 'User-Agent': CHROME, 'Sec-Purpose': 'prefetch' });
    await httpGet(`${shortUrl}.test`, { 'User-Agent': CHROME });
    await httpGet(`${server.url}/nowhere`, { 'User-Agent': CHROME });
    expect(Object.fromEntries(await samplesOf(server))).toMatchObject({
      'sotto_hits_total{kind="click"}': 1,
      'sotto_hits_total{kind="prefetch"}': 1,
      'sotto_hits_total{kind="bot"}': 1,
      'sotto_hits_total{kind="preview"}': 0,
      sotto_hits_dropped_total: 0,
      'sotto_redirects_total{status="302"}': 2,
      'sotto_redirects_total{status="503"}': 1,
      'sotto_redirects_total{status="404"}': 1,
      'sotto_http_api_requests_total{method="POST",route="/api/v1/links",status="201"}': 1,
      sotto_rollup_lag_hits: expect.any(Number),
      sotto_hits_pending: 0,
      'sotto_wal_bytes{file="sotto.db"}': expect.any(Number),
      'sotto_wal_bytes{file="sums.db"}': expect.any(Number),
    });
  });

  it('shows the state of the process', async () => {
    const { url } = await startServer();
    const { status, body } = await httpGet(`${url}/metrics`, {});
    expect(status).toBe(200);
    for (const name of ['nodejs_eventloop_lag_max_seconds', 'process_resident_memory_bytes']) {
      expect(body).toMatch(new RegExp(`^${name} [\\d.e+-]+$`, 'm'));
    }
  });

  it('gets no new labels from the requests of strangers', async () => {
    const server = await startServer();
    const ask = async (words: string[]) => {
      for (const word of words) {
        await fetch(`${server.url}/${word}`, { redirect: 'manual' });
        await fetch(`${server.url}/api/v1/${word}/${word}`);
        await fetch(`${server.url}/api/v1/links/${word}?${word}=1`, { method: 'PROPFIND' });
        await fetch(`${server.url}/api/v1/links/lnk_${word}`, { method: 'DELETE' });
      }
    };
    await ask(['one']);
    const before = [...(await samplesOf(server)).keys()];
    await ask(['two', 'three', 'four']);
    expect([...(await samplesOf(server)).keys()]).toEqual(before);
    expect(before.join()).not.toMatch(/one|PROPFIND/);
  });

  it('is open only to programs on this machine', async () => {
    const server = await startServer();
    const url = `${server.url}/metrics`;
    const asked = async (headers: Record<string, string>) => (await httpGet(url, headers)).status;
    expect(await asked({})).toBe(200);
    expect(await asked({ 'X-Forwarded-For': '127.0.0.1' })).toBe(401);
    expect(await asked({ Host: 'go.example' })).toBe(401);
    const reading = { Host: 'go.example', Authorization: `Bearer ${server.key}` };
    expect(await asked(reading)).toBe(200);
    expect(await asked({ ...reading, Authorization: 'Bearer sotto_wrong' })).toBe(401);
  });

  it('requires a key with the scope from everybody else', async () => {
    const server = await startServer();
    const keyWith = async (scope: string) => {
      const { key } = await server.api<{ key: string }>('/keys', { name: scope, scopes: [scope] });
      return { Host: 'go.example', Authorization: `Bearer ${key}` };
    };
    const url = `${server.url}/metrics`;
    expect((await httpGet(url, await keyWith('links:write'))).status).toBe(403);
    expect((await httpGet(url, await keyWith('stats:read'))).status).toBe(200);
  });
});

describe('the durations', () => {
  it('are measured of redirects with and without the fast path, of the API, and of commits', async () => {
    const server = await startServer();
    const shortUrl = await mint(server);
    // The first request looks the link up; the second one finds it in memory.
    for (let times = 0; times < 2; times++) await httpGet(shortUrl, { 'User-Agent': CHROME });
    await httpGet(`${server.url}/nowhere`, { 'User-Agent': CHROME });
    const samples = await samplesOf(server);
    expect(Object.fromEntries(samples)).toMatchObject({
      'sotto_redirect_duration_seconds_count{status="3xx"}': 2,
      'sotto_redirect_duration_seconds_bucket{status="3xx",le="+Inf"}': 2,
      'sotto_redirect_duration_seconds_bucket{status="4xx",le="+Inf"}': 1,
      'sotto_http_api_request_duration_seconds_count{method="POST",route="/api/v1/links",status="2xx"}': 1,
      sotto_hit_commit_duration_seconds_count: 2,
    });
    for (const name of [
      'sotto_redirect_duration_seconds_sum{status="3xx"}',
      'sotto_hit_commit_duration_seconds_sum',
    ])
      expect(samples.get(name)).toBeGreaterThan(0);
  });

  it('are cumulative buckets, of which each includes its bound', () => {
    const clock = { now: 0 };
    const durations = createDurations(() => clock.now);
    for (const ms of [0.4, 0.5, 0.6, 100, 20_000]) {
      clock.now = ms;
      durations.redirect(302, 0);
    }
    const text = histogramSamples('d', durations.read().redirects).map(
      ({ metricName, labels, value }) => `${metricName} ${labels.status} ${labels.le} ${value}`,
    );
    expect(text.slice(0, 2)).toEqual(['d_bucket 3xx 0.0005 2', 'd_bucket 3xx 0.001 3']);
    expect(text.slice(-5)).toEqual([
      'd_bucket 3xx 5 4',
      'd_bucket 3xx 10 4',
      'd_bucket 3xx +Inf 5',
      'd_sum 3xx undefined 20.1015',
      'd_count 3xx undefined 5',
    ]);
  });
});

describe('the counters', () => {
  it('distinguish stored from lost hits, and log the losses', () => {
    const counters = createCounters();
    const link = { rowId: 1 };
    const hits = [hitOn(link), hitOn(link, { kind: 'bot' }), hitOn(link)];
    const logged: unknown[] = [];
    const onOutcome = countHits(counters, { error: (fields) => void logged.push(fields) });
    onOutcome.stored(hits);
    const err = new Error('disk full');
    onOutcome.lost(hits, err);
    expect(counters).toMatchObject({ hits: { click: 2, bot: 1, preview: 0 }, hitsDropped: 3 });
    expect(logged).toEqual([{ err, hits: 3 }]);
  });

  it('are readable when the sums are not', async () => {
    const waiting = async (): Promise<number> => {
      throw new Error('no sums');
    };
    const dictionaryRoom = async () => [{ name: 'referrers', entries: 500, bound: 2_000 } as const];
    const gauges = { waiting, dictionaryRoom, pending: () => 0, blocklist: () => [], walBytes: () => ({}) };
    const text = await (await createMetrics(createCounters(), createDurations(), gauges)()).text();
    expect(text).toContain('\nsotto_rollup_lag_hits Nan\n');
    expect(text).toContain('\nsotto_dictionary_fullness_ratio{dictionary="referrers"} 0.25\n');
  });
});
