/** Keys with the scope `admin`, without which nobody can manage an instance. */
import { AppError } from '../errors.ts';
import type { Check, Deps } from '../ports.ts';
import { DAY, isoTime } from '../time.ts';
import type { ApiKey } from './api-key.ts';
import { isUsable } from './key-use.ts';

/** The check warns this long before the last admin key expires. */
const WARN_BEFORE_MS = 7 * DAY;

const isAdmin = ({ scopes, origins }: Pick<ApiKey, 'scopes' | 'origins'>) =>
  origins === null && scopes.includes('admin');

/** What a change needs that may take the last admin key. With `force` it is made in any case. */
export interface AdminGuard extends Pick<Deps, 'clock' | 'settings'> {
  force?: boolean;
}

/**
 * The time at which another admin key must be valid so that `before` may become `after` (null: revoked); undefined if the
 * change takes no admin key. The key of the settings cannot be lost this way.
 */
export function anotherAdminAt(
  { force = false, clock, settings }: AdminGuard,
  before: ApiKey,
  after: ApiKey | null,
): number | undefined {
  const now = clock();
  if (force || settings.adminKey !== null || !isAdmin(before) || !isUsable(before, now)) return undefined;
  if (after === null || !isAdmin(after)) return now;
  const endsEarlier =
    after.expiresAt !== null && after.expiresAt < (before.expiresAt ?? Number.POSITIVE_INFINITY);
  return endsEarlier ? (after.expiresAt ?? undefined) : undefined;
}

/** The 409 for a change that would take the last admin key. */
export const lastAdminKey = () =>
  new AppError(
    'last_admin_key',
    'Without this key there would be no valid admin key, now or after it expires. Create another one first, or add ?force=true.',
  );

type Needed = Pick<Deps, 'clock' | 'settings' | 'runtime'> & { store: Pick<Deps['store'], 'keys'> };

/** How to get an admin key without having one. */
const REMEDIES: Record<Deps['runtime']['kind'], string> = {
  node: 'Create one on the server: npm run key -- --name NAME --scopes admin',
  edge: 'Set one: npx wrangler secret put SOTTO_ADMIN_KEY',
};

/** Checks whether somebody can manage this instance, now and in the next days. */
export async function checkAdminKeys({ store, clock, settings, runtime }: Needed): Promise<Check> {
  const name = 'adminKey';
  if (settings.adminKey !== null) return { name, status: 'pass', detail: 'SOTTO_ADMIN_KEY is set.' };
  const now = clock();
  const admins = (await store.keys.list()).filter((key) => isAdmin(key) && isUsable(key, now));
  const remedy = REMEDIES[runtime.kind];
  if (admins.length === 0) {
    return {
      name,
      status: 'warn',
      detail: `No admin key is valid: all are revoked or expired. ${remedy}`,
    };
  }
  const last = Math.max(...admins.map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY));
  return last - now < WARN_BEFORE_MS
    ? { name, status: 'warn', detail: `The last admin key expires at ${isoTime(last)}. ${remedy}` }
    : { name, status: 'pass', detail: `Valid admin keys: ${admins.length}.` };
}
