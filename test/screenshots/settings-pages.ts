/** The pages of the settings of an instance. */
import type { ServerProcess } from '../support/server/spawn-server.ts';
import type { Shown } from './pages.ts';

const NETWORKS = [
  { network: '198.51.100.0/24', name: 'Agence de Lyon' },
  { network: '2001:db8:40::/48', name: null },
];

/** Sends a change to the API. */
export async function put(server: ServerProcess, path: string, body: unknown, method = 'POST') {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      Authorization: 'Bearer sotto_screenshots_0123456789abcdef',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  // A second run finds what the first has added.
  if (response.status >= 400 && response.status !== 409) throw new Error(`${path}: ${response.status}`);
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
  const keys = await server.api<{ data: { id: string; name: string; revokedAt: string | null }[] }>('/keys');
  if (!keys.data.some(({ name }) => name === 'Newsletter')) {
    await put(server, '/keys', { name: 'Newsletter', scopes: ['links:write', 'stats:read'] });
    await put(server, '/keys', {
      name: 'Tableau de bord',
      scopes: ['stats:read'],
      expiresAt: '2030-01-01T00:00:00Z',
    });
  }
  const { data } = await server.api<{ data: { id: string; name: string }[] }>('/keys');
  const id = data.find(({ name }) => name === 'Newsletter')?.id;
  return [
    { name: 'settings-domains', path: '/app/settings/domains' },
    { name: 'settings-domain', path: '/app/settings/domains/lien.le-cap.example' },
    { name: 'settings-domain-remove', path: '/app/settings/domains/lien.le-cap.example/remove' },
    { name: 'settings-keys', path: '/app/settings/keys' },
    { name: 'settings-key', path: `/app/settings/keys/${id}` },
    { name: 'settings-key-revoke', path: `/app/settings/keys/${id}/revoke` },
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
    { name: 'settings-general', path: '/app/settings/general' },
    { name: 'settings-system', path: '/app/settings/system' },
  ];
}
