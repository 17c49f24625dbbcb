import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { LOOK_UP_MS } from '../../../src/hits/classify/automation-signs.ts';
import { judge } from '../../../src/hits/judge/judge.ts';
import { loadWriterMemory } from '../../../src/store/hit-log/writer-memory.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { assemble, CHROME, type Sotto } from '../../support/runtimes/sotto.ts';

const OFFICE = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)';
const DISCOVERY = 'Microsoft Office Existence Discovery';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await assemble(await openRuntime());
});
afterAll(() => sotto.close());

interface Opening {
  agent: string;
  peer: string;
  /** Milliseconds since the opening before. */
  after?: number;
  method?: string;
}

/** Opens a new link and returns its hits, oldest first, and its counts, before and after the roll-up. */
async function opened(openings: Opening[], rollUpBetween = false) {
  const url = `https://pages.example/${unique()}`;
  const { body } = await sotto.api<{ id: string; shortUrl: string }>('POST', '/links', {
    url,
    channel: 'email',
  });
  for (const { agent, peer, after = 0, method = 'GET' } of openings) {
    sotto.clock.now += after;
    const headers = { 'User-Agent': agent };
    const { status } = await sotto.request(body.shortUrl, { method, headers, peer });
    expect(status).toBe(302);
    if (rollUpBetween) await sotto.settle();
  }
  const state = async () => {
    const { body: hits } = await sotto.api<{
      data: { kind: string; reason: string | null; app: string | null }[];
    }>('GET', `/hits?linkId=${body.id}`);
    const { body: stats } = await sotto.api<{
      total: { clicks: number; uniqueClicks: number; bots: number };
    }>('GET', `/stats?linkId=${body.id}`);
    const { clicks, uniqueClicks, bots } = stats.total;
    return {
      hits: hits.data.map(({ kind, reason, app }) => [kind, reason, app]).reverse(),
      counts: { clicks, uniqueClicks, bots },
    };
  };
  const before = await state();
  await sotto.settle();
  expect(await state()).toEqual(before);
  return before;
}

describe.each([
  ['in one batch', false],
  ['rolled up in between', true],
])('an office program that looks up a link, %s,', (_, rollUpBetween) => {
  const here = '192.0.2.7';

  it('counts as its user’s click if no browser follows', async () => {
    expect(await opened([{ agent: OFFICE, peer: here }], rollUpBetween)).toEqual({
      hits: [['click', 'look_up', 'office']],
      counts: { clicks: 1, uniqueClicks: 1, bots: 0 },
    });
  });

  it('is a bot if its browser follows, also from another address of the network', async () => {
    const openings = [
      { agent: DISCOVERY, peer: here, method: 'HEAD' },
      { agent: OFFICE, peer: here, after: 300 },
      { agent: CHROME, peer: '192.0.2.8', after: 1_200 },
    ];
    expect(await opened(openings, rollUpBetween)).toEqual({
      hits: [
        ['bot', 'head', 'office'],
        ['bot', 'look_up', 'office'],
        ['click', null, null],
      ],
      counts: { clicks: 1, uniqueClicks: 1, bots: 2 },
    });
  });

  it('counts beside a click from elsewhere, and beside a later one', async () => {
    for (const follower of [{ peer: '198.51.100.7' }, { peer: here, after: LOOK_UP_MS + 1 }]) {
      const { counts } = await opened(
        [
          { agent: OFFICE, peer: here },
          { agent: CHROME, ...follower },
        ],
        rollUpBetween,
      );
      expect(counts).toEqual({ clicks: 2, uniqueClicks: 2, bots: 0 });
    }
  });
});

describe('a look-up', () => {
  it('is remembered by a writer that starts between it and the browser', async () => {
    const link = await mintLink(sotto.store);
    const network = unique();
    const at = sotto.clock.now;
    await sotto.store.hits.append([hitOn(link, { at, network, visitor: unique(), reason: 'look_up' })]);
    const { judge: memory, lastId } = await loadWriterMemory(sotto.engine);
    const follower = hitOn(link, { at: at + 900, network, visitor: unique() });
    const was = { kind: 'click', reason: 'look_up', isUnique: true };
    const now = { kind: 'bot', reason: 'look_up', isUnique: false };
    expect(judge(memory, [follower], lastId + 1).changes).toEqual([{ id: lastId, was, now }]);
  });
});
