/** Finds the placeholders that are left in wrangler.toml. */

/** The part of an environment's configuration that is checked here. */
export interface Target {
  vars: Record<string, unknown>;
  d1_databases: { binding: string; database_id?: string }[];
  kv_namespaces: { binding: string; id?: string }[];
}

const PLACEHOLDER_ID = /^[0-]*$/;
const PLACEHOLDER_HOST = /^https?:\/\/(?:localhost|[\w.-]*example\.com)(?::\d+)?$/;

/** One line for each placeholder, with the command that creates the missing value; empty if none is left. */
export function placeholdersIn({ vars, d1_databases, kv_namespaces }: Target): string[] {
  const url = String(vars.SOTTO_PUBLIC_URL ?? '');
  return [
    ...d1_databases
      .filter(({ database_id = '' }) => PLACEHOLDER_ID.test(database_id))
      .map(({ binding }) => `database_id of ${binding}: npx wrangler d1 create sotto`),
    ...kv_namespaces
      .filter(({ id = '' }) => PLACEHOLDER_ID.test(id))
      .map(({ binding }) => `id of ${binding}: npx wrangler kv namespace create ${binding}`),
    ...(url === '' || PLACEHOLDER_HOST.test(url) ? ['SOTTO_PUBLIC_URL: https:// and your own domain'] : []),
  ];
}
