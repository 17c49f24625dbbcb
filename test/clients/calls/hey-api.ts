/** The calls of the README with the client that @hey-api/openapi-ts generates. */

import { client } from './hey-api/client.gen.js';
import {
  type Channel,
  createContent,
  createLink,
  createLinks,
  deleteLink,
  listHits,
  listLinks,
  listSightings,
  listStats,
  updateLink,
} from './hey-api/index.js';

client.setConfig({ baseUrl: 'http://localhost:8787', auth: () => process.env.KEY });

export async function share(url: string): Promise<Map<Channel, string>> {
  const { data, error } = await createContent({ body: { url, title: 'The guide', slug: 'guide' } });
  if (error) throw new Error(`${error.code}: ${error.detail}`);
  return new Map(data?.links.map(({ channel, shortUrl }) => [channel, shortUrl]));
}

export async function clicksByChannel(): Promise<[Channel | undefined, number][]> {
  const { data } = await listStats({ query: { groupBy: ['channel'] }, throwOnError: true });
  return data.data.map(({ channel, clicks, previews }) => [channel, clicks + previews]);
}

export async function crossed(): Promise<string[]> {
  const { data } = await listSightings({ query: { crossed: true } });
  return (data?.data ?? []).map(({ app, certainty, statement }) => `${app} (${certainty}): ${statement.en}`);
}

export async function newestHits(): Promise<string[]> {
  const { data } = await listHits({ query: { kind: ['click', 'preview'], limit: 10 } });
  return (data?.data ?? []).map(({ at, kind, reason }) => `${at} ${kind} ${reason ?? ''}`);
}

export async function manage(id: string, contentId: string): Promise<number> {
  const { data } = await listLinks({ query: { contentId: [contentId], limit: 100 } });
  await updateLink({ path: { id }, body: { maxClicks: null, utm: { source: 'wa', term: null } } });
  await createLink({ body: { url: 'https://example.com/', utm: false, statusCode: 307 } });
  await createLinks({ body: { links: [{ url: 'https://example.com/' }] } });
  await deleteLink({ path: { id } });
  return data?.data.length ?? 0;
}

export async function refuse(): Promise<void> {
  // @ts-expect-error A content needs its address.
  await createContent({ body: { title: 'The guide' } });
  // @ts-expect-error There is no such channel.
  await createLink({ body: { url: 'https://example.com/', channel: 'fax' } });
}
