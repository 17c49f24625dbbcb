import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APP_ENTRIES } from '../../../src/hits/apps/apps.ts';
import { appOfReferrer, readReferrer } from '../../../src/hits/referrer.ts';

const evidence = (header: string) => appOfReferrer(readReferrer(header));

describe('a referrer', () => {
  it.each([
    ['android-app://com.Slack/', 'slack'],
    ['android-app://com.slack/', 'slack'],
    ['android-app://org.telegram.messenger/', 'telegram'],
    ['android-app://com.google.android.gm/', 'gmail'],
    ['android-app://com.linkedin.android', 'linkedin'],
    ['https://t.me/s/channel', 'telegram'],
    ['https://web.telegram.org/', 'telegram'],
    ['https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html', 'teams'],
    ['https://teams.microsoft.com/', 'teams'],
    ['https://teams.cloud.microsoft/', 'teams'],
    ['https://l.facebook.com/l.php?u=https%3A%2F%2Fgo.test%2Fx', 'facebook'],
    ['http://m.facebook.com/', 'facebook'],
    ['https://l.instagram.com/', 'instagram'],
    ['https://lnkd.in/abc', 'linkedin'],
    ['https://www.linkedin.com/feed/', 'linkedin'],
    ['https://t.co/abc', 'x'],
    ['https://out.reddit.com/', 'reddit'],
    ['https://www.reddit.com/', 'reddit'],
    ['https://discord.com/', 'discord'],
    ['https://web.whatsapp.com/', 'whatsapp'],
    ['https://app.slack.com/', 'slack'],
    ['https://mail.google.com/', 'gmail'],
    ['https://chat.google.com/', 'googlechat'],
    ['https://outlook.live.com/', 'outlook'],
    ['https://outlook.office.com/', 'outlook'],
    ['https://outlook.office365.com/mail/', 'outlook'],
    ['https://mail.yahoo.com/', 'yahoo'],
    ['https://us-mg5.mail.yahoo.com/', 'yahoo'],
    ['https://away.vk.com/away.php?to=x', 'vk'],
    ['https://go.bsky.app/', 'bluesky'],
    ['https://T.ME./x', 'telegram'],
  ])('%s is certain evidence of %s', (header, app) => {
    expect(evidence(header)).toEqual({ app, certainty: 'sure' });
  });

  it.each([
    ['https://lm.facebook.com/', 'facebook'],
    ['https://eur03.safelinks.protection.outlook.com/?url=x', 'outlook'],
    ['https://urldefense.com/v3/__x', 'email'],
    ['https://urldefense.proofpoint.com/v2/url?u=x', 'email'],
    ['https://url.us.m.mimecastprotect.com/s/x', 'email'],
    ['https://linkprotect.cudasvc.com/url?a=x', 'email'],
  ])('%s wraps the links of a family about %s', (header, app) => {
    expect(evidence(header)).toEqual({ app, certainty: 'family' });
  });

  it('with only the name of a package is a claim', () => {
    expect(evidence('com.Slack')).toEqual({ app: 'slack', certainty: 'claimed' });
    expect(evidence('com.Slackers')).toBeUndefined();
  });

  it.each([
    'android-app://com.Slackers/',
    'android-app://com.SLACK/',
    'android-app://com.slack.evil/',
    'android-app://evil.com.slack/',
    'https://com.slack/',
    'ios-app://com.slack/',
    'android-app://t.me/',
    'https://t.me.evil.example/',
    'https://evil-t.me/',
    'https://xt.co/',
    'https://sub.t.co/',
    'https://t.me@evil.example/',
    'https://evil.example/t.me',
    'https://evil.example/?https://t.me/',
    'https://notmimecastprotect.com/',
    'https://mimecastprotect.com.evil.example/',
    'ftp://t.me/',
    'https://example.org/',
    't.me',
    'nonsense',
    '',
  ])('"%s" is not evidence', (header) => {
    expect(evidence(header)).toBeUndefined();
  });

  it('must match exactly: no extra letter before a host, after it or in a package', () => {
    const known = APP_ENTRIES.flatMap(([, { referrers = [] }]) =>
      referrers.flatMap(({ hosts = [], packages = [] }) => [
        ...hosts.map((host) => `https://${host}/`),
        ...packages.map((name) => `android-app://${name}/`),
      ]),
    );
    const letters = fc.stringMatching(/^[b-df-hj-np-tv-z]{3,6}$/);
    fc.assert(
      fc.property(fc.constantFrom(...known), letters, fc.boolean(), (url, more, before) => {
        expect(evidence(url)).toBeDefined();
        const other = before ? url.replace('://', `://${more}`) : `${url.slice(0, -1)}${more}/`;
        expect(evidence(other)).toBeUndefined();
      }),
    );
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (header) => {
        const referrer = readReferrer(header);
        if (referrer === null) expect(appOfReferrer(referrer)).toBeUndefined();
        else expect(referrer.name.length).toBeLessThanOrEqual(253);
      }),
    );
  });
});
