/** Many links of a server, and visitors who open them. */
import { createClient } from '../session/client.ts';
import type { ServerProcess } from './server-process.ts';

const BULK = 1000;
const CONNECTIONS = 16;
const AGENT =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

/** Creates this many links; resolves with their slugs. */
export async function createLinks(server: ServerProcess, count: number): Promise<string[]> {
  const slugs = Array.from({ length: count }, (_, at) => `n${at}`);
  for (let at = 0; at < count; at += BULK) {
    const links = slugs.slice(at, at + BULK).map((slug) => ({ url: `https://example.com/${slug}`, slug }));
    const { data } = await server.api<{ data: { link?: unknown }[] }>('/links/bulk', { links });
    const failed = data.find(({ link }) => link === undefined);
    if (failed) throw new Error(JSON.stringify(failed));
  }
  return slugs;
}

/** Opens the paths over several connections, each once. */
export async function openAll(server: ServerProcess, paths: string[]): Promise<void> {
  const client = createClient(server.url);
  const queue = paths.values();
  const connection = async () => {
    for (const path of queue) {
      const headers = { 'User-Agent': AGENT };
      const { status } = await client.send({ method: 'GET', path: `/${path}`, headers });
      if (status !== 302) throw new Error(`/${path} answered ${status}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  } finally {
    client.close();
  }
}
