/** The calls of the README with openapi-fetch, by the types of openapi-typescript. */
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

type Channel = components['schemas']['Channel'];

const client = createClient<paths>({
  baseUrl: 'http://localhost:8787',
  headers: { Authorization: `Bearer ${process.env.KEY}` },
});

export async function share(url: string): Promise<Map<Channel, string>> {
  const { data, error } = await client.POST('/api/v1/contents', {
    body: { url, title: 'The guide', slug: 'guide' },
  });
  if (error) throw new Error(`${error.code}: ${error.detail}`);
  return new Map(data.links.map(({ channel, shortUrl }) => [channel, shortUrl]));
}

export async function clicksByChannel(): Promise<[Channel | undefined, number][]> {
  const { data, error } = await client.GET('/api/v1/stats', { params: { query: { groupBy: ['channel'] } } });
  if (error) throw new Error(error.detail);
  return data.data.map(({ channel, clicks, previews }) => [channel, clicks + previews]);
}

export async function crossed(): Promise<string[]> {
  const { data } = await client.GET('/api/v1/sightings', { params: { query: { crossed: true } } });
  return (data?.data ?? []).map(({ app, certainty, statement }) => `${app} (${certainty}): ${statement.en}`);
}

export async function newestHits(): Promise<string[]> {
  const query = { kind: ['click', 'preview'], limit: 10 } as const;
  const { data } = await client.GET('/api/v1/hits', {
    params: { query: { ...query, kind: [...query.kind] } },
  });
  return (data?.data ?? []).map(({ at, kind, reason }) => `${at} ${kind} ${reason ?? ''}`);
}

/** Every page of a list, by its cursor. */
export async function allLinks(contentId: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { contentId: [contentId], limit: 100, ...(cursor !== undefined && { cursor }) };
    const { data, error } = await client.GET('/api/v1/links', { params: { query } });
    if (error) throw new Error(error.errors?.map(({ pointer }) => pointer).join());
    found.push(...data.data.map(({ shortUrl }) => shortUrl));
    cursor = data.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

export async function manage(id: string): Promise<void> {
  await client.PATCH('/api/v1/links/{id}', {
    params: { path: { id } },
    body: { url: 'https://example.com/guide?id=8', maxClicks: null, utm: { source: 'wa', term: null } },
  });
  await client.POST('/api/v1/links', { body: { url: 'https://example.com/', utm: false, statusCode: 307 } });
  await client.POST('/api/v1/links/bulk', { body: { links: [{ url: 'https://example.com/' }] } });
  await client.POST('/api/v1/keys', { body: { name: 'Newsletter', scopes: ['links:write'] } });
  await client.POST('/api/v1/domains', { body: { domain: 'go.example' } });
  await client.DELETE('/api/v1/links/{id}', { params: { path: { id } } });
  const csv = await client.GET('/api/v1/stats', {
    params: { query: { groupBy: ['day'], format: 'csv' } },
    parseAs: 'text',
  });
  const file: string | undefined = csv.data;
  console.log(file);
}

export async function refuse(): Promise<void> {
  // @ts-expect-error A content needs its address.
  await client.POST('/api/v1/contents', { body: { title: 'The guide' } });
  // @ts-expect-error There is no such channel.
  await client.POST('/api/v1/links', { body: { url: 'https://example.com/', channel: 'fax' } });
  // @ts-expect-error There is no such dimension.
  await client.GET('/api/v1/stats', { params: { query: { groupBy: ['weather'] } } });
}
