import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHANNEL_NAMES, CHANNELS } from '../../../src/channels/registry.ts';

/** Sources of Google's list of social networks. */
const SOCIAL = new Set(
  'bluesky discord facebook linkedin messenger reddit telegram twitter whatsapp x.com'.split(' '),
);
const PAID = /^(?:.*cp.*|ppc|retargeting|paid.*)$/;

/** The default channel group of GA4 for visits that are tagged by hand, by its published rules, in their order. */
function defaultGroup(source: string, medium: string): string {
  if (source === '(direct)') return 'Direct';
  if (PAID.test(medium)) return 'Paid Other';
  if (/^(?:display|banner|expandable|interstitial|cpm)$/.test(medium)) return 'Display';
  if (
    SOCIAL.has(source) ||
    /^(?:social|social-network|social-media|sm|social network|social media)$/.test(medium)
  ) {
    return 'Organic Social';
  }
  if (medium.includes('video')) return 'Organic Video';
  if (medium === 'organic') return 'Organic Search';
  if ([source, medium].some((text) => /^e(?:-|_| )?mail$/.test(text))) return 'Email';
  if (medium === 'affiliate') return 'Affiliates';
  if (/^(?:referral|app|link)$/.test(medium)) return 'Referral';
  if (medium === 'audio') return 'Audio';
  if (source === 'sms' || medium === 'sms') return 'SMS';
  if (/push$|mobile|notification/.test(medium) || source === 'firebase') return 'Mobile Push Notifications';
  return 'Unassigned';
}

const rows = [
  ...readFileSync('README.md', 'utf8').matchAll(/^\| `(\w+)` \|(?:[^|\n]*\|){3} (\w+) \| ([\w ]+) \|$/gm),
];

describe('the default channel group in Google Analytics 4', () => {
  it.each(CHANNEL_NAMES)('of %s is the one that the README names', (name) => {
    const { source, medium } = CHANNELS[name].utm;
    const row = rows.find(([, channel]) => channel === name);
    expect(row?.slice(2)).toEqual([medium, defaultGroup(source, medium)]);
  });

  it.each(CHANNEL_NAMES)('of %s is neither unknown nor that of advertisements or app messages', (name) => {
    const { source, medium } = CHANNELS[name].utm;
    expect(['Organic Social', 'Email', 'SMS', 'Referral']).toContain(defaultGroup(source, medium));
  });

  it('of printed codes is not that of social networks', () => {
    const { source, medium } = CHANNELS.qr.utm;
    expect(defaultGroup(source, medium)).toBe('Referral');
  });

  it('can be replaced for private channels by one rule, which their content names', () => {
    for (const name of CHANNEL_NAMES) {
      const { kind, utm } = CHANNELS[name];
      expect('content' in utm && utm.content === 'private').toBe(kind === 'private');
    }
  });

  it('is unknown for a medium that no rule names', () => {
    for (const medium of ['qr', 'chat', 'print']) expect(defaultGroup('poster', medium)).toBe('Unassigned');
  });
});
