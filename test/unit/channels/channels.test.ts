import { describe, expect, it } from 'vitest';
import type { ChannelEntry } from '../../../src/channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS } from '../../../src/channels/registry.ts';
import { slugProblem } from '../../../src/urls/slug.ts';
import { contrast, difference, differenceFor } from '../../support/colour.ts';

const entries: [string, ChannelEntry][] = Object.entries(CHANNELS);
// What GA4's default channel groups know by name; the others are social, if their app is known.
const ownMedium = new Map([
  ['email', 'email'],
  ['sms', 'sms'],
  ['qr', 'link'],
]);

const text = { shortUrl: 'https://go.example/kd7RtzPq6', title: 'A title', host: 'example.org' };

describe.each(entries)('the channel %s', (name, entry) => {
  it('has a label in both languages', () => {
    expect(entry.label.en).toMatch(/\S/);
    expect(entry.label.fr).toMatch(/\S/);
  });

  it('has marks that are visible on white and on the dark page', () => {
    expect(contrast(entry.colour.light, '#ffffff')).toBeGreaterThanOrEqual(3);
    expect(contrast(entry.colour.dark, '#16181d')).toBeGreaterThanOrEqual(3);
  });

  it('has a colour that differs from every other channel', () => {
    for (const [other, { colour }] of entries.filter(([other]) => other !== name)) {
      expect(difference(entry.colour.light, colour.light), `light ${other}`).toBeGreaterThan(0.07);
      expect(difference(entry.colour.dark, colour.dark), `dark ${other}`).toBeGreaterThan(0.07);
    }
  });

  it('has a unique suffix that is valid in a slug', () => {
    expect(slugProblem(entry.slugSuffix)).toBeNull();
    expect(entry.slugSuffix.length).toBeLessThanOrEqual(5);
    expect(entries.filter(([, other]) => other.slugSuffix === entry.slugSuffix)).toHaveLength(1);
  });

  it('names itself as the UTM source, and is private if analytics cannot see it', () => {
    expect(entry.utm.source).toBe(name);
    expect(entry.utm.medium).toBe(ownMedium.get(name) ?? 'social');
    expect(entry.utm.content).toBe(entry.kind === 'private' ? 'private' : undefined);
  });
});

describe.each(entries.filter(([, entry]) => entry.shareIntent))('the share intent of %s', (_, entry) => {
  it.each([text, { ...text, title: null }])('is a URL that carries the short URL: $title', (shared) => {
    const intent = entry.shareIntent?.(shared) ?? '';
    expect(URL.canParse(intent)).toBe(true);
    expect(intent).toMatch(/^[\x21-\x7e]+$/);
    expect(intent).toContain(encodeURIComponent(text.shortUrl));
    expect(intent).not.toContain('null');
  });

  it('survives a title with line breaks, signs and half a surrogate pair', () => {
    const intent = entry.shareIntent?.({ ...text, title: 'a&b=c #d +e\r\nBcc: x@example.org \ud83d' }) ?? '';
    expect(intent).toMatch(/^[\x21-\x7e]+$/);
    expect(intent).not.toContain('+');
    expect(intent).not.toContain('#');
    expect(intent).not.toContain('%0D%0ABcc');
    expect(intent).toContain(encodeURIComponent(text.shortUrl));
  });
});

describe('the registry', () => {
  // Those that most teams use; eighteen colours cannot all differ for every reader.
  const core = ['whatsapp', 'email', 'slack', 'copy', 'teams', 'linkedin', 'qr'] as const;
  const pairs = core.flatMap((a, at) => core.slice(at + 1).map((b) => [a, b] as const));

  it.each(['protan', 'deutan', 'tritan'] as const)('keeps its core channels apart in %s sight', (sight) => {
    for (const theme of ['light', 'dark'] as const) {
      for (const [a, b] of pairs) {
        const distance = differenceFor(sight, CHANNELS[a].colour[theme], CHANNELS[b].colour[theme]);
        expect(distance, `${theme} ${a} ${b}`).toBeGreaterThanOrEqual(0.08);
      }
    }
  });

  it('lists the channels in display order', () => {
    expect(CHANNEL_NAMES.join(' ')).toBe(
      'whatsapp email slack copy teams telegram signal messenger sms discord ' +
        'linkedin x facebook reddit bluesky qr native other',
    );
  });
});
