/** The pages of the settings of an instance. */
import type { ServerProcess } from '../support/server/spawn-server.ts';
import type { Shown } from './shown.ts';

const NETWORKS = [
  { network: '198.51.100.0/24', name: 'Agence de Lyon' },
  { network: '2001:db8:40::/48', name: null },
];

/** Sends a change to the API. A second run finds what the first has added, which is null. */
export async function put(
  { url, key }: ServerProcess,
  path: string,
  body: unknown,
  method = 'POST',
): Promise<{ id: string } | null> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const options = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${url}/api/v1${path}`, options);
  if (response.status === 409 || response.status === 204) return null;
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as { id: string }; // of what was made
}

/** Adds a domain, keys, networks and a preset. */
export async function settingsPagesOf(server: ServerProcess): Promise<Shown[]> {
  await put(server, '/domains', {
    domain: 'lien.le-cap.example',
    rootUrl: 'https://www.le-cap.example/',
    notFoundUrl: 'https://www.le-cap.example/perdu',
  });
  await put(server, '/settings', { ownNetworks: NETWORKS }, 'PATCH');
  await put(server, '/channels/whatsapp', { utmPreset: { medium: 'messagerie', content: '' } }, 'PATCH');
  // With a link, so that it stays.
  await put(server, '/links', {
    url: 'https://www.le-cap.example/fr/',
    domain: 'lien.le-cap.example',
    slug: 'accueil',
  });
  const keys = await server.api<{ data: { id: string; name: string; revokedAt: string | null }[] }>('/keys');
  if (!keys.data.some(({ name }) => name === 'Newsletter')) {
    await put(server, '/keys', { name: 'Newsletter', scopes: ['links:write', 'stats:read'] });
    await put(server, '/keys', {
      name: 'Tableau de bord',
      scopes: ['stats:read'],
      expiresAt: '2029-12-31T23:00:00Z',
    });
  }
  const { data } = await server.api<{ data: { id: string; name: string; scopes: string[] }[] }>('/keys');
  const idOf = (wanted: string) => data.find(({ name }) => name === wanted)?.id;
  const id = idOf('Newsletter');
  const lastAdmin = data.find(({ scopes }) => scopes.includes('admin'))?.id;
  const domain = '/app/settings/domains/lien.le-cap.example';
  return [
    { name: 'settings-domains', path: '/app/settings/domains' },
    { name: 'settings-domains-refused', path: '/app/settings/domains', send: { domain: 'no domain' } },
    { name: 'settings-domain', path: domain },
    { name: 'settings-domain-checked', path: `${domain}/check`, send: {} },
    { name: 'settings-domain-refused', path: domain, send: { rootUrl: 'ftp://le-cap.example/' } },
    { name: 'settings-domain-remove', path: `${domain}/remove` },
    { name: 'settings-domain-kept', path: `${domain}/remove`, send: {} },
    { name: 'settings-keys', path: '/app/settings/keys' },
    { name: 'settings-key', path: `/app/settings/keys/${id}` },
    {
      name: 'settings-key-refused',
      path: `/app/settings/keys/${id}`,
      send: { name: '', lastDay: '2020-01-01' },
    },
    { name: 'settings-key-revoke', path: `/app/settings/keys/${id}/revoke` },
    { name: 'settings-key-kept', path: `/app/settings/keys/${lastAdmin}/revoke`, send: {} },
    {
      name: 'settings-key-rolled',
      path: `/app/settings/keys/${idOf('Tableau de bord')}/roll`,
      send: { overlap: '24' },
    },
    {
      name: 'settings-key-new',
      path: '/app/settings/keys',
      act: async (page) => {
        await page.locator('#name').fill('Import');
        await page.locator('input[value="links:write"]').check();
        await page.locator('main form.form button[type="submit"]').first().click();
      },
    },
    { name: 'settings-utm', path: '/app/settings/utm' },
    { name: 'settings-utm-channel', path: '/app/settings/utm/whatsapp' },
    {
      name: 'settings-utm-refused',
      path: '/app/settings/utm/whatsapp',
      send: { source: 'x'.repeat(2_000), medium: 'social' },
    },
    { name: 'settings-general', path: '/app/settings/general' },
    {
      name: 'settings-general-refused',
      path: '/app/settings/general',
      send: { timezone: 'Europe/Atlantis' },
    },
    {
      name: 'settings-network-refused',
      path: '/app/settings/general/networks',
      send: { network: '300.1.1.1', name: 'Agence de Brest' },
    },
    { name: 'settings-system', path: '/app/settings/system' },
  ];
}
