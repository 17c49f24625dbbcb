import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostRules } from '../../../src/abuse/host-rules.ts';
import { hostTable, MAX_HOSTS } from '../../../src/abuse/host-table.ts';
import { blocklistCheck, createBlockLists } from '../../../src/abuse/lists.ts';
import { createHostReader, hostsOfLine, parseHost } from '../../../src/abuse/parse-hosts.ts';
import { SETTINGS } from '../../support/runtimes/sotto.ts';

describe('a line of a list', () => {
  it.each([
    ['0.0.0.0 bad.example', ['bad.example']],
    ['127.0.0.1\tBAD.example # phishing', ['bad.example']],
    ['0.0.0.0 a.example b.example', ['a.example', 'b.example']],
    ['::1 bad.example', ['bad.example']],
    ['bad.example', ['bad.example']],
    ['bad.example.', ['bad.example']],
    ['  bad.example\r', ['bad.example']],
    ['*.bad.example', ['bad.example']],
    ['.bad.example', ['bad.example']],
    ['||bad.example^', ['bad.example']],
    ['||bad.example^$third-party', ['bad.example']],
    ['BÜCHER.example', ['xn--bcher-kva.example']],
    ['192.0.2.7', ['192.0.2.7']],
    ['http://192.0.2.7:8080/bin.sh', ['192.0.2.7']],
    ['https://Files.Example/x?y', ['files.example']],
    [
      '"3102","2026-01-02 10:00:00","http://bad.example/a,b","online","2026-01-02","malware_download","elf","https://urlhaus.example/url/1/","x"',
      ['bad.example'],
    ],
    ['[2001:db8::1]', ['[2001:db8::1]']],
    ...['', '   ', '# bad.example', '! title', '; note', '127.0.0.1 localhost', 'localhost', 'com'].map(
      (line): [string, string[]] => [line, []],
    ),
    ...[
      'two words.example',
      'a b c.example',
      '::1 ip6-localhost',
      'user@bad.example',
      'bad.example/path',
    ].map((line): [string, string[]] => [line, []]),
  ])('%s names %j', (line, hosts) => {
    expect(hostsOfLine(line)).toEqual(hosts);
  });
});

describe('a table of hosts', () => {
  const table = hostTable();
  for (const host of ['bad.example', 'deep.sub.other.example', '192.0.2.7']) table.add(host);

  it.each([
    ['bad.example', 'bad.example'],
    ['www.bad.example', 'bad.example'],
    ['a.b.c.bad.example', 'bad.example'],
    ['notbad.example', undefined],
    ['bad.example.org', undefined],
    ['example', undefined],
    ['other.example', undefined],
    ['x.deep.sub.other.example', 'deep.sub.other.example'],
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.77', undefined],
    ['', undefined],
  ])('finds of %s: %s', (host, found) => {
    expect(table.find(host)).toBe(found);
  });

  it('finds all names that were added and no others, also as a copy of its slots', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 300 }), name, (names, other) => {
        const one = hostTable();
        for (const each of names) one.add(each);
        const copy = hostTable({ slots: new Float64Array(one.slots.buffer.slice(0)), size: one.size });
        const isListed = names.some((each) => each === other || other.endsWith(`.${each}`));
        for (const some of [one, copy]) {
          expect(some.size).toBe(names.length);
          expect(names.every((each) => some.find(each) !== undefined)).toBe(true);
          expect(some.find(other) !== undefined).toBe(isListed);
        }
      }),
    );
  });

  it('holds half a million hosts in eight megabytes', () => {
    const large = hostTable();
    for (let index = 0; index < 500_000; index++) large.add(`host-${index}.bad${index % 977}.example`);
    expect(large.size).toBe(500_000);
    expect(large.slots.byteLength).toBeLessThanOrEqual(8_388_608);
    expect(large.find('www.host-499999.bad772.example')).toBeUndefined();
    expect(large.find(`www.host-499999.bad${499_999 % 977}.example`)).toBeDefined();
    expect(large.find('harmless.example')).toBeUndefined();
  });
});

it('a table that grows name by name keeps finding all of them, and counts each once', () => {
  const table = hostTable();
  const names = Array.from({ length: 12_000 }, (_, index) => `host-${index}.example`);
  for (const [index, name] of names.entries()) {
    table.add(name);
    // One of the names that were there before, wherever the growing table has it now.
    const earlier = names[(index * 7_919) % (index + 1)] ?? '';
    table.add(earlier);
    expect(table.find(earlier)).toBe(earlier);
    expect(table.size).toBe(index + 1);
  }
  const copy = hostTable({ slots: table.slots, size: table.size });
  expect(names.every((name) => copy.find(name) === name)).toBe(true);
});

describe('a list that is read in pieces', () => {
  it('is the same wherever it is cut', () => {
    const text = '0.0.0.0 a.example\r\n# note\nb.example\n\nc.example';
    for (let cut = 0; cut <= text.length; cut++) {
      const reader = createHostReader();
      reader.write(text.slice(0, cut));
      reader.write(text.slice(cut));
      const table = reader.end();
      expect(['a', 'b', 'c'].map((name) => table.find(`${name}.example`) !== undefined)).toEqual([
        true,
        true,
        true,
      ]);
      expect(table.size).toBe(3);
    }
  });

  it('takes a line without an end for no host, and keeps little of it', () => {
    const reader = createHostReader();
    for (let times = 0; times < 100; times++) reader.write('x'.repeat(10_000));
    reader.write('\nbad.example\n');
    expect(reader.end().size).toBe(1);
  });

  it('is refused beyond its limit', () => {
    const reader = createHostReader();
    const lines = (from: number) =>
      Array.from({ length: 100_000 }, (_, index) => `h${from + index}.example\n`).join('');
    expect(() => {
      for (let from = 0; from <= MAX_HOSTS; from += 100_000) reader.write(lines(from));
    }).toThrow('more than 1000000 hosts');
  });
});

it.each([
  'bad.example:8080',
  'bad.example/x',
  '',
  'a b.example',
  'localhost',
  'user@x.example',
  '..',
  'x..example',
])('%j is not a host', (text) => {
  expect(parseHost(text)).toBeUndefined();
});

describe('the rules', () => {
  const lists = createBlockLists();
  const listed = hostTable();
  listed.add('listed.example');
  lists.put(0, listed);
  const blocklist = { ...lists, ready: async () => {} };
  const blocked = [{ rowId: 1, host: 'blocked.example', reason: null, createdAt: 0 }];
  const rulesFor = (newLinks: 'refuse' | 'flag', redirects: 'block' | 'report') =>
    hostRules([...blocked], { blocklist, settings: { ...SETTINGS, blocklist: { newLinks, redirects } } });

  it('block what the team has blocked, whatever the policy is', () => {
    const rules = rulesFor('flag', 'report');
    for (const host of ['blocked.example', 'www.blocked.example', 'blocked.example.']) {
      expect(rules.onRedirect(host)).toBe('block');
      expect(() => rules.check('/url', `https://${host}/x`)).toThrow('blocked.example');
    }
    expect(rules.onRedirect('harmless.example')).toBe('pass');
    expect(() => rules.check('/url', 'https://harmless.example/')).not.toThrow();
  });

  it('follow the policy for the list', () => {
    expect(rulesFor('refuse', 'block').onRedirect('a.listed.example')).toBe('block');
    expect(rulesFor('refuse', 'report').onRedirect('a.listed.example')).toBe('report');
    expect(() => rulesFor('refuse', 'report').check('/url', 'https://listed.example/')).toThrow();
    expect(() => rulesFor('flag', 'block').check('/url', 'https://listed.example/')).not.toThrow();
  });

  it('are the same object until a list changes', () => {
    const own = [...blocked];
    const deps = { blocklist, settings: SETTINGS };
    const rules = hostRules(own, deps);
    expect(hostRules(own, deps)).toBe(rules);
    lists.put(1, hostTable());
    expect(hostRules(own, deps)).not.toBe(rules);
  });
});

it('a health check tells count, age and failure of the lists', () => {
  const now = Date.UTC(2026, 0, 2);
  const fine = { hosts: 3, loadedAt: now, confirmedAt: now - 7_200_000, failure: null };
  expect(blocklistCheck([fine], now)).toEqual({
    name: 'blocklist',
    status: 'pass',
    detail: 'The block list has 3 hosts. Confirmed 2 h ago.',
  });
  expect(blocklistCheck([{ ...fine, confirmedAt: now - 60_000 }], now).detail).toContain(
    'Confirmed within the last hour.',
  );
  const failing = { ...fine, failure: 'The server answered 500.' };
  expect(blocklistCheck([failing], now)).toMatchObject({
    status: 'warn',
    detail: expect.stringContaining('Source 1: The server answered 500.'),
  });
  expect(blocklistCheck([{ ...fine, confirmedAt: now - 86_400_001 }], now).status).toBe('warn');
  expect(blocklistCheck([{ ...fine, confirmedAt: null }], now).status).toBe('warn');
});
