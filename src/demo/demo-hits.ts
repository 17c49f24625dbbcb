/** Generates 90 days of hits on an invented publisher's links, as the redirect would have logged them. */
import { describeAgent, memoAgents } from '../hits/classify/agent.ts';
import { classify, classifyAgent } from '../hits/classify/classify.ts';
import type { NewHit } from '../hits/hit.ts';
import { readReferrer } from '../hits/referrer.ts';
import type { DemoChannel } from './channel-life.ts';
import { type ClickWave, pasteWaveOf, revivalClickWaves, usualClickWaves } from './click-wave.ts';
import { CONTENTS, type DemoContent } from './contents.ts';
import { createRandom } from './random.ts';
import { scannerBursts } from './scanner-bursts.ts';
import { type DemoVisit, visitsOf } from './visits.ts';

/** A hit whose link is given by content and channel. */
export interface DemoHit extends Omit<NewHit, 'linkRowId'> {
  content: DemoContent;
  channel: DemoChannel;
}

const readAgent = memoAgents(100, (userAgent) => ({
  description: describeAgent(userAgent),
  classification: classifyAgent(userAgent),
}));

/** Facts that the demo's requests do not have. */
const ABSENT = {
  ...{ legacyPurpose: '', secFetchDest: '', secFetchMode: '', secFetchSite: '', secFetchUser: '' },
  ...{ secure: false, asn: null, ownNetwork: false },
};

/** Hits in order of time up to `now`. Equal `seed` and `now` give equal hits. */
export function demoHits(seed: number, now: number): DemoHit[] {
  const random = createRandom(seed);
  const hitsOf = (waves: ClickWave[]): DemoHit[] =>
    waves.flatMap((wave) => {
      const { content, channel } = wave;
      return visitsOf(wave, random, now).map((visit) => ({ content, channel, ...hitOf(visit) }));
    });
  const bursts = scannerBursts(random, now).map(({ content, ...visit }) => ({
    ...{ content, channel: 'email' as const },
    ...hitOf(visit),
  }));
  const waves = CONTENTS.flatMap((content) => {
    const life = hitsOf(usualClickWaves(content, now));
    const clicks = life.filter(({ kind }) => kind === 'click').map(({ at }) => at);
    return [
      ...life,
      ...hitsOf(revivalClickWaves(content, clicks, now)),
      ...hitsOf(pasteWaveOf(content, now)),
    ];
  });
  return [...waves, ...bursts].sort((one, other) => one.at - other.at);
}

function hitOf({ at, agent, country, visitor, network, referrer, mark, method, secPurpose }: DemoVisit) {
  const { description, classification } = readAgent(agent);
  // Android packages begin with the top-level domain.
  const referredBy = readReferrer(`${referrer.startsWith('com.') ? 'android-app' : 'https'}://${referrer}`);
  const input = { ...ABSENT, method, userAgent: agent, secPurpose, referredBy, mark };
  const { kind, reason, app, certainty } = classify(input, classification);
  const place = { country, region: '', city: '' };
  return {
    ...{ at, kind, reason, app, certainty, referrer, mark, ...description, ...place },
    visitor: kind === 'click' ? visitor : null,
    network: kind === 'click' ? network : null,
  };
}
