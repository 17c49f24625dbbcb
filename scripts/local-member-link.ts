/** The link that makes the first account of the local worker, while nobody is a member. */
import { writePrivateFile } from '../src/runtime/node/adapters/private-file.ts';
import type { FirstMemberLink } from '../src/runtime/node/server/first-member-link.ts';

/** Asks the worker at `url` for the link, and keeps it in a file of the data folder; null once somebody is a member. */
export async function localMemberLink(
  url: string,
  adminKey: string,
  dataDir: string,
): Promise<FirstMemberLink | null> {
  const response = await fetch(`${url}/api/v1/member-links`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ purpose: 'owner' }),
  });
  if (response.status !== 201) return null;
  const link: { url: string } = await response.json();
  const path = `${dataDir}/first-member-link`;
  writePrivateFile(path, `${link.url}\n`);
  return { url: link.url, path };
}
