/** Replays the corpus: every agent opens a link, some twice or in unusual ways, and all counts must agree. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContentJson } from '../../src/api/schemas/present-links.ts';
import { classifyAgent } from '../../src/hits/classify/classify.ts';
import { HIT_KINDS, type HitKind } from '../../src/hits/hit.ts';
import { DIMENSION_NAMES } from '../../src/stats/dimensions.ts';
import type { Measures } from '../../src/stats/measures.ts';
import { parseCsv } from '../support/csv.ts';
import { unique } from '../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../support/runtimes/sotto.ts';
import { nextPeer } from '../support/store/visits.ts';
import type { Row } from './row.ts';

const MEASURES = {
  click: 'clicks',
  repeat: 'repeats',
  preview: 'previews',
  prefetch: 'prefetches',
  scanner: 'scanners',
  bot: 'bots',
} as const satisfies Record<HitKind, keyof Measures>;
const REFERRERS = ['', 'https://t.co/', 'https://news.example/today', 'android-app://com.slack/'];
const MINUTE = 60_000;

interface ReplayRequest {
  method: 'GET' | 'HEAD';
  headers: Record<string, string>;
  kind: HitKind;
}

/** The requests that the agent of a row sends within a second, with their expected kinds. */
function requestsOf({ agent }: Row, at: number): ReplayRequest[] {
  const { kind } = classifyAgent(agent);
  const referrer = REFERRERS[at % REFERRERS.length] ?? '';
  const ask = (
    as: HitKind,
    more: Record<string, string> = {},
    method: ReplayRequest['method'] = 'GET',
  ): ReplayRequest => ({
    method,
    headers: { 'User-Agent': agent, ...(referrer && { Referer: referrer }), ...more },
    kind: as,
  });
  return [
    ...(at % 13 === 0 ? [ask('prefetch', { 'Sec-Purpose': 'prefetch;prerender' })] : []),
    ...(at % 17 === 0 ? [ask('prefetch', { Purpose: 'prefetch' })] : []),
    ask(kind),
    ...(at % 7 === 0 ? [ask(kind === 'click' ? 'repeat' : kind)] : []),
    ...(at % 11 === 0 ? [ask('bot', {}, 'HEAD')] : []),
    ...(at % 19 === 0 ? [ask(kind === 'click' ? 'bot' : kind, { 'Sec-Fetch-Dest': 'image' })] : []),
  ];
}

const countsOf = (kinds: HitKind[]) =>
  Object.fromEntries(HIT_KINDS.map((kind) => [kind, kinds.filter((each) => each === kind).length]));
const kindsOf = (counts: Record<string, unknown>) =>
  Object.fromEntries(HIT_KINDS.map((kind) => [kind, Number(counts[MEASURES[kind]])]));
const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, each) => sum + each, 0);

/** Replays the rows on a new runtime and describes tests: every count agrees, and no hit is lost. */
export function describeReplay(rows: readonly Row[], open: () => Promise<Sotto>): void {
  let sotto: Sotto;
  let content: ContentJson;
  const sent: HitKind[] = [];

  beforeAll(async () => {
    sotto = await open();
    const created = await sotto.api<ContentJson>('POST', '/contents', {
      url: `https://pages.example/${unique()}`,
      campaign: 'spring',
      tags: ['replay'],
    });
    content = created.body;
    for (const [at, row] of rows.entries()) {
      const link = content.links[at % content.links.length];
      const peer = nextPeer();
      sotto.clock.now += 7 * MINUTE;
      for (const { method, headers, kind } of requestsOf(row, at)) {
        sotto.clock.now += 100;
        const mark = at % 5 === 0 ? `.m${at % 50}` : '';
        const { status } = await sotto.request(`${link?.shortUrl}${mark}`, { method, headers, peer });
        expect([302, 503]).toContain(status);
        sent.push(kind);
      }
    }
  });
  afterAll(() => sotto.close());

  const csv = async (path: string): Promise<Record<string, string | null>[]> => {
    const response = await sotto.request(`/api/v1${path}`, {
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, Accept: 'text/csv' },
    });
    const [heads = [], ...lines] = parseCsv(new TextDecoder().decode(await response.arrayBuffer()));
    return lines.map((line) => Object.fromEntries(heads.map((head, at) => [head ?? '', line[at] ?? null])));
  };

  const hitByHit = async (): Promise<HitKind[]> => {
    const kinds: HitKind[] = [];
    for (let cursor = ''; ; ) {
      const page = `/hits?contentId=${content.id}&limit=1000${cursor}`;
      const { body } = await sotto.api<{ data: { kind: HitKind }[]; nextCursor: string | null }>('GET', page);
      kinds.push(...body.data.map(({ kind }) => kind));
      if (body.nextCursor === null) return kinds;
      cursor = `&cursor=${body.nextCursor}`;
    }
  };

  // The counts are the same before and after the roll-up.
  describe.each(['not rolled up yet', 'rolled up'])('%s', (state) => {
    beforeAll(async () => {
      if (state === 'rolled up') await sotto.settle();
    });

    it('counts every request as a hit of its kind', async () => {
      const { body } = await sotto.api<{ total: Measures }>('GET', `/stats?contentId=${content.id}`);
      expect(kindsOf({ ...body.total })).toEqual(countsOf(sent));
      expect(body.total.hits).toBe(sent.length);
    });

    it('lists the same hits as JSON and as CSV', async () => {
      expect(countsOf(await hitByHit())).toEqual(countsOf(sent));
      const lines = await csv(`/hits?contentId=${content.id}`);
      expect(countsOf(lines.map(({ kind }) => HIT_KINDS.find((each) => each === kind) ?? 'bot'))).toEqual(
        countsOf(sent),
      );
    });

    it.each(DIMENSION_NAMES)('adds up within every group by %s and over all groups', async (name) => {
      const query = `/stats?contentId=${content.id}&groupBy=${name}&limit=1000`;
      const { body } = await sotto.api<{ data: Record<string, unknown>[]; total: Measures }>('GET', query);
      for (const groups of [body.data, await csv(query)]) {
        for (const group of groups)
          expect(sumOf(kindsOf(group)), JSON.stringify(group)).toBe(Number(group.hits));
        const overAll = HIT_KINDS.map((kind) =>
          groups.reduce((sum, group) => sum + Number(group[MEASURES[kind]]), 0),
        );
        expect(overAll).toEqual(HIT_KINDS.map((kind) => Number(countsOf(sent)[kind])));
      }
    });
  });
}
