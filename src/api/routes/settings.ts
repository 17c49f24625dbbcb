/** `/settings`: what the team sets for the whole instance. */
import { createRoute, z } from '@hono/zod-openapi';
import { changeInstance } from '../../instance/change-instance.ts';
import type { InstanceSettings } from '../../instance/instance-settings.ts';
import { MAX_NETWORK_NAME, MAX_OWN_NETWORKS, networkText } from '../../instance/own-networks.ts';
import type { Settings } from '../../ports.ts';
import { isoTime } from '../../time.ts';
import { secured } from '../http/auth.ts';
import { apiRoute } from '../http/route.ts';
import { Language } from '../schemas/enums.ts';
import * as field from '../schemas/fields.ts';
import { json, jsonBody, problems } from '../schemas/shapes.ts';

const language = Language.nullable().openapi({
  description: 'Language of the pages for members who have chosen none; null: as their browser asks.',
});
const timezone = z.string().nullable().openapi({
  description: 'IANA time zone of the pages for members who have chosen none; null: UTC.',
  example: 'Europe/Paris',
});
const network = z.string().openapi({
  description: 'A network or a single address.',
  example: '192.0.2.0/24',
});
const networkName = z
  .string()
  .nullable()
  .openapi({ description: 'What the team calls it.', example: 'Office' });

const OwnNetworkBody = z
  .object({
    network,
    name: networkName,
    createdAt: field.timestamp.openapi({ description: 'When it was added.' }),
  })
  .openapi('OwnNetwork', { description: 'A network whose hits count as tests.' });

const SettingsBody = z
  .object({
    language,
    timezone,
    ownNetworks: z
      .array(OwnNetworkBody)
      .openapi({ description: 'Networks whose hits count as tests, oldest first.' }),
    environment: z
      .object({
        publicUrl: z.string().openapi({ description: 'Scheme and host of the default domain.' }),
        ownNetworks: z
          .array(z.string())
          .openapi({ description: 'Networks of `SOTTO_EXCLUDE`, whose hits count as tests, too.' }),
        retentionMonths: z.int().openapi({ description: 'For how many months individual hits are kept.' }),
      })
      .openapi({ description: 'Settings of the environment, which change with a restart.' }),
  })
  .openapi('Settings', { description: 'Settings of the whole instance.' });

const SettingsEdit = z
  .strictObject({
    language: field.optional(language),
    timezone: field.optional(timezone),
    ownNetworks: field.optional(
      z
        .array(
          z
            .strictObject({
              network,
              name: field.line(MAX_NETWORK_NAME).nullable().default(null).openapi({
                description: 'What the team calls it.',
                example: 'Office',
              }),
              createdAt: field.optional(z.string()).openapi({ description: 'Ignored.' }),
            })
            .openapi('OwnNetworkEdit', { description: 'A network whose hits count as tests.' }),
        )
        .max(MAX_OWN_NETWORKS)
        .openapi({ description: 'All networks of the team: those that are missing are removed.' }),
    ),
    environment: field.immutable,
  })
  .openapi('SettingsEdit', {
    description: 'Settings to change.',
    example: { timezone: 'Europe/Paris', ownNetworks: [{ network: '192.0.2.0/24', name: 'Office' }] },
  });

function presentSettings(
  { language, timezone, ownNetworks }: InstanceSettings,
  { publicUrl, ownNetworks: fixed, retentionMonths }: Settings,
): z.infer<typeof SettingsBody> {
  return {
    language,
    timezone,
    ownNetworks: ownNetworks.map(({ createdAt, ...each }) => ({ ...each, createdAt: isoTime(createdAt) })),
    environment: { publicUrl, ownNetworks: fixed.map(networkText), retentionMonths },
  };
}

export const settingRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/settings',
      operationId: 'getSettings',
      tags: ['Settings'],
      summary: 'Get the settings',
      ...secured('admin'),
      responses: { 200: json(SettingsBody, 'The settings.'), ...problems },
    }),
    async (c) => {
      const { store, settings } = c.var.deps;
      return c.json(presentSettings(await store.instance.get(), settings), 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'patch',
      path: '/settings',
      operationId: 'updateSettings',
      tags: ['Settings'],
      summary: 'Update the settings',
      description:
        'A JSON Merge Patch: absent fields stay as they are. A change takes effect at once, on Cloudflare within a minute.',
      ...secured('admin'),
      request: { body: jsonBody(SettingsEdit) },
      responses: { 200: json(SettingsBody, 'The updated settings.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const changed = await changeInstance(deps, c.req.valid('json'));
      return c.json(presentSettings(changed, deps.settings), 200);
    },
  ),
] as const;
