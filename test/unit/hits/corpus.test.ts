import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classifyAgent } from '../../../src/hits/classify/classify.ts';
import { EXCEPTIONS, PEOPLE, PREVIEWS } from '../../corpus/agents/crawler-labels.ts';
import { CRAWLER_PATTERNS } from '../../corpus/agents/crawlers.ts';
import { HAND_WRITTEN } from '../../corpus/agents/hand-written.ts';
import { CORPUS } from '../../corpus/corpus.ts';
import { memorised } from '../../corpus/memorised.ts';
import { judge, targets } from '../../corpus/score.ts';

const agents = CORPUS.map(({ agent }) => agent);
const judgedIn = (set: string) =>
  judge(
    CORPUS.filter((row) => row.set === set),
    classifyAgent,
  );

// Only figures are compared, so that a failure does not show agents of the held-out half.
describe.each(['held out', 'hand-written'])('on the %s rows', (set) => {
  const found = targets(judgedIn(set));

  it('at least 99.5 % of the previews are recognised', () => {
    expect(found.previews).toBeGreaterThanOrEqual(0.995);
  });

  it('at least 98 % of the previews name the right app', () => {
    expect(found.rightApp).toBeGreaterThanOrEqual(0.98);
  });

  it('at least 98 % of the bots and scanners are counted as such', () => {
    expect(found.robots).toBeGreaterThanOrEqual(0.98);
  });
});

describe('a person', () => {
  it('is never misclassified, with any of 900 recent browsers or any other in the corpus', () => {
    const found = targets(judge(CORPUS, classifyAgent));
    expect(found.people).toBeGreaterThanOrEqual(900);
    const open = found.lost.filter(({ set }) => set !== 'held out');
    expect(open.map(({ agent }) => agent)).toEqual([]);
    expect(found.lost.length).toBe(0);
  });

  it('is counted for the app of the in-app browser', () => {
    const inApps = judgedIn('hand-written').filter(({ row }) => row.kind === 'click' && row.app !== null);
    expect(inApps).not.toEqual([]);
    const wrong = inApps.filter(({ row, app }) => row.app !== app);
    expect(wrong.map(({ row, app }) => [row.agent, app])).toEqual([]);
  });
});

describe('the corpus', () => {
  it('has two halves of about the same size', () => {
    const held = CORPUS.filter(({ set }) => set === 'held out').length;
    const visible = CORPUS.filter(({ set }) => set === 'visible').length;
    expect(held / (held + visible)).toBeCloseTo(0.5, 1);
    expect(held).toBeGreaterThan(1_500);
  });

  it('labels only entries of its package', () => {
    const patterns = new Set(CRAWLER_PATTERNS);
    const labelled = [...Object.keys(PREVIEWS), ...Object.keys(PEOPLE)];
    expect(labelled.filter((pattern) => !patterns.has(pattern))).toEqual([]);
    expect(Object.keys(EXCEPTIONS).filter((agent) => !agents.includes(agent))).toEqual([]);
  });

  it('names a public source for every hand-written row', () => {
    for (const { source, agents: stated } of HAND_WRITTEN) {
      expect(source).toMatch(/^https:\/\/\S+\.\S+/);
      expect(stated.length).toBeGreaterThan(0);
    }
    const written = HAND_WRITTEN.flatMap((group) => group.agents);
    expect(written.filter((agent, at) => written.indexOf(agent) !== at)).toEqual([]);
  });

  it.each(
    'slack whatsapp signal imessage telegram discord teams meta linkedin x reddit pinterest bluesky mastodon pleroma misskey snapchat viber line kakaotalk vk mattermost rocketchat zulip matrix google notion iframely embedly clickup discourse quora tumblr flipboard nextcloud chatwork groupme steam keybase dingtalk bing yahoo hatena medium github'.split(
      ' ',
    ),
  )('has previews of %s', (app) => {
    expect(CORPUS.filter((row) => row.kind === 'preview' && row.app === app)).not.toEqual([]);
  });

  it.each(
    'instagram facebook messenger threads linkedin line kakaotalk wechat tiktok snapchat pinterest viber x google reddit teams slack discord'.split(
      ' ',
    ),
  )('has people in the in-app browser of %s', (app) => {
    expect(CORPUS.filter((row) => row.kind === 'click' && row.app === app)).not.toEqual([]);
  });
});

describe('the source', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );

  it('memorises no agent of the corpus', () => {
    const source = files.map((name) => readFileSync(`src/${name}`, 'utf8')).join('\n\n');
    expect(memorised(source, agents)).toEqual([]);
  });

  it('would be caught if it did, in a string or in a regular expression', () => {
    const rows = ['Mozilla/5.0 (compatible; Examplebot/1.0)', 'Mozilla/5.0 (compatible; Otherbot/1.0)'];
    expect(memorised('/Mozilla\\/5\\.0 \\(compatible; Examplebot/', rows)).toEqual([
      'mozilla/5.0 (compatible; examplebot/',
    ]);
    expect(memorised("'MOZILLA/5.0 (compatible; '", rows)).toEqual([]);
    expect(memorised('examplebot/1.0', rows)).toEqual([]);
  });
});
