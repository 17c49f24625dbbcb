import { describe, expect, it } from 'vitest';
import { channelUtm, patchedPreset } from '../../../src/instance/utm-presets.ts';
import { effectiveUtm } from '../../../src/urls/utm.ts';

const BUILT_IN = { source: 'whatsapp', medium: 'social', content: 'private' };

describe('the UTM preset of a channel', () => {
  it('replaces the built-in values one by one', () => {
    expect(channelUtm({}, 'whatsapp')).toEqual(BUILT_IN);
    expect(channelUtm({ email: { medium: 'x' } }, 'whatsapp')).toEqual(BUILT_IN);
    expect(channelUtm({ whatsapp: { medium: 'chat', term: 't' } }, 'whatsapp')).toEqual({
      ...BUILT_IN,
      medium: 'chat',
      term: 't',
    });
  });

  it('yields to the values of a link, and its campaign to that of a link', () => {
    const defaults = channelUtm({ whatsapp: { source: 'wa', campaign: 'always', content: '' } }, 'whatsapp');
    expect(effectiveUtm(null, defaults, '')).toEqual([
      ['utm_source', 'wa'],
      ['utm_medium', 'social'],
      ['utm_campaign', 'always'],
    ]);
    expect(effectiveUtm({ source: 'own' }, defaults, 'spring')).toEqual([
      ['utm_source', 'own'],
      ['utm_medium', 'social'],
      ['utm_campaign', 'spring'],
    ]);
    expect(effectiveUtm({ campaign: 'own' }, defaults, 'spring')).toContainEqual(['utm_campaign', 'own']);
    expect(effectiveUtm(false, defaults, 'spring')).toEqual([]);
  });

  it('keeps only what differs from the built-in values', () => {
    const stored = { medium: 'chat' };
    expect(patchedPreset('whatsapp', stored, { term: 't' })).toEqual({ medium: 'chat', term: 't' });
    expect(patchedPreset('whatsapp', stored, { medium: null })).toBeNull();
    expect(patchedPreset('whatsapp', stored, { medium: 'social', content: 'private', term: '' })).toBeNull();
    expect(patchedPreset('whatsapp', {}, { content: '' })).toEqual({ content: '' });
    expect(patchedPreset('linkedin', {}, { content: '' })).toBeNull();
  });
});
