import { createClient } from '../session/client.ts';

/** Sends a GET with exactly these headers; `fetch` would add `Sec-Fetch-Mode: cors`. */
export async function httpGet(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const { origin, pathname, search } = new URL(url);
  const client = createClient(origin);
  try {
    return await client.send({ method: 'GET', path: pathname + search, headers });
  } finally {
    client.close();
  }
}
