import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../../src/channels/registry.ts';

const text = { shortUrl: 'https://go.example/kd7RtzPq6', title: 'Été & co', host: 'example.org' };
const url = 'https%3A%2F%2Fgo.example%2Fkd7RtzPq6';
const title = '%C3%89t%C3%A9%20%26%20co';

describe('a share intent', () => {
  it.each([
    ['whatsapp', `https://wa.me/?text=${title}%20${url}`, `https://wa.me/?text=${url}`],
    [
      'email',
      `mailto:?subject=${title}&body=${title}%0D%0A%0D%0A${url}`,
      `mailto:?subject=example.org&body=${url}`,
    ],
    [
      'teams',
      `https://teams.microsoft.com/share?href=${url}&msgText=${title}`,
      `https://teams.microsoft.com/share?href=${url}`,
    ],
    ['telegram', `https://t.me/share/url?url=${url}&text=${title}`, `https://t.me/share/url?url=${url}`],
    ['sms', `sms:?&body=${title}%0D%0A${url}`, `sms:?&body=${url}`],
    [
      'linkedin',
      `https://www.linkedin.com/sharing/share-offsite/?url=${url}`,
      `https://www.linkedin.com/sharing/share-offsite/?url=${url}`,
    ],
    ['x', `https://x.com/intent/tweet?url=${url}&text=${title}`, `https://x.com/intent/tweet?url=${url}`],
    [
      'facebook',
      `https://www.facebook.com/sharer/sharer.php?u=${url}`,
      `https://www.facebook.com/sharer/sharer.php?u=${url}`,
    ],
    [
      'reddit',
      `https://www.reddit.com/submit?url=${url}&title=${title}`,
      `https://www.reddit.com/submit?url=${url}`,
    ],
    [
      'bluesky',
      `https://bsky.app/intent/compose?text=${title}%20${url}`,
      `https://bsky.app/intent/compose?text=${url}`,
    ],
  ] as const)('of %s says the title when there is one', (channel, titled, untitled) => {
    expect(CHANNELS[channel].shareIntent(text)).toBe(titled);
    expect(CHANNELS[channel].shareIntent({ ...text, title: null })).toBe(untitled);
    expect(CHANNELS[channel].shareIntent({ ...text, title: ' \n ' })).toBe(untitled);
  });

  it.each(['slack', 'signal', 'discord', 'messenger', 'copy', 'qr', 'native', 'other'] as const)(
    'does not exist for %s',
    (channel) => {
      expect(CHANNELS[channel].shareIntent).toBeNull();
    },
  );

  it('opens an email with only a subject and a body, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const intent = CHANNELS.email.shareIntent({ ...text, title });
        const fields = intent.slice('mailto:?'.length).split('&');
        expect(fields.map((field) => field.split('=')[0])).toEqual(['subject', 'body']);
        expect(decodeURIComponent(fields[0] ?? '')).not.toMatch(/[\r\n]/);
        expect(decodeURIComponent(fields[1] ?? '')).toMatch(/https:\/\/go\.example\/kd7RtzPq6$/);
      }),
    );
  });

  it('never throws on half a surrogate pair', () => {
    expect(CHANNELS.whatsapp.shareIntent({ ...text, title: 'cut \ud83d' })).toBe(
      `https://wa.me/?text=cut%20%EF%BF%BD%20${url}`,
    );
  });
});
