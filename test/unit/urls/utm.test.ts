import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../../src/channels/registry.ts';
import { effectiveUtm, withForwardedQuery, withUtm } from '../../../src/urls/utm.ts';
import { hrefs, typedQueries } from '../../support/fixtures/arbitrary-urls.ts';

const whatsapp = CHANNELS.whatsapp.utm;

describe('the UTM parameters of a link', () => {
  it('are the defaults of its channel', () => {
    expect(effectiveUtm(null, whatsapp, '')).toEqual([
      ['utm_source', 'whatsapp'],
      ['utm_medium', 'social'],
      ['utm_content', 'private'],
    ]);
    expect(effectiveUtm(null, CHANNELS.qr.utm, '')).toEqual([
      ['utm_source', 'qr'],
      ['utm_medium', 'link'],
    ]);
  });

  it('name the campaign of the link', () => {
    expect(effectiveUtm(null, CHANNELS.qr.utm, 'spring')).toContainEqual(['utm_campaign', 'spring']);
  });

  it('replace the defaults field by field', () => {
    expect(effectiveUtm({ medium: 'chat', term: 'x' }, whatsapp, 'spring')).toEqual([
      ['utm_source', 'whatsapp'],
      ['utm_medium', 'chat'],
      ['utm_campaign', 'spring'],
      ['utm_term', 'x'],
      ['utm_content', 'private'],
    ]);
  });

  it('prefer an explicit utm_campaign to the campaign of the link', () => {
    expect(effectiveUtm({ campaign: 'own' }, whatsapp, 'spring')).toContainEqual(['utm_campaign', 'own']);
  });

  it('are empty if UTM is switched off', () => {
    expect(effectiveUtm(false, whatsapp, 'spring')).toEqual([]);
  });
});

describe('adding UTM to a destination', () => {
  it.each([
    ['https://example.org/', 'https://example.org/?utm_source=s'],
    ['https://example.org/?', 'https://example.org/?utm_source=s'],
    ['https://example.org/?a=1', 'https://example.org/?a=1&utm_source=s'],
    ['https://example.org/?a=1&', 'https://example.org/?a=1&utm_source=s'],
    ['https://example.org/?a=1?', 'https://example.org/?a=1?&utm_source=s'],
    ['https://example.org/?&', 'https://example.org/?&utm_source=s'],
    ['https://example.org/??', 'https://example.org/??&utm_source=s'],
    ['https://example.org/#', 'https://example.org/?utm_source=s#'],
    ['https://example.org/#/r?utm_source=x', 'https://example.org/?utm_source=s#/r?utm_source=x'],
    ['https://example.org/?#a#b?', 'https://example.org/?utm_source=s#a#b?'],
    ['https://example.org/?q=a%20b+c~(d)%7E', 'https://example.org/?q=a%20b+c~(d)%7E&utm_source=s'],
    ['https://example.org/?xutm_source=1', 'https://example.org/?xutm_source=1&utm_source=s'],
    ['https://example.org/?q=utm_source=1', 'https://example.org/?q=utm_source=1&utm_source=s'],
    ['https://example.org/?%=1&%zz&%E0%A4', 'https://example.org/?%=1&%zz&%E0%A4&utm_source=s'],
    ['https://xn--mnchen-3ya.example/', 'https://xn--mnchen-3ya.example/?utm_source=s'],
  ])('leaves the rest as it is: %s', (href, result) => {
    expect(withUtm(href, [['utm_source', 's']])).toBe(result);
  });

  it.each([
    'https://example.org/?utm_source=x',
    'https://example.org/?utm_source=',
    'https://example.org/?utm_source',
    'https://example.org/?a=1&UTM_Source=x',
    'https://example.org/?ut%6d_source=x',
    'https://example.org/?%75%54%6D%5F%73ource=x&%',
    'https://example.org/?utm_source=x#/route',
  ])('never overwrites an existing parameter: %s', (href) => {
    expect(withUtm(href, [['utm_source', 's']])).toBe(href);
  });

  it('adds the parameters that are missing, in order', () => {
    const all = effectiveUtm(null, whatsapp, 'a b');
    expect(withUtm('https://example.org/?utm_medium=x', all)).toBe(
      'https://example.org/?utm_medium=x&utm_source=whatsapp&utm_campaign=a%20b&utm_content=private',
    );
  });

  it('encodes values', () => {
    expect(withUtm('https://example.org/', [['utm_term', "a&b=c#d'é+\ud83d"]])).toBe(
      'https://example.org/?utm_term=a%26b%3Dc%23d%27%C3%A9%2B%EF%BF%BD',
    );
  });

  const field = fc.option(fc.string({ unit: 'binary', minLength: 1 }), { nil: undefined });
  const parameters = fc
    .tuple(field, field, field)
    .map(([source, medium, term]) =>
      Object.entries({ utm_source: source, utm_medium: medium, utm_term: term }).flatMap(
        ([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]),
      ),
    );

  it('changes only the end of the query, and values arrive as sent', () => {
    fc.assert(
      fc.property(hrefs, parameters, (href, added) => {
        const result = withUtm(href, added);
        expectOnlyAppended(href, result);
        expect(new URL(result).href).toBe(result);
      }),
    );
  });

  it('adds nothing the second time', () => {
    fc.assert(
      fc.property(hrefs, parameters, (href, added) => {
        const once = withUtm(href, added);
        expect(withUtm(once, added)).toBe(once);
      }),
    );
  });

  it('makes every parameter arrive under its name', () => {
    fc.assert(
      fc.property(hrefs, parameters, (href, added) => {
        const names = [...new URL(withUtm(href, added)).searchParams.keys()].map((name) =>
          name.toLowerCase(),
        );
        expect(names).toEqual(expect.arrayContaining(added.map(([name]) => name)));
      }),
    );
  });
});

describe("forwarding a visitor's query", () => {
  it.each([
    ['https://example.org/', 'a=1', 'https://example.org/?a=1'],
    ['https://example.org/?x=1#f', 'a=%20b~(c)', 'https://example.org/?x=1&a=%20b~(c)#f'],
    ['https://example.org/?x=1', '', 'https://example.org/?x=1'],
    ['https://example.org/?x=1', 'x=2&x=3', 'https://example.org/?x=1&x=2&x=3'],
    ['https://example.org/', '?a=1', 'https://example.org/??a=1'],
    ['https://example.org/', 'a#b', 'https://example.org/?a%23b'],
    ['https://example.org/', 'é "\r\n\'', 'https://example.org/?%C3%A9%20%22%27'],
    [
      'https://example.org/',
      'redir_url=https://evil.example/',
      'https://example.org/?redir_url=https://evil.example/',
    ],
    ['https://example.org/#f', '\n', 'https://example.org/#f'],
  ])('appends to %s the query "%s"', (href, query, result) => {
    expect(withForwardedQuery(href, query)).toBe(result);
  });

  it('never changes the destination page', () => {
    const queries = fc.oneof(typedQueries, fc.string({ unit: 'binary' }), fc.webUrl());
    fc.assert(
      fc.property(hrefs, queries, (href, query) => {
        const result = withForwardedQuery(href, query);
        expectOnlyAppended(href, result);
        expect(result).toMatch(/^[\x21-\x7e]+$/);
        expect(new URL(result).href).toBe(result);
      }),
    );
  });
});

function cut(href: string) {
  const [location = '', ...fragment] = href.split('#');
  const [base = '', ...query] = location.split('?');
  return { base, query: query.join('?'), fragment: fragment.length > 0 ? `#${fragment.join('#')}` : '' };
}

function expectOnlyAppended(href: string, result: string) {
  const [before, after] = [cut(href), cut(result)];
  expect(after.base).toBe(before.base);
  expect(after.fragment).toBe(before.fragment);
  expect(after.query.startsWith(before.query)).toBe(true);
  expect(pairs(after.query).slice(0, pairs(before.query).length)).toEqual(pairs(before.query));
}

function pairs(query: string) {
  return query.split('&').filter((pair) => pair !== '');
}
