import { describe, expect, it } from 'vitest';
import { createCounters } from '../../../src/counters.ts';
import type { NewHit } from '../../../src/hits/hit.ts';
import { parseAddress } from '../../../src/net/address.ts';
import { createEffects } from '../../../src/redirect/side-effects.ts';

const HIT: NewHit = {
  linkRowId: 7,
  at: Date.UTC(2026, 4, 12, 23, 59, 59, 999),
  kind: 'click',
  reason: '',
  app: '',
  certainty: '',
  device: 'desktop',
  os: 'Linux',
  browser: 'Firefox',
  country: '',
  region: '',
  city: '',
  referrer: '',
  mark: null,
  visitor: null,
  network: null,
};
const VISITOR = { address: parseAddress('203.0.113.7'), optedOut: false, userAgent: 'Firefox' };

/** Ports that do as they are told and write down what they were asked; every one fails while `broken`. */
function open(state: { broken: boolean; left: number }) {
  const asked: unknown[] = [];
  const errors: Record<string, unknown>[] = [];
  const or = <Value>(value: () => Value): Value => {
    if (state.broken) throw new Error('disk full');
    return value();
  };
  const effects = createEffects({
    counters: createCounters(),
    hitLog: { append: async (hit) => or(() => void asked.push(hit)) },
    rollUp: { request: () => void asked.push('roll up') },
    visitorHash: (parts) => or(() => parts.join('|')),
    store: {
      clickLimits: { takeClick: async () => or(() => state.left-- > 0) },
      refusals: {
        countRefusal: async (...given) => or(() => void asked.push(given)),
        countUnknownSlug: async (...given) => or(() => void asked.push(given)),
      },
    },
    log: { info: () => {}, warn: () => {}, error: (fields) => errors.push(fields) },
  });
  return { effects, asked, errors };
}

describe('the effects of a redirect', () => {
  it('append the hit and ask for a roll-up after it', async () => {
    const { effects, asked } = open({ broken: false, left: 0 });
    await effects.record(HIT);
    expect(asked).toEqual([HIT, 'roll up']);
  });

  it('log a hit that is lost, and ask for nothing', async () => {
    const { effects, asked, errors } = open({ broken: true, left: 0 });
    await effects.record(HIT);
    await effects.record(HIT);
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatchObject({ linkRowId: 7, err: expect.any(Error) });
    expect(asked).toEqual([]);
  });

  it('take a click while one is left', async () => {
    const { effects } = open({ broken: false, left: 1 });
    expect(await effects.takeClick(7, false)).toBe(true);
    expect(await effects.takeClick(7, false)).toBe(false);
  });

  it('let a visitor pass where the store cannot tell, and log it', async () => {
    const { effects, errors } = open({ broken: true, left: 0 });
    expect(await effects.takeClick(7, false)).toBe(true);
    expect(errors).toHaveLength(1);
  });

  it('count who was turned away under the UTC day', async () => {
    const { effects, asked } = open({ broken: false, left: 0 });
    await effects.countRefusal(7, HIT.at, 'expired');
    await effects.countRefusal(7, HIT.at + 1, 'expired');
    const day = Date.UTC(2026, 4, 12) / 86_400_000;
    expect(asked).toEqual([
      [{ linkRowId: 7, day, reason: 'expired' }],
      [{ linkRowId: 7, day: day + 1, reason: 'expired' }],
    ]);
  });

  it('do not fail where somebody turned away cannot be counted', async () => {
    const { effects, errors } = open({ broken: true, left: 0 });
    await effects.countRefusal(7, HIT.at, 'expired');
    expect(errors).toHaveLength(1);
  });

  it('count an unknown slug under its domain and UTC day, and do not fail where that fails', async () => {
    const working = open({ broken: false, left: 0 });
    const when = { at: HIT.at, mayList: true };
    await working.effects.countUnknownSlug('links.test', 'guide', when);
    const day = Date.UTC(2026, 4, 12) / 86_400_000;
    expect(working.asked).toEqual([[{ domain: 'links.test', slug: 'guide', day, mayList: true }]]);
    const broken = open({ broken: true, left: 0 });
    await broken.effects.countUnknownSlug('', 'guide', when);
    expect(broken.errors).toHaveLength(1);
  });

  it('hash a visitor, and make a click anonymous where that fails or is not allowed', () => {
    const working = open({ broken: false, left: 0 });
    expect(working.effects.visitorHash(VISITOR, '', HIT.at)).toContain('Firefox');
    expect(working.effects.visitorHash({ ...VISITOR, optedOut: true }, '', HIT.at)).toBeNull();
    const broken = open({ broken: true, left: 0 });
    expect(broken.effects.visitorHash(VISITOR, '', HIT.at)).toBeNull();
    expect(broken.errors).toHaveLength(1);
  });
});
