import type { InstanceSettings, OwnNetwork } from '../../../instance/instance-settings.ts';
import { cidrsOf, MAX_NETWORK_NAME, networkText } from '../../../instance/own-networks.ts';
import type { Language } from '../../../language.ts';
import { isInCidrs } from '../../../net/cidr.ts';
import { readClient } from '../../../net/client.ts';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import { Field, Form, Notice, Select } from '../members/parts.tsx';
import { Part, settingsPage, timeText } from '../members/settings-page.tsx';
import { linkTo } from '../members/visitor.ts';
import { Table } from './parts.tsx';
import { SETTING_WORDS, type SettingWords } from './words.ts';

export const GENERAL = '/app/settings/general';

type NetworkMistake = keyof SettingWords['general']['networkMistakes'];

interface Shown {
  notice?: string | null;
  /** Language and time zone that were sent and are wrong. */
  choices?: { language: Language | null; timezone: string };
  /** A network that was sent and is wrong. */
  network?: { network: string; name: string; mistake: NetworkMistake };
}

const wordsOf = (c: AppContext) => SETTING_WORDS[c.var.language];

/** What holds for the whole instance. */
export async function generalPage(c: AppContext, { notice = null, choices, network }: Shown) {
  const { general: texts } = wordsOf(c);
  const { settings, store } = c.var.deps;
  const instance = await store.instance.get();
  const body = (
    <>
      <Notice text={notice} />
      <Choices c={c} instance={instance} choices={choices} />
      <Part id="networks" head={texts.networks} note={texts.networksNote}>
        <Networks c={c} networks={instance.ownNetworks} />
        <AddNetwork c={c} networks={instance.ownNetworks} given={network} />
      </Part>
      <Part id="retention" head={texts.retention}>
        <p>{texts.retentionText(settings.retentionMonths, viewFor(c).format)}</p>
        <p class="muted">{texts.retentionNote}</p>
        <p>
          <a href={`/privacy?lang=${c.var.language}`}>{texts.privacy}</a>
        </p>
      </Part>
    </>
  );
  return settingsPage(c, 'general', { title: texts.title, body, status: choices || network ? 422 : 200 });
}

type ChoicesOf = { c: AppContext; instance: InstanceSettings; choices: Shown['choices'] };

function Choices({ c, instance, choices }: ChoicesOf) {
  const { general: texts, save } = wordsOf(c);
  const languages = [
    ['', texts.asBrowser],
    ['en', 'English'],
    ['fr', 'Français'],
  ] as const;
  return (
    <Part id="pages" head={texts.pages} note={texts.pagesNote}>
      <Form action={linkTo(c, GENERAL)}>
        <Select
          name="language"
          label={texts.language}
          value={(choices ? choices.language : instance.language) ?? ''}
          options={languages}
        />
        <Field
          name="timezone"
          label={texts.timezone}
          value={choices?.timezone ?? instance.timezone ?? ''}
          hint={texts.timezoneHint}
          mistake={choices && texts.badTimezone}
          optional
          isCode
        />
        <button class="btn primary" type="submit">
          {save}
        </button>
      </Form>
    </Part>
  );
}

function Networks({ c, networks }: { c: AppContext; networks: readonly OwnNetwork[] }) {
  const { general: texts } = wordsOf(c);
  const fixed = c.var.deps.settings.ownNetworks.map(networkText);
  if (fixed.length + networks.length === 0) return <p>{texts.noNetworks}</p>;
  return (
    <Table heads={[texts.network, texts.networkName, texts.since]} action={texts.action}>
      {fixed.map((network) => (
        <tr>
          <th scope="row">{network}</th>
          <td class="muted" colspan={3}>
            {texts.fixed}
          </td>
        </tr>
      ))}
      {networks.map(({ network, name, createdAt }) => (
        <tr>
          <th scope="row">{network}</th>
          <td>
            <bdi>{name ?? ''}</bdi>
          </td>
          <td data-label={texts.since}>{timeText(c, createdAt)}</td>
          <td>
            <form method="post" action={linkTo(c, `${GENERAL}/networks/remove`)}>
              <input type="hidden" name="network" value={network} />
              <button class="btn quiet" type="submit" aria-label={texts.removeOf(network)}>
                {texts.remove}
              </button>
            </form>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** What to say about the address of the member who asks; null if it is unknown. */
function addressText(c: AppContext, networks: readonly OwnNetwork[]): string | null {
  const { general: texts } = wordsOf(c);
  const { settings } = c.var.deps;
  const { address } = readClient(c.req.raw.headers, c.env.connInfo.address, settings);
  if (address === null) return null;
  const isOwn = isInCidrs([...settings.ownNetworks, ...cidrsOf(networks)], address);
  return isOwn ? texts.yourAddressCounts(address.toString()) : texts.yourAddress(address.toString());
}

type AddNetworkOf = { c: AppContext; networks: readonly OwnNetwork[]; given: Shown['network'] };

function AddNetwork({ c, networks, given }: AddNetworkOf) {
  const { general: texts } = wordsOf(c);
  const { mistake } = given ?? {};
  const hint = [texts.networkHint, addressText(c, networks)].filter((text) => text !== null).join(' ');
  return (
    <>
      <h3 class="h3">{texts.addNetwork}</h3>
      <Form action={linkTo(c, `${GENERAL}/networks`)}>
        <Field
          name="network"
          label={texts.network}
          value={given?.network ?? ''}
          hint={hint}
          mistake={mistake && mistake !== 'name' ? texts.networkMistakes[mistake] : undefined}
          isCode
        />
        <Field
          name="name"
          label={texts.networkName}
          value={given?.name ?? ''}
          hint={texts.nameHint}
          maxlength={MAX_NETWORK_NAME}
          mistake={mistake === 'name' ? texts.networkMistakes.name : undefined}
          optional
        />
        <button class="btn" type="submit">
          {texts.addButton}
        </button>
      </Form>
    </>
  );
}
