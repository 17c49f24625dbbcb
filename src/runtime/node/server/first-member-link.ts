import { rmSync } from 'node:fs';
import { SYSTEM_AUTHOR } from '../../../audit/audit-entry.ts';
import { createOwnerLink } from '../../../members/tickets.ts';
import type { Deps } from '../../../ports.ts';
import { writePrivateFile } from '../adapters/private-file.ts';

/** The one-use link that makes the first account, and the path of the file that contains it. */
export interface FirstMemberLink {
  url: string;
  path: string;
}

/**
 * While nobody is a member, each start makes a new link and writes it to the file `first-member-link` (0600) in the data
 * folder; links of earlier starts become invalid. Null once somebody is a member.
 */
export async function createFirstMemberLink(
  deps: Pick<Deps, 'store' | 'ids' | 'clock' | 'settings'>,
  dataDir: string,
): Promise<FirstMemberLink | null> {
  const path = `${dataDir}/first-member-link`;
  const link = await createOwnerLink({ ...deps, author: SYSTEM_AUTHOR });
  if (!link) {
    rmSync(path, { force: true });
    return null;
  }
  writePrivateFile(path, `${link.url}\n`);
  return { url: link.url, path };
}
