import { asc, sql } from 'drizzle-orm';
import { CHANNEL_NAMES, type Channel } from '../../channels/registry.ts';
import type { InstanceChanges, InstanceSettings } from '../../instance/instance-settings.ts';
import type { InstanceStore } from '../../instance/instance-store.ts';
import { instanceSettings } from '../schema/admin.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';

/** The names of rows that are for one channel or one network: `utm.whatsapp`, `network.192.0.2.0/24`. */
const UTM = 'utm.';
const NETWORK = 'network.';
const SECRET = 'secret';

interface Row {
  name: string;
  value: unknown;
}

/** Each value has a row of its own, so that two members who change different ones do not undo each other's change. */
function rowsOf({ language, timezone, utm = {}, ownNetworks = {} }: InstanceChanges): Row[] {
  return [
    ...(language === undefined ? [] : [{ name: 'language', value: language }]),
    ...(timezone === undefined ? [] : [{ name: 'timezone', value: timezone }]),
    ...Object.entries(utm).map(([channel, value]) => ({ name: UTM + channel, value })),
    ...Object.entries(ownNetworks).map(([network, value]) => ({ name: NETWORK + network, value })),
  ];
}

/** The values were checked when they were written. */
function settingsOf(rows: Row[]): InstanceSettings {
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  const utm = Object.fromEntries(
    CHANNEL_NAMES.flatMap((channel) => {
      const value = values.get(UTM + channel);
      return value === undefined ? [] : [[channel, value] as [Channel, object]];
    }),
  );
  const ownNetworks = rows
    .filter(({ name }) => name.startsWith(NETWORK))
    .map(({ name, value }) => {
      const { name: title, createdAt } = value as { name: string | null; createdAt: number };
      return { network: name.slice(NETWORK.length), name: title, createdAt };
    });
  return {
    language: (values.get('language') ?? null) as InstanceSettings['language'],
    timezone: (values.get('timezone') ?? null) as InstanceSettings['timezone'],
    utm,
    ownNetworks: ownNetworks.toSorted((one, other) => one.createdAt - other.createdAt),
  };
}

export function createInstanceStore({ db, atomic }: Engine): InstanceStore {
  let secret: string | undefined;
  const all = db.select().from(instanceSettings).orderBy(asc(instanceSettings.name)).prepare();
  const get = async () => settingsOf(await all.all());
  return {
    get,
    known: get,
    update: async (changes, note) => {
      const rows = JSON.stringify(rowsOf(changes));
      await atomic([
        sql`DELETE FROM instance_settings WHERE name IN
          (SELECT value ->> 'name' FROM json_each(${rows}) WHERE value -> 'value' = 'null')`,
        sql`INSERT INTO instance_settings (name, value) SELECT value ->> 'name', value -> 'value'
          FROM json_each(${rows}) WHERE value -> 'value' <> 'null'
          ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        ...auditStatements(note),
      ]);
    },
    secret: async (fresh) => {
      if (secret === undefined) {
        const value = JSON.stringify(fresh);
        const insert = sql`INSERT INTO instance_settings (name, value) VALUES (${SECRET}, ${value}) ON CONFLICT DO NOTHING`;
        const select = sql`SELECT value ->> '$' AS value FROM instance_settings WHERE name = ${SECRET}`;
        const [, [row] = []] = await atomic([insert, select]);
        secret = String(row?.value ?? fresh);
      }
      return secret;
    },
  };
}
