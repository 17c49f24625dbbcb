/** The visits to a link in the demo: previews after shares, clicks by people, and bots. */
import { dayOf, HOUR, MINUTE, SECOND } from '../time.ts';
import { DEMO_BOT_AGENTS, MAIL_SCANNERS, type PreviewFetcher } from './agents.ts';
import { CHANNEL_HABITS, type ChannelHabits } from './channel-life.ts';
import type { ClickWave } from './click-wave.ts';
import { countriesOf, type DemoVisitor, newDemoVisitor } from './person.ts';
import type { Random, Weighted } from './random.ts';
import { momentOf } from './rhythm.ts';

/** One request for a short link; `at` is UTC milliseconds. */
export interface DemoVisit extends DemoVisitor {
  at: number;
  method: 'GET' | 'HEAD';
  secPurpose: string;
  referrer: string;
  mark: string | null;
  /** The network's hash; null for visits by which nothing is judged. */
  network: string | null;
}

/** Some apps fetch a preview while the message is typed, and again when it is sent. */
const FETCHES = 1.15;
/** The fraction of clicks soon after the share; the others come hours later. */
const CLICK_SOON = 0.6;
const COMES_BACK = 0.1;
const CLICKS_TWICE = 0.025;
const PREFETCHES = 0.03;
const HEADS = 0.15;
const PASTED_EVERY = 40 * SECOND;

interface WaveContext {
  random: Random;
  wave: ClickWave;
  life: ChannelHabits;
  now: number;
}

/** All visits of a wave until `now`, unordered. */
export function visitsOf(wave: ClickWave, random: Random, now: number): DemoVisit[] {
  const life: ChannelHabits = CHANNEL_HABITS[wave.channel];
  const context = { random, wave, life, now };
  const { clicks, pastes = 0 } = wave;
  const visits: DemoVisit[] = [
    ...programs(context, DEMO_BOT_AGENTS, clicks * life.robots),
    ...programs(context, MAIL_SCANNERS, clicks * (life.scanners ?? 0)),
    ...pastedAtOnce(context, pastes),
  ];
  for (let left = wave.clicks; left > 0; ) {
    const at = momentOf(random, life.leisure, () => someTime(context));
    const clicks = Math.min(left, Math.ceil(random.after(life.perShare, Number.POSITIVE_INFINITY)));
    visits.push(...previews(context, at), ...clicksAfter(context, at, clicks));
    left -= clicks;
  }
  return visits;
}

function someTime({ random, wave, now }: WaveContext): number {
  return Math.floor(wave.from + random.after(wave.halfLife / Math.LN2, now - wave.from));
}

/** A visit; without `more` it is a GET without referrer or mark. */
export function visit(at: number, who: DemoVisitor, more: Partial<DemoVisit> = {}): DemoVisit {
  return { at, ...who, method: 'GET', secPurpose: '', referrer: '', mark: null, network: null, ...more };
}

function previews({ random, life, now }: WaveContext, shared: number): DemoVisit[] {
  if (life.fetchers.length === 0) return [];
  const { crossed } = life;
  const fetchers = crossed && random.chance(crossed.share) ? crossed.fetchers : life.fetchers;
  const who = fetcherOf(random, fetchers);
  return Array.from({ length: random.count(FETCHES) }, (_, place) =>
    visit(Math.min(now, shared + place * 4_000), who),
  );
}

const fetcherOf = (random: Random, fetchers: Weighted<PreviewFetcher>): DemoVisitor => ({
  ...random.pick(fetchers),
  visitor: null,
});

/** Many people paste the link into the channel's app one after the other. */
function pastedAtOnce({ random, life, wave, now }: WaveContext, pastes: number): DemoVisit[] {
  return Array.from({ length: pastes }, (_, place) =>
    visit(Math.min(now, wave.from + place * PASTED_EVERY), fetcherOf(random, life.fetchers)),
  );
}

/** About `average` requests by these programs. */
function programs(context: WaveContext, agents: Weighted<string>, average: number): DemoVisit[] {
  const { random } = context;
  return Array.from({ length: random.count(average) }, () =>
    visit(
      someTime(context),
      { agent: random.pick(agents), country: 'US', visitor: null },
      { method: random.chance(HEADS) ? 'HEAD' : 'GET' },
    ),
  );
}

function clicksAfter(context: WaveContext, shared: number, count: number): DemoVisit[] {
  const { random, life, now } = context;
  const soon = () => random.after(random.chance(CLICK_SOON) ? 20 * MINUTE : 14 * HOUR, now - shared);
  const clicks: DemoVisit[] = [];
  while (clicks.length < count) {
    const at = momentOf(random, life.leisure, () => Math.floor(shared + soon()));
    const before = random.chance(COMES_BACK) ? clicks.findLast((click) => isSameDay(click.at, at)) : null;
    clicks.push(before ? { ...before, at } : firstClick(context, at));
  }
  return clicks.flatMap((click) => withExtras(random, click, now));
}

function firstClick({ random, life, wave }: WaveContext, at: number): DemoVisit {
  const person = newDemoVisitor(random, life, countriesOf(wave.content.path));
  return visit(at, person, { referrer: random.pick(life.referrers), mark: random.pick(life.marks) });
}

/** A visitor's hash is valid for one UTC day. */
const isSameDay = (one: number, other: number) => dayOf(one) === dayOf(other);

/** A click, sometimes with a prefetch before it or a double click after it. */
function withExtras(random: Random, click: DemoVisit, now: number): DemoVisit[] {
  const prefetch = /\bChrome\//.test(click.agent) && random.chance(PREFETCHES);
  const secondAt = click.at + Math.ceil(random.between(120, 900));
  const twice = random.chance(CLICKS_TWICE) && secondAt <= now && isSameDay(click.at, secondAt);
  const before = { ...click, at: click.at - 1_500, secPurpose: 'prefetch' };
  return [...(prefetch ? [before] : []), click, ...(twice ? [{ ...click, at: secondAt }] : [])];
}
