import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ChannelEntry } from '../../../src/channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS } from '../../../src/channels/registry.ts';
import { buttonLabel } from '../../../src/embed/button-label.ts';

const PLUGIN = 'integrations/wordpress/sotto-share.php';
const hasPhp = spawnSync('php', ['--version']).status === 0;

interface Made {
  settings: Record<string, string>;
  content: string;
  shortcode: string;
  scripts: Record<string, unknown>;
  page: string;
  labels: Record<string, string[]>;
  sameTab: string[];
}

const SETTINGS = {
  server: 'https://go.example/',
  channels: 'email, WhatsApp fax email',
  look: 'icons',
  pk: 'pk_1',
  append: '1',
};
const PAGE = {
  settings: SETTINGS as unknown,
  url: 'https://blog.example/?p=7&b="><script>',
  title: '<b>Tea</b> & "milk" é',
  locale: 'fr_FR',
  singular: true,
};

function run(changes: Partial<typeof PAGE> = {}): Made {
  const input = JSON.stringify({ ...PAGE, ...changes });
  const { stdout, stderr } = spawnSync(
    'php',
    [
      '-d',
      'error_reporting=E_ALL',
      '-d',
      'display_errors=stderr',
      'test/support/guides/wordpress.php',
      PLUGIN,
    ],
    { input, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe.skipIf(!hasPhp)('the plugin for WordPress (skipped where php is missing)', () => {
  it('is valid PHP', () => {
    expect(spawnSync('php', ['-l', PLUGIN], { encoding: 'utf8' }).stdout).toContain('No syntax errors');
  });

  it('puts plain links below a post, and loads the script once', () => {
    const { content, shortcode, scripts } = run();
    expect(content).toBe(`<p>Text</p>${shortcode}`);
    const query =
      'u=https%3A%2F%2Fblog.example%2F%3Fp%3D7%26b%3D%22%3E%3Cscript%3E&#038;t=Tea%20%26%20%22milk%22%20%C3%A9';
    expect(shortcode).toBe(
      '<sotto-share url="https://blog.example/?p=7&amp;b=&quot;&gt;&lt;script&gt;" lang="fr" look="icons" pk="pk_1">' +
        `<a data-channel="email" href="https://go.example/share/email?${query}" rel="noopener nofollow">E-mail</a> ` +
        `<a data-channel="whatsapp" href="https://go.example/share/whatsapp?${query}" target="_blank" rel="noopener nofollow">WhatsApp</a>` +
        '</sotto-share>',
    );
    expect(scripts).toEqual({ 'sotto-share': ['https://go.example/assets/v1/share.js', 'async'] });
  });

  it('shows nothing on lists of posts, if turned off, and without a server', () => {
    expect(run({ singular: false }).content).toBe('<p>Text</p>');
    expect(run({ settings: { ...SETTINGS, append: '' } }).content).toBe('<p>Text</p>');
    for (const server of ['', 'go.example', 'javascript:alert(1)', 'ftp://go.example']) {
      const { shortcode, scripts } = run({ settings: { ...SETTINGS, server } });
      expect([shortcode, scripts]).toEqual(['', []]);
    }
  });

  it('keeps only settings that it can use, whatever is stored', () => {
    expect(run().settings).toEqual({
      server: 'https://go.example',
      channels: 'email whatsapp',
      look: 'icons',
      pk: 'pk_1',
      append: '1',
    });
    const hostile = { ...SETTINGS, look: '"><script>', pk: 'sotto_key_1', channels: [] };
    expect(run({ settings: hostile }).settings).toMatchObject({
      look: 'buttons',
      pk: '',
      channels: 'whatsapp email copy linkedin',
    });
    expect(run({ settings: 'nonsense' }).settings).toMatchObject({ server: '' });
    expect(run().page).toContain('name="sotto_share[server]" value="https://go.example"');
  });

  it('names the channels as the server does', () => {
    const { labels, sameTab } = run();
    const names = CHANNEL_NAMES.filter((name) => name !== 'other');
    expect(labels).toEqual(Object.fromEntries(names.map((name) => [name, Object.values(buttonLabel(name))])));
    const intent = (name: (typeof names)[number]) => {
      const { shareIntent }: ChannelEntry = CHANNELS[name];
      return shareIntent?.({ shortUrl: 'https://go.example/a', title: null, host: '' }) ?? '';
    };
    expect(sameTab).toEqual(names.filter((name) => /^(mailto|sms):/.test(intent(name))));
  });
});
