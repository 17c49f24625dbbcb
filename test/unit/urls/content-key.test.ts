import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentKey, TRACKING } from '../../../src/urls/content-key.ts';
import { hrefs } from '../../support/fixtures/arbitrary-urls.ts';

describe('a content key', () => {
  it.each([
    ['http://example.org/a', 'https://example.org/a'],
    ['http://example.org:80/a', 'https://example.org:443/a'],
    ['http://example.org:443/a', 'https://example.org/a'],
    ['https://EXAMPLE.org/a', 'https://example.org/a'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example'],
    ['https://example.org', 'https://example.org/'],
    ['https://example.org/a/', 'https://example.org/a'],
    ['https://example.org/a/../b', 'https://example.org/b/'],
    ['https://example.org/a?', 'https://example.org/a'],
    ['https://example.org/a/?b=1', 'https://example.org/a?b=1'],
    ['https://example.org/?b=1&a=2', 'https://example.org/?a=2&b=1'],
    ['https://example.org/?a=1&&b=2&', 'https://example.org/?b=2&a=1'],
    ['https://example.org/?%61=1&b=2', 'https://example.org/?b=2&%61=1'],
    ['https://example.org/?utm_source=x&a=1', 'https://example.org/?a=1'],
    ['https://example.org/?UTM_Anything', 'https://example.org/'],
    ['https://example.org/?ut%6D_source=x&%66bclid=1', 'https://example.org/'],
    ['https://example.org/#top', 'https://example.org/'],
    ['https://example.org/#', 'https://example.org/'],
    ['https://example.org/a/#/route', 'https://example.org/a#/route'],
    ['https://example.org/é', 'https://example.org/%C3%A9'],
  ])('is equal for %s and %s', (one, other) => {
    expect(contentKey(one)).toBe(contentKey(other));
  });

  it.each([
    ['https://www.example.org/', 'https://example.org/'],
    ['https://example.org/A', 'https://example.org/a'],
    ['https://example.org:8080/', 'https://example.org/'],
    ['https://example.org:8080/', 'https://example.org:8081/'],
    ['https://example.org/a//', 'https://example.org/a/'],
    ['https://example.org//', 'https://example.org/'],
    ['https://example.org//a', 'https://example.org/a'],
    ['https://example.org/%7Ea', 'https://example.org/~a'],
    ['https://example.org/%C3%A9', 'https://example.org/%c3%a9'],
    ['https://example.org/?a=1&a=2', 'https://example.org/?a=2&a=1'],
    ['https://example.org/?%61=1&a=2', 'https://example.org/?a=2&%61=1'],
    ['https://example.org/?a=%7E', 'https://example.org/?a=~'],
    ['https://example.org/?a=b+c', 'https://example.org/?a=b%20c'],
    ['https://example.org/?a', 'https://example.org/?a='],
    ['https://example.org/?a=1', 'https://example.org/?A=1'],
    ['https://example.org/?utm=1', 'https://example.org/'],
    ['https://example.org/?fbclid2=1', 'https://example.org/'],
    ['https://example.org/?q=utm_source', 'https://example.org/'],
    ['https://example.org/#/a', 'https://example.org/#/b'],
    ['https://example.org/#!a', 'https://example.org/'],
    ['https://example.org/index.html', 'https://example.org/'],
  ])('differs for %s and %s', (one, other) => {
    expect(contentKey(one)).not.toBe(contentKey(other));
  });

  it.each(
    'srsltid igsh mibextid gad_source gad_campaignid _gl rdt_cid ScCid epik yclid ysclid _openstat mtm_campaign mtm_kwd pk_campaign pk_kwd piwik_campaign matomo_source mkt_tok vero_id gclsrc _ga hsCtaTracking elqTrackId wickedid hsa_cam _kx xtor ko_click_id __s _bhlid sc_campaign ndclid obOrigUrl spm ranSiteID sscid'.split(
      ' ',
    ),
  )('does not depend on %s, in any case', (name) => {
    const page = 'https://example.org/p?id=7';
    for (const sent of [
      name,
      name.toLowerCase(),
      name.toUpperCase(),
      encodeURIComponent(name).replace('_', '%5F'),
    ])
      expect(contentKey(`${page}&${sent}=AbC`), sent).toBe(contentKey(page));
  });

  it.each(
    'id ref source campaign_id cid gl ga gad si t v p q page lang tag token kwd igs sccidx my_gclid mtm pk piwik matomo hsa epikk _glx srsltids xpk_campaign utmsource'.split(
      ' ',
    ),
  )('depends on %s, which may say which page it is', (name) => {
    expect(contentKey(`https://example.org/p?${name}=1`)).not.toBe(contentKey('https://example.org/p'));
    expect(contentKey(`https://example.org/p?${name}=1`)).not.toBe(
      contentKey(`https://example.org/p?${name}=2`),
    );
  });

  it('knows its tracking parameters in lower case, once each', () => {
    expect(TRACKING.map((name) => name.toLowerCase())).toEqual([...new Set(TRACKING)]);
  });

  it('looks like the URL of the page', () => {
    expect(contentKey('http://WWW.Example.org:80/A/?b=2&utm_source=x&a=1#/r?utm_source=y')).toBe(
      'https://www.example.org/A?a=1&b=2#/r?utm_source=y',
    );
    expect(contentKey('http://[2001:db8::1]:3000/')).toBe('https://[2001:db8::1]:3000');
  });

  it('is its own key', () => {
    fc.assert(
      fc.property(hrefs, (href) => {
        const key = contentKey(href);
        expect(contentKey(key)).toBe(key);
      }),
    );
  });

  const names = fc.uniqueArray(fc.constantFrom('a', 'A', 'b', '%62', 'q', 'utm', '~', '%C3%A9', ''), {
    selector: (name) => decodeURIComponent(name),
    minLength: 2,
  });

  it('does not depend on the order of parameters with different names', () => {
    const orders = names.chain((all) => {
      const pairs = all.map((name, index) => `${name}=${index}`);
      return fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length }));
    });
    fc.assert(
      fc.property(orders, ([one, other]) => {
        expect(contentKey(`https://example.org/?${one.join('&')}`)).toBe(
          contentKey(`https://example.org/?${other.join('&')}`),
        );
      }),
    );
  });

  it('keeps every parameter except tracking parameters', () => {
    fc.assert(
      fc.property(names, (all) => {
        const pairs = all.map((name, index) => `${name}=${index}`);
        const search = new URL(contentKey(`https://example.org/?${pairs.join('&')}`)).search
          .slice(1)
          .split('&');
        expect(search.toSorted()).toEqual(pairs.toSorted());
      }),
    );
  });

  const tracking = fc
    .tuple(fc.constantFrom(...TRACKING), fc.stringMatching(/^[a-z0-9]{1,8}$/), fc.boolean())
    .map(([name, text, upper]) => `${upper ? name.toUpperCase() : name}=${text}`.replace('*', text));

  it('does not depend on tracking parameters', () => {
    fc.assert(
      fc.property(hrefs, tracking, fc.boolean(), (href, parameter, first) => {
        const url = new URL(href);
        url.search = first ? `?${parameter}&${url.search.slice(1)}` : `?${url.search.slice(1)}&${parameter}`;
        expect(contentKey(url.href)).toBe(contentKey(href));
      }),
    );
  });
});
