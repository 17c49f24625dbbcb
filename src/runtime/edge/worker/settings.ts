import { parseConfig, settingsOf } from '../../../config/config.ts';
import type { Log, Settings } from '../../../ports.ts';

/** The settings among the variables and secrets of a worker. Throws an `Error` that lists every mistake. */
export function readSettings(env: object, log: Pick<Log, 'warn'>): Settings {
  const texts = Object.entries(env).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const parsed = parseConfig(Object.fromEntries(texts), () => {
    throw new Error('Workers have no files');
  });
  if (!parsed.ok) throw new Error(`Sotto cannot start with these settings: ${parsed.mistakes.join('; ')}`);
  for (const warning of parsed.warnings) log.warn({}, warning);
  const { SOTTO_PUBLIC_URL } = parsed.config;
  if (SOTTO_PUBLIC_URL === null)
    throw new Error('SOTTO_PUBLIC_URL must be set: short links are built from it');
  if (parsed.config.SOTTO_BLOCKLIST.some((source) => !/^https?:\/\//i.test(source)))
    throw new Error('SOTTO_BLOCKLIST must contain only URLs: workers have no files');
  if (parsed.config.SOTTO_SMTP_URL !== null)
    log.warn(
      {},
      'SOTTO_SMTP_URL is ignored: workers send no mail. Pass the links of invitations on yourself.',
    );
  // The platform itself names the client, without a proxy in between.
  return { ...settingsOf(parsed.config, SOTTO_PUBLIC_URL), trustedProxies: [] };
}
