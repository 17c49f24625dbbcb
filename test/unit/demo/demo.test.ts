import { describe, expect, it } from 'vitest';
import {
  DEMO_BOT_AGENTS,
  DEMO_FETCHER_AGENTS,
  DESKTOPS,
  IN_APP,
  MAIL_SCANNERS,
  MOBILES,
} from '../../../src/demo/agents.ts';
import { CONTENTS } from '../../../src/demo/contents.ts';
import { type DemoHit, demoHits } from '../../../src/demo/demo-hits.ts';
import { createRandom } from '../../../src/demo/random.ts';
import { classifyAgent } from '../../../src/hits/classify/classify.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 14, 30);
const hits = demoHits(1, NOW);

const count = (wanted: (hit: DemoHit) => boolean) => hits.filter(wanted).length;
const ageOf = ({ at }: DemoHit) => (NOW - at) / DAY;
const weekday = ({ at }: DemoHit) => new Date(at).getUTCDay();
const isWeekend = (hit: DemoHit) => weekday(hit) === 0 || weekday(hit) === 6;

/** Groups hits by `key`. */
function groups(list: DemoHit[], key: (hit: DemoHit) => string): DemoHit[][] {
  const found = new Map<string, DemoHit[]>();
  for (const hit of list) {
    const group = found.get(key(hit));
    if (group) group.push(hit);
    else found.set(key(hit), [hit]);
  }
  return [...found.values()];
}

const byLink = groups(hits, ({ content, channel }) => `${content.path} ${channel}`);

describe('the demo hits', () => {
  it('depend only on the seed and the time', () => {
    expect(demoHits(7, NOW)).toEqual(demoHits(7, NOW));
    expect(demoHits(8, NOW)).not.toEqual(demoHits(7, NOW));
  });

  it.each([NOW, Date.UTC(2027, 0, 4, 0, 0, 1), Date.UTC(2028, 1, 29, 23, 59)])(
    'are more than 50,000 in the 90 days before %d, in chronological order',
    (now) => {
      const times = demoHits(3, now).map(({ at }) => at);
      expect(times.length).toBeGreaterThan(50_000);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      expect(times.at(-1)).toBeLessThanOrEqual(now);
      expect(times.every((at) => Number.isInteger(at) && at > now - 90.1 * DAY)).toBe(true);
    },
  );

  it('follow working hours on desktops, and less so on phones', () => {
    const share = (channel: string, wanted: (hit: DemoHit) => boolean) =>
      count((hit) => hit.channel === channel && wanted(hit)) / count((hit) => hit.channel === channel);
    const atNight = ({ at }: DemoHit) => new Date(at).getUTCHours() < 5;
    expect(share('slack', isWeekend)).toBeLessThan(0.1);
    expect(share('whatsapp', isWeekend)).toBeGreaterThan(0.15);
    expect(share('slack', atNight)).toBeLessThan(0.05);
    expect(share('whatsapp', atNight)).toBeLessThan(0.05);
  });

  it('fade with the age of a content', () => {
    const fading = CONTENTS.filter(({ life, revival }) => !revival && life.halfLife < life.age / 3);
    expect(fading.length).toBeGreaterThan(5);
    for (const content of fading) {
      const [young = [], old = []] = [true, false].map((isYoung) =>
        hits.filter((hit) => hit.content === content && ageOf(hit) > content.life.age / 2 === isYoung),
      );
      expect(young.length, content.path).toBeGreaterThan(2 * old.length);
    }
  });

  it.each([
    ['fr/guides/affacturage', 'whatsapp', 8, 9],
    ['fr/outils/audit-fournisseur', 'teams', 6, 4],
    ['en/articles/late-payments', 'slack', 7, 5],
  ])('surge again on %s, mostly in %s, since %d days, by a factor of %d', (path, channel, days, factor) => {
    const clicks = hits.filter((hit) => hit.content.path === path && hit.kind === 'click');
    const again = clicks.filter((hit) => ageOf(hit) < days);
    const before = clicks.filter((hit) => ageOf(hit) >= days && ageOf(hit) < days + 14);
    expect(Math.round(again.length / days / (before.length / 14))).toBe(factor);
    expect(again.filter((hit) => hit.channel === channel).length / again.length).toBeGreaterThan(0.5);
  });

  it('cross channels: some links are seen in an app that they were not made for', () => {
    const seen = (channel: string) => hits.filter((hit) => hit.channel === channel && hit.kind === 'preview');
    const crossed = (channel: string) =>
      seen(channel).filter(({ app }) => app !== channel).length / seen(channel).length;
    expect(crossed('whatsapp')).toBeCloseTo(0.14, 1);
    expect(crossed('slack')).toBeCloseTo(0.09, 1);
    expect(crossed('signal')).toBe(0);
  });

  it('have a link that is pasted seventy times within an hour', () => {
    const { path } = CONTENTS.find(({ pasteWave }) => pasteWave) ?? {};
    const pastes = hits.filter(
      (hit) => hit.content.path === path && hit.channel === 'slack' && hit.kind === 'preview',
    );
    const inHourFrom = (start: number) =>
      pastes.filter(({ at }) => at >= start && at < start + DAY / 24).length;
    expect(Math.max(...pastes.map(({ at }) => inHourFrom(at)))).toBeGreaterThanOrEqual(70);
  });

  it('have mail security that opens at least four links of a mail within two seconds', () => {
    const bursts = groups(
      hits.filter(({ network }) => network !== null),
      ({ network }) => network ?? '',
    );
    expect(bursts.length).toBeGreaterThan(20);
    for (const burst of bursts) {
      const times = burst.map(({ at }) => at);
      expect(new Set(burst.map(({ content }) => content)).size).toBe(burst.length);
      expect(burst.length).toBeGreaterThanOrEqual(4);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThan(2_000);
    }
  });

  it('have a preview before the first click in apps that show cards', () => {
    const shown = byLink.filter((list) => list.some(({ kind }) => kind === 'preview'));
    expect(shown.length).toBeGreaterThan(100);
    for (const list of shown) {
      expect(list.find(({ kind }) => kind === 'preview' || kind === 'click')?.kind).toBe('preview');
    }
    const silent = new Set(['email', 'qr']);
    expect(count(({ kind, channel }) => kind === 'preview' && silent.has(channel))).toBe(0);
  });

  it('have every kind that a single request can have, marks, referrers and many countries', () => {
    const values = (read: (hit: DemoHit) => string | null) => new Set(hits.map(read));
    expect(values(({ kind }) => kind)).toEqual(new Set(['click', 'preview', 'prefetch', 'scanner', 'bot']));
    expect(values(({ reason }) => reason)).toEqual(
      new Set(['', 'preview_agent', 'prefetch', 'scanner_agent', 'isbot', 'head', 'empty_agent']),
    );
    expect(values(({ mark }) => mark)).toContain('newsletter');
    expect(values(({ mark }) => mark)).toContain('event');
    expect(values(({ country }) => country).size).toBeGreaterThan(12);
    expect(values(({ referrer }) => referrer).size).toBeGreaterThan(5);
    expect(values(({ device }) => device)).toContain('tablet');
  });

  it('give only clicks a visitor, with one day, agent and country, and some visitors return', () => {
    const people = hits.filter(({ visitor }) => visitor !== null);
    const visitors = groups(people, ({ visitor }) => visitor ?? '');
    for (const list of visitors) {
      const same = list.map(({ at, os, browser, country }) => [Math.floor(at / DAY), os, browser, country]);
      expect(same).toEqual(same.map(() => same[0]));
    }
    expect(visitors.every(([first]) => first?.visitor?.length === 11)).toBe(true);
    expect(people.every(({ kind }) => kind === 'click')).toBe(true);
    expect(people.length / visitors.length).toBeGreaterThan(1.05);
    expect(count(({ kind, visitor }) => kind === 'click' && visitor === null)).toBeGreaterThan(1_000);
  });
});

describe('the demo contents', () => {
  it('are at least twenty, in English and French, with unique pages, slugs and titles', () => {
    const languages = new Set(CONTENTS.map(({ path }) => path.slice(0, 2)));
    const slugs = CONTENTS.flatMap(({ slug }) => slug ?? []);
    expect(CONTENTS.length).toBeGreaterThanOrEqual(20);
    expect(languages).toEqual(new Set(['fr', 'en']));
    expect(new Set(CONTENTS.map(({ path }) => path)).size).toBe(CONTENTS.length);
    expect(new Set(CONTENTS.map(({ title }) => title)).size).toBe(CONTENTS.length);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  it('all have links for WhatsApp, email, Slack, copy, Teams and QR', () => {
    const card = ['whatsapp', 'email', 'slack', 'copy', 'teams', 'qr'];
    for (const { path, channels } of CONTENTS) expect(channels, path).toEqual(expect.arrayContaining(card));
  });
});

describe('the demo agents', () => {
  it('are browsers of people, preview fetchers with the right app, and robots', () => {
    const people = [...DESKTOPS, ...MOBILES].map(([agent]) => classifyAgent(agent));
    const inApp = Object.entries(IN_APP).map(([app, agent]) => [app, classifyAgent(agent)]);
    const fetchers = Object.entries(DEMO_FETCHER_AGENTS).map(([app, { agent }]) => [
      app,
      classifyAgent(agent),
    ]);
    expect(people.every(({ kind, app }) => kind === 'click' && app === '')).toBe(true);
    for (const [app, verdict] of inApp) expect(verdict).toMatchObject({ kind: 'click', app });
    for (const [app, verdict] of fetchers) expect(verdict).toMatchObject({ kind: 'preview', app });
    expect(DEMO_BOT_AGENTS.map(([agent]) => classifyAgent(agent).kind)).toEqual(
      DEMO_BOT_AGENTS.map(() => 'bot'),
    );
    const scanners = MAIL_SCANNERS.map(([agent]) => classifyAgent(agent).kind);
    expect(scanners).toEqual(MAIL_SCANNERS.map(() => 'scanner'));
  });
});

describe('seeded randomness', () => {
  it('is uniform, and its exponential values have the right mean and bound', () => {
    const random = createRandom(42);
    const draws = Array.from({ length: 20_000 }, () => random.next());
    const mean = (list: number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(mean(draws)).toBeCloseTo(0.5, 1);
    const bounded = draws.map(() => random.after(10, 15));
    expect(Math.max(...bounded)).toBeLessThan(15);
    expect(mean(draws.map(() => random.after(10, Number.POSITIVE_INFINITY)))).toBeCloseTo(10, 0);
  });

  it('picks by weight and never picks a weight of zero', () => {
    const random = createRandom(1);
    const picks = Array.from({ length: 9_000 }, () =>
      random.pick([
        ['rare', 1],
        ['never', 0],
        ['often', 8],
      ]),
    );
    expect(picks).not.toContain('never');
    expect(picks.filter((pick) => pick === 'rare').length / picks.length).toBeCloseTo(1 / 9, 1);
  });
});
