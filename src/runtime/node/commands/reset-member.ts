/** Makes a link with which a member sets a new password, for when no other admin can. The server may be running. */
import { SYSTEM_AUTHOR } from '../../../audit/audit-entry.ts';
import { cleanEmail } from '../../../members/check-input.ts';
import { createResetLink } from '../../../members/tickets.ts';
import { createMemberStore } from '../../../store/admin/members.ts';
import { createIds } from '../../ids.ts';
import { sqliteEngine } from '../sqlite/engine.ts';
import { openFile } from '../sqlite/open-files.ts';
import { assertDataFolder } from './command.ts';

/** Resolves with the text to print: the link and what it does. Rejects with a message for people. */
export async function resetMember({
  email,
  dataDir,
  publicUrl,
}: {
  email: string;
  dataDir: string;
  publicUrl: string;
}): Promise<string> {
  assertDataFolder(dataDir);
  const main = openFile(dataDir, 'main', 'normal');
  try {
    if (main.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'members'`).get() === undefined)
      throw new Error('The database has no members yet. Start this version of Sotto once, then try again.');
    const members = createMemberStore(sqliteEngine(main, 'immediate'));
    const member = await members.secretsOf({ email: cleanEmail(email) });
    if (!member) throw new Error('Nobody with this email address is a member.');
    const deps = { store: { members }, ids: createIds(), settings: { publicUrl }, clock: Date.now };
    const link = await createResetLink({ ...deps, author: SYSTEM_AUTHOR }, member.id);
    return [
      `${member.email} sets a new password with this link. It works once, for an hour, turns the second factor off and ends all sessions:`,
      `\n  ${link?.url}\n`,
    ].join('\n');
  } finally {
    main.close();
  }
}
