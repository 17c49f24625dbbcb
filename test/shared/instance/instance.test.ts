import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { LinkJson } from '../../../src/api/schemas/present-links.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const mint = async (body: Record<string, unknown>) =>
  (await sotto.api<LinkJson>('POST', '/links', { url: `https://pages.example/${unique()}`, ...body })).body;
const leadsTo = async ({ shortUrl }: LinkJson) => {
  const location = (await sotto.click(shortUrl)).headers.get('Location') ?? '';
  return Object.fromEntries(new URL(location).searchParams);
};
const preset = (channel: string, utmPreset: unknown) =>
  sotto.api('PATCH', `/channels/${channel}`, { utmPreset });

describe('the UTM preset of a channel', () => {
  it('holds from the next click on, for links that exist, but not over their own values', async () => {
    const link = await mint({ channel: 'telegram', campaign: 'spring' });
    const own = await mint({ channel: 'telegram', utm: { source: 'own' } });
    const off = await mint({ channel: 'telegram', utm: false });
    const before = { utm_source: 'telegram', utm_medium: 'social', utm_content: 'private' };
    expect(await leadsTo(link)).toEqual({ ...before, utm_campaign: 'spring' });

    const { status, body } = await preset('telegram', { source: 'tg', content: '', campaign: 'always' });
    expect([status, body]).toMatchObject([
      200,
      {
        utm: { source: 'tg', medium: 'social', campaign: 'always' },
        utmPreset: { source: 'tg', content: '', campaign: 'always' },
      },
    ]);
    expect(await leadsTo(link)).toEqual({ utm_source: 'tg', utm_medium: 'social', utm_campaign: 'spring' });
    expect(await leadsTo(own)).toEqual({ utm_source: 'own', utm_medium: 'social', utm_campaign: 'always' });
    expect(await leadsTo(off)).toEqual({});
    expect(await leadsTo(await mint({ channel: 'signal' }))).toEqual({ ...before, utm_source: 'signal' });

    expect((await preset('telegram', { source: null })).body).toMatchObject({
      utmPreset: { content: '', campaign: 'always' },
    });
    expect((await preset('telegram', null)).body).toMatchObject({ utmPreset: null });
    expect(await leadsTo(link)).toEqual({ ...before, utm_campaign: 'spring' });
  });

  it('never replaces what the destination has', async () => {
    await preset('discord', { source: 'dc' });
    const link = await mint({
      channel: 'discord',
      url: `https://pages.example/${unique()}?utm_source=theirs`,
    });
    expect((await leadsTo(link)).utm_source).toBe('theirs');
  });

  it.each([{ source: 'x'.repeat(201) }, { source: 'a\u0000b' }, { id: 'x' }, { source: 7 }, 'none', false])(
    'refuses %j',
    async (value) => {
      expect((await preset('sms', value)).status).toBe(422);
      expect((await sotto.api('GET', '/channels/sms')).body).toMatchObject({ utmPreset: null });
    },
  );

  it('does not exist for an unknown channel', async () => {
    expect((await preset('fax', {})).status).toBe(404);
  });
});

describe('the networks of the team', () => {
  const network = (text: string, name: string | null = null) => ({ network: text, name });
  const set = (...ownNetworks: unknown[]) => sotto.api('PATCH', '/settings', { ownNetworks });
  const counts = async (link: LinkJson) => {
    await sotto.settle();
    return (await sotto.api<LinkJson>('GET', `/links/${link.id}`)).body.clicks;
  };

  it('make the hits from there tests, at once and only as long as they are in the list', async () => {
    const link = await mint({});
    await sotto.click(link.shortUrl, {}, '198.51.100.7');
    expect(await counts(link)).toBe(1);
    expect((await set(network('198.51.100.9/24', 'Office'), network('2001:db8:1::/48'))).status).toBe(200);
    await sotto.click(link.shortUrl, {}, '198.51.100.8');
    await sotto.click(link.shortUrl, {}, '2001:db8:1::7');
    expect(await counts(link)).toBe(1);
    await sotto.click(link.shortUrl, {}, '203.0.113.8');
    expect(await counts(link)).toBe(2);
    await set(network('2001:db8:1::/48'));
    await sotto.click(link.shortUrl, {}, '198.51.100.9');
    expect(await counts(link)).toBe(3);
  });

  it('are listed as they are compared, with their names, and keep the time at which they came', async () => {
    await set();
    const { body } = await set(network('192.0.2.77/24', 'Office'));
    const [first] = (body as { ownNetworks: { createdAt: string }[] }).ownNetworks;
    expect(first).toMatchObject({ network: '192.0.2.0/24', name: 'Office' });
    sotto.clock.now += 1_000;
    const again = await set(network('192.0.2.0/24', 'Head office'), network('10.0.0.1'));
    expect(again.body).toMatchObject({
      ownNetworks: [
        { network: '192.0.2.0/24', name: 'Head office', createdAt: first?.createdAt },
        { network: '10.0.0.1', name: null },
      ],
    });
    expect((await sotto.request('/privacy.json')).status).toBe(200);
    const privacy = await (await sotto.request('/privacy.json')).json();
    expect(privacy).toMatchObject({ configuration: { ownNetworks: true } });
    expect(JSON.stringify(privacy)).not.toContain('192.0.2.0');
  });

  it.each([
    [[network('0.0.0.0/0')], '/ownNetworks/0/network'],
    [[network('10.0.0.1'), network('office')], '/ownNetworks/1/network'],
    [[network('10.0.0.1'), network('10.0.0.1/32')], '/ownNetworks/1/network'],
    [[network('10.0.0.1', 'x'.repeat(81))], '/ownNetworks/0/name'],
    [Array.from({ length: 101 }, (_, index) => network(`10.0.0.${index}`)), '/ownNetworks'],
  ])('are refused with the place of the mistake', async (networks, pointer) => {
    const { status, body } = await set(...networks);
    expect([status, body]).toMatchObject([422, { errors: [{ pointer }] }]);
  });
});

describe('the settings', () => {
  it('change one by one, and are entered in the audit log by the names of their fields', async () => {
    const changed = await sotto.api('PATCH', '/settings', { language: 'fr', timezone: 'Europe/Paris' });
    expect(changed.body).toMatchObject({ language: 'fr', timezone: 'Europe/Paris' });
    await sotto.api('PATCH', '/settings', { language: null });
    expect((await sotto.api('GET', '/settings')).body).toMatchObject({
      language: null,
      timezone: 'Europe/Paris',
      environment: { publicUrl: 'http://sotto.test', ownNetworks: [], retentionMonths: 13 },
    });
    const { body } = await sotto.api('GET', '/audit-entries?action=settings.update&limit=2');
    expect(body).toMatchObject({
      data: [{ fields: ['language'] }, { fields: ['language', 'timezone'] }],
    });
  });

  it('refuse an unknown time zone, an offset and what the environment sets', async () => {
    for (const body of [
      { timezone: 'Mars' },
      { timezone: '+01:00' },
      { timezone: 'Factory' },
      { environment: {} },
      { language: 'de' },
    ]) {
      expect((await sotto.api('PATCH', '/settings', body)).status).toBe(422);
    }
  });
});
