/** How many clicks each link gets, from when on, and how fast they decrease. */
import { DAY } from '../time.ts';
import { CHANNEL_HABITS, type DemoChannel } from './channel-life.ts';
import type { DemoContent } from './contents.ts';

/** Clicks on the link of one content in one channel. `from` is UTC milliseconds, `halfLife` milliseconds. */
export interface ClickWave {
  content: DemoContent;
  channel: DemoChannel;
  clicks: number;
  from: number;
  halfLife: number;
  /** How often the link is pasted within an hour at the beginning. */
  pastes?: number;
}

// A revival is compared with the two weeks before it.
const BEFORE = 14 * DAY;
const REVIVAL_HALF_LIFE = 20 * DAY;
const PASTE_HALF_LIFE = DAY / 4;
/** The fraction of a revival's clicks that is in its own channel. */
const REVIVAL_SHARE = 0.8;

/** A content's usual clicks until `now`. */
export function usualClickWaves(content: DemoContent, now: number): ClickWave[] {
  const { age, clicks, halfLife } = content.life;
  return spread(clicks, content.channels, { content, from: now - age * DAY, halfLife: halfLife * DAY });
}

/** Extra clicks that raise the latest days to `factor` times the usual clicks. `clicks` are the times of those. */
export function revivalClickWaves(content: DemoContent, clicks: number[], now: number): ClickWave[] {
  if (!content.revival) return [];
  const { daysAgo, factor, channel } = content.revival;
  const from = now - daysAgo * DAY;
  const usual = clicks.filter((at) => at >= from - BEFORE && at < from).length * ((daysAgo * DAY) / BEFORE);
  const extra = factor * usual - clicks.filter((at) => at >= from).length;
  const others = content.channels.filter((other) => other !== channel);
  const wave = { content, from, halfLife: REVIVAL_HALF_LIFE };
  return [
    ...spread(extra * REVIVAL_SHARE, [channel], wave),
    ...spread(extra * (1 - REVIVAL_SHARE), others, wave),
  ];
}

/** A link that many people paste within an hour, and the clicks that follow. */
export function pasteWaveOf(content: DemoContent, now: number): ClickWave[] {
  if (!content.pasteWave) return [];
  const { daysAgo, channel, pastes, clicks } = content.pasteWave;
  const wave = { content, from: now - daysAgo * DAY, halfLife: PASTE_HALF_LIFE };
  return [{ ...wave, channel, clicks, pastes }];
}

function spread(
  clicks: number,
  channels: DemoChannel[],
  rest: Omit<ClickWave, 'clicks' | 'channel'>,
): ClickWave[] {
  const all = channels.reduce((sum, channel) => sum + CHANNEL_HABITS[channel].weight, 0);
  return channels.map((channel) => {
    return { ...rest, channel, clicks: Math.round((clicks * CHANNEL_HABITS[channel].weight) / all) };
  });
}
