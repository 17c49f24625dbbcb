/** The bodies of `/keys`. */
import { z } from '@hono/zod-openapi';
import type { ApiKey } from '../../keys/api-key.ts';
import { GRANTED_SCOPES } from '../../keys/scope.ts';
import { isoTime, isoTimeOrNull } from '../../time.ts';
import { Scope } from './enums.ts';
import * as field from './fields.ts';

/** As browsers send it: scheme and host in lower case, without a default port, path or slash. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
}

const name = field.line(100).openapi({ description: 'Name that tells keys apart.' });
const scopes = field
  .distinct(z.array(Scope).min(1), 'scope')
  .openapi({ description: 'What the key may do.' });

const MAX_ORIGINS = 20;

const origins = field
  .distinct(
    z
      .array(z.string().max(300).refine(isOrigin, 'Must be an origin such as https://www.example.com.'))
      .min(1)
      .max(MAX_ORIGINS),
    'origin',
  )
  .nullable()
  .openapi({
    description:
      'Makes the key publishable (`pk_…`): it works only on pages of these origins, with the scope `shares:write` alone. Null for a secret key.',
  });

export const KeyCreate = z
  .strictObject({
    name,
    scopes,
    expiresAt: field.instant
      .nullable()
      .default(null)
      .openapi({ description: 'From this time on the key is refused. Never by default.' }),
    origins: origins.default(null),
  })
  .openapi('KeyCreate', {
    description: 'A key to create.',
    example: { name: 'Newsletter', scopes: ['links:write'] },
  });

export const KeyEdit = z
  .strictObject({
    name: field.optional(name),
    scopes: field.optional(scopes),
    expiresAt: field
      .optional(field.instant.nullable())
      .openapi({ description: 'From this time on the key is refused. Null: never.' }),
  })
  .openapi('KeyEdit', {
    description: 'Changes of a key; absent fields stay as they are.',
    example: { name: 'Newsletter tool' },
  });

const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 720;

export const KeyRoll = z
  .strictObject({
    overlapHours: z.int().min(0).max(MAX_OVERLAP_HOURS).default(DEFAULT_OVERLAP_HOURS).openapi({
      description: 'How long the old key goes on working, unless it expires before. 0 ends it at once.',
    }),
  })
  .openapi('KeyRoll', { description: 'How a key is replaced.', example: { overlapHours: 24 } });

export const KeyBody = z
  .object({
    id: z.string().openapi({ description: 'Id of the key.', example: 'key_8fWq2xK0pLrT5vBn' }),
    name: z.string().openapi({ description: 'Name that tells keys apart.' }),
    scopes: z.array(Scope).openapi({ description: 'What the key may do.' }),
    origins: z
      .array(z.string())
      .nullable()
      .openapi({ description: 'The origins whose pages may use a publishable key; null for a secret one.' }),
    createdAt: field.timestamp.openapi({ description: 'Time of creation.' }),
    expiresAt: field.timestamp.nullable().openapi({ description: 'From this time on the key is refused.' }),
    lastUsedAt: field.timestamp
      .nullable()
      .openapi({ description: 'Time of the last use, accurate to the minute.' }),
    revokedAt: field.timestamp
      .nullable()
      .openapi({ description: 'Time of revocation; null for a valid key.' }),
  })
  .openapi('Key', { description: 'A key of the API, without its text.' });

export const CreatedKeyBody = KeyBody.extend({
  key: z.string().openapi({
    description: 'The key itself. It is shown only in this answer and is not stored.',
    example: 'sotto_key_…',
  }),
}).openapi('CreatedKey', { description: 'A new key with its text.' });

export const RolledKeyBody = CreatedKeyBody.extend({
  replaces: KeyBody.openapi({ description: 'The old key, with the time at which it ends.' }),
}).openapi('RolledKey', { description: 'A new key with its text, and the one that it replaces.' });

export function presentKey({ id, name, scopes, createdAt, ...times }: ApiKey): z.infer<typeof KeyBody> {
  const { expiresAt, lastUsedAt, revokedAt, origins } = times;
  return {
    id,
    name,
    scopes: GRANTED_SCOPES.filter((scope) => scopes.includes(scope)),
    origins,
    createdAt: isoTime(createdAt),
    expiresAt: isoTimeOrNull(expiresAt),
    lastUsedAt: isoTimeOrNull(lastUsedAt),
    revokedAt: isoTimeOrNull(revokedAt),
  };
}
