import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig, SETTINGS } from '../../../src/config/config.ts';

const noFiles = (): string => {
  throw new Error('no such file');
};

function mistakesOf(env: Record<string, string>, readFile = noFiles): string[] {
  const parsed = parseConfig(env, readFile);
  return parsed.ok ? [] : parsed.mistakes;
}

describe('the settings', () => {
  it('all have defaults', () => {
    expect(parseConfig({ PATH: '/usr/bin' }, noFiles)).toEqual({
      warnings: [],
      ok: true,
      config: {
        PORT: 8787,
        HOST: '127.0.0.1',
        SOTTO_PUBLIC_URL: null,
        SOTTO_DATA: './data',
        SOTTO_ADMIN_KEY: null,
        SOTTO_TRUST_PROXY: [],
        SOTTO_CLIENT_HEADER: 'X-Forwarded-For',
        SOTTO_EXCLUDE: [],
        SOTTO_HONOUR_DNT: false,
        SOTTO_BLOCKLIST: [],
        SOTTO_BLOCKLIST_NEW: 'refuse',
        SOTTO_BLOCKLIST_REDIRECTS: 'block',
        SOTTO_READ_PAGES: true,
        SOTTO_PLACES: 'country',
        SOTTO_RETENTION_MONTHS: 13,
        SOTTO_SHARE_HOSTS: [],
        SOTTO_SMTP_URL: null,
        SOTTO_MAIL_FROM: null,
        SOTTO_SYNCHRONOUS: 'normal',
        SOTTO_LOG_LEVEL: 'info',
      },
    });
  });

  it('all have a description for the docs', () => {
    for (const { name, description } of SETTINGS) expect(description, name).not.toBe('');
    expect(SETTINGS).toContainEqual(expect.objectContaining({ name: 'PORT', default: '8787' }));
    expect(SETTINGS).toContainEqual(expect.objectContaining({ name: 'SOTTO_ADMIN_KEY', default: 'none' }));
  });

  it.each(SETTINGS.map(({ name }) => name))('treat an empty %s as not set', (name) => {
    expect(parseConfig({ [name]: '', [`${name}_FILE`]: '' }, noFiles)).toEqual(parseConfig({}, noFiles));
  });

  it('list all mistakes at once', () => {
    const mistakes = mistakesOf({
      PORT: '99999',
      HOST: 'local host',
      SOTTO_PUBLIC_URL: 'ftp://go.example',
      SOTTO_ADMIN_KEY: 'short',
      SOTTO_TRUST_PROXY: '10.0.0.0/8, proxy.example',
      SOTTO_EXCLUDE: '10.0.0.0/99',
      SOTTO_HONOUR_DNT: 'yes',
      SOTTO_SYNCHRONOUS: 'off',
      SOTTO_LOG_LEVEL: 'loud',
      SOTTO_DTAA: '/srv/sotto',
    });
    const named = mistakes.map((mistake) => mistake.split(' ')[0]);
    expect(named.toSorted()).toEqual(
      [
        'HOST',
        'PORT',
        'SOTTO_ADMIN_KEY',
        'SOTTO_DTAA',
        'SOTTO_EXCLUDE',
        'SOTTO_HONOUR_DNT',
        'SOTTO_LOG_LEVEL',
        'SOTTO_PUBLIC_URL',
        'SOTTO_SYNCHRONOUS',
        'SOTTO_TRUST_PROXY',
      ].toSorted(),
    );
  });

  it('never show a value in a mistake', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), (tail) => {
        const key = `geheim ${tail}`;
        expect(mistakesOf({ SOTTO_ADMIN_KEY: key }).join()).not.toContain('geheim');
      }),
    );
  });
});

describe('a setting from a file', () => {
  const key = 'k'.repeat(24);

  it('is the content of the file without the final line break', () => {
    const parsed = parseConfig(
      { SOTTO_ADMIN_KEY_FILE: '/run/key' },
      (path) => `${path === '/run/key' ? key : ''}\n`,
    );
    expect(parsed).toMatchObject({ ok: true, config: { SOTTO_ADMIN_KEY: key } });
  });

  it.each(SETTINGS.map(({ name }) => name))('may be %s, but not both ways', (name) => {
    const mistakes = mistakesOf({ [name]: '1', [`${name}_FILE`]: '/run/value' }, () => '1');
    expect(mistakes).toContain(`${name} and ${name}_FILE are both set. Remove one of them`);
  });

  it('is reported under the name of its variable if the file is missing, empty or invalid', () => {
    const env = { SOTTO_ADMIN_KEY_FILE: '/run/key' };
    expect(mistakesOf(env)).toEqual(['SOTTO_ADMIN_KEY_FILE names a file that cannot be read']);
    expect(mistakesOf(env, () => ' \n')).toEqual(['SOTTO_ADMIN_KEY_FILE names an empty file']);
    expect(mistakesOf(env, () => 'short')).toEqual([expect.stringMatching(/^SOTTO_ADMIN_KEY_FILE must be/)]);
  });
});

describe('an unknown SOTTO_ variable', () => {
  it.each([
    ['SOTTO_PUBLIC_URI', 'SOTTO_PUBLIC_URL'],
    ['SOTTO_ADMINKEY', 'SOTTO_ADMIN_KEY'],
    ['SOTTO_ADMIN_KEY_FIEL', 'SOTTO_ADMIN_KEY_FILE'],
    ['SOTTO_SYNC', 'SOTTO_SYNCHRONOUS'],
    ['SOTTO_LOGLEVEL', 'SOTTO_LOG_LEVEL'],
    ['SOTTO_', 'PORT'],
    ['SOTTO_PORT', 'PORT'],
  ])('%s is a mistake, and the message names the most similar setting', (name, known) => {
    expect(mistakesOf({ [name]: 'x' })).toEqual([`${name} is not a setting. Did you mean ${known}?`]);
  });
});

describe('a variable of something else', () => {
  it.each([
    ['SOTTO_SERVICE_HOST', '10.96.0.12'],
    ['SOTTO_SERVICE_PORT', '8787'],
    ['SOTTO_SERVICE_PORT_HTTP', '8787'],
    ['SOTTO_PORT', 'tcp://10.96.0.12:8787'],
    ['SOTTO_PORT_8787_TCP', 'tcp://10.96.0.12:8787'],
    ['SOTTO_PORT_8787_TCP_PROTO', 'tcp'],
    ['SOTTO_PORT_8787_TCP_PORT', '8787'],
    ['SOTTO_PORT_8787_TCP_ADDR', '10.96.0.12'],
    ['SOTTO_WEB_SERVICE_HOST', '10.96.0.12'],
    ['SOTTO_DATA_PORT', 'tcp://10.96.0.12:8787'],
    ['SOTTO_QQQQ', 'x'],
  ])('%s is a warning that does not show its value', (name, value) => {
    expect(parseConfig({ [name]: value }, noFiles)).toMatchObject({
      ok: true,
      warnings: [`${name} is not a setting and is ignored.`],
    });
  });

  it('is not a warning if it is nearly a setting', () => {
    for (const name of [
      'SOTTO_PORT',
      'SOTTO_URL',
      'SOTTO_PUBLIC_HOST',
      'SOTTO_TRUSTED_PROXY',
      'SOTTO_RETENTION',
    ]) {
      expect(parseConfig({ [name]: '8787' }, noFiles)).toMatchObject({ ok: false });
    }
  });
});

describe('PORT', () => {
  it.each([
    ['0', 0],
    ['80', 80],
    ['65535', 65_535],
  ])('may be %s', (text, port) => {
    expect(parseConfig({ PORT: text }, noFiles)).toMatchObject({ ok: true, config: { PORT: port } });
  });

  it.each(['65536', '-1', '8787.5', '0x50', '1e3', ' 80', 'http', '000080'])('may not be %j', (text) => {
    expect(mistakesOf({ PORT: text })).toHaveLength(1);
  });
});

describe('SOTTO_PUBLIC_URL', () => {
  it.each([
    ['https://go.example', 'https://go.example'],
    ['https://GO.Example/', 'https://go.example'],
    ['https://go.example:443', 'https://go.example'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://[::1]:80', 'http://[::1]'],
  ])('%s is read as the origin %s', (text, publicUrl) => {
    expect(parseConfig({ SOTTO_PUBLIC_URL: text }, noFiles)).toMatchObject({
      ok: true,
      config: { SOTTO_PUBLIC_URL: publicUrl },
    });
  });

  it.each([
    'go.example',
    'https://go.example/links',
    'https://go.example/?',
    'https://go.example/#',
    'https://me@go.example',
    'https://me:secret@go.example',
    'ftp://go.example',
    'javascript:alert(1)',
    'https://',
    '/',
  ])('may not be %s', (text) => {
    expect(mistakesOf({ SOTTO_PUBLIC_URL: text })).toHaveLength(1);
  });
});

describe('SOTTO_ADMIN_KEY', () => {
  it.each([
    ['23 characters', 'k'.repeat(23)],
    ['a blank inside', `${'k'.repeat(24)} k`],
    ['a letter outside ASCII', `${'k'.repeat(24)}é`],
    ['a line break', `${'k'.repeat(24)}\n`],
  ])('may not have %s', (_, key) => {
    expect(mistakesOf({ SOTTO_ADMIN_KEY: key })).toHaveLength(1);
  });
});

describe.each(['SOTTO_TRUST_PROXY', 'SOTTO_EXCLUDE'] as const)('%s', (name) => {
  it.each(['10.0.0.0/8,::1,2001:db8::/32', ' 10.0.0.0/8\n::1,\t2001:db8::/32 ,'])(
    'lists networks: %j',
    (text) => {
      const parsed = parseConfig({ [name]: text }, noFiles);
      const networks = parsed.ok ? parsed.config[name].map(([base, bits]) => `${base}/${bits}`) : [];
      expect(networks).toEqual(['10.0.0.0/8', '::1/128', '2001:db8::/32']);
    },
  );

  it('reports invalid entries by their position, without their text', () => {
    const [mistake = '', ...others] = mistakesOf({ [name]: '10.0.0.0/8 geheim, ::1 10.0.0.0/33' });
    expect(mistake).toMatch(new RegExp(`^${name} must be networks .*\\. Invalid: entry 2, 4$`));
    expect(mistake).not.toMatch(/geheim|33/);
    expect(others).toEqual([]);
  });
});

describe('SOTTO_BLOCKLIST', () => {
  it('is a list of files and URLs', () => {
    const config = parseConfig({ SOTTO_BLOCKLIST: '/etc/hosts, https://lists.example/x' }, noFiles);
    const sources = ['/etc/hosts', 'https://lists.example/x'];
    expect(config).toMatchObject({ ok: true, config: { SOTTO_BLOCKLIST: sources } });
    for (const other of ['ftp://lists.example/', 'https://user:pw@lists.example/', 'a b c d e'])
      expect(mistakesOf({ SOTTO_BLOCKLIST: other })).toHaveLength(1);
  });
});

describe('SOTTO_PLACES', () => {
  it.each(['country', 'region', 'city'])('may be %s, and nothing else', (places) => {
    const config = parseConfig({ SOTTO_PLACES: places }, noFiles);
    expect(config).toMatchObject({ ok: true, config: { SOTTO_PLACES: places } });
    expect(mistakesOf({ SOTTO_PLACES: `${places}s` })).toEqual([
      'SOTTO_PLACES must be country, region or city',
    ]);
  });
});

describe('SOTTO_HONOUR_DNT', () => {
  it.each([
    ['on', true],
    ['off', false],
  ])('may be %s', (text, honoured) => {
    const parsed = parseConfig({ SOTTO_HONOUR_DNT: text }, noFiles);
    expect(parsed).toMatchObject({ ok: true, config: { SOTTO_HONOUR_DNT: honoured } });
  });

  it.each(['ON', '1', 'true', ' on'])('may not be %j', (text) => {
    expect(mistakesOf({ SOTTO_HONOUR_DNT: text })).toEqual(['SOTTO_HONOUR_DNT must be off or on']);
  });
});

describe('SOTTO_RETENTION_MONTHS', () => {
  it.each([1, 13, 25])('may be %d', (months) => {
    const parsed = parseConfig({ SOTTO_RETENTION_MONTHS: String(months) }, noFiles);
    expect(parsed).toMatchObject({ ok: true, config: { SOTTO_RETENTION_MONTHS: months } });
  });

  it.each(['0', '26', '1.5', '-1', '013', '12 months'])('may not be %j', (text) => {
    expect(mistakesOf({ SOTTO_RETENTION_MONTHS: text })).toEqual([
      'SOTTO_RETENTION_MONTHS must be a whole number from 1 to 25',
    ]);
  });
});

describe('the mail server', () => {
  const withSender = (url: string, from = 'links@go.example') =>
    mistakesOf({ SOTTO_SMTP_URL: url, SOTTO_MAIL_FROM: from });

  it.each([
    'smtp://mail.example',
    'smtps://mail.example:465/',
    'smtp://user%40go.example:p%40ss@mail.example:587',
    'smtp://u:p@[2001:db8::1]:25',
    'smtp://127.0.0.1:1025',
  ])('may be %s', (url) => expect(withSender(url)).toEqual([]));

  it.each([
    'mail.example',
    'http://mail.example',
    'smtp://',
    'smtp://user@mail.example',
    'smtp://a:b:c@x',
    'smtp://x?y',
  ])('may not be %s', (url) =>
    expect(withSender(url)).toEqual([expect.stringMatching(/^SOTTO_SMTP_URL must be smtp:/)]),
  );

  it('needs a sender, which is one address', () => {
    expect(mistakesOf({ SOTTO_SMTP_URL: 'smtp://mail.example' })).toEqual([
      expect.stringMatching(/^SOTTO_MAIL_FROM must be set, too/),
    ]);
    for (const from of ['links@go.example', 'Links of Go <links@go.example>'])
      expect(withSender('smtp://mail.example', from)).toEqual([]);
    for (const from of ['links', 'a@b, c@d', 'Links <a@b> <c@d>', 'Links <a@b', 'a@b\r\nBcc: c@d'])
      expect(withSender('smtp://mail.example', from)).toEqual([
        expect.stringMatching(/^SOTTO_MAIL_FROM must be an email address/),
      ]);
  });
});
