/** The pages of which screenshots are taken. */
import type { ServerProcess } from '../support/server/spawn-server.ts';

export interface Shown {
  name: string;
  path: string;
}

export async function pagesOf(_server: ServerProcess): Promise<Shown[]> {
  return [
    { name: 'overview', path: '/app' },
    { name: 'overview-12m', path: '/app?period=12m' },
    { name: 'overview-channel', path: '/app?channel=whatsapp&period=7d' },
    { name: 'sightings', path: '/app/sightings?channel=whatsapp&app=slack' },
  ];
}
