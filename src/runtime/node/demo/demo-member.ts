import { SYSTEM_AUTHOR } from '../../../audit/audit-entry.ts';
import { join } from '../../../members/join.ts';
import { createSignInLink } from '../../../members/sign-in-link.ts';
import { createOwnerLink } from '../../../members/tickets.ts';
import { newToken } from '../../../members/token.ts';
import type { PasswordHashing, Settings } from '../../../ports.ts';
import type { CachedStore } from '../../../store-ports/store.ts';
import { createIds } from '../../ids.ts';

const EMAIL = 'demo@le-cap.example';

/** The path of a one-use link that signs the demo's only member in, who is an admin without a known password. */
export async function signInDemoMember(
  store: CachedStore,
  settings: Settings,
  passwords: PasswordHashing,
): Promise<string> {
  const deps = { store, settings, clock: Date.now, ids: createIds(), passwords };
  const owner = await createOwnerLink({ ...deps, author: SYSTEM_AUTHOR });
  if (owner) {
    const { text: password } = await newToken();
    const token = owner.url.split('/').at(-1) ?? '';
    const joining = { email: EMAIL, name: 'Le Cap', password, language: 'en' as const };
    await join({ ...deps, requestId: 'demo' }, token, joining);
  }
  const member = await store.members.secretsOf({ email: EMAIL });
  if (!member) throw new Error('The folder does not contain the member of the demo.');
  return createSignInLink(deps, member.id);
}
