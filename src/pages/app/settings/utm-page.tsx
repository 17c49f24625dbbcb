import { CHANNEL_NAMES, CHANNELS, type Channel } from '../../../channels/registry.ts';
import { channelUtm } from '../../../instance/utm-presets.ts';
import { MAX_UTM_LENGTH } from '../../../links/text-limits.ts';
import { effectiveUtm, UTM_FIELDS, type Utm, withUtm } from '../../../urls/utm.ts';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import { Field, Form, Notice } from '../members/parts.tsx';
import { Part, settingsPage } from '../members/settings-page.tsx';
import { linkTo } from '../members/visitor.ts';
import { channelLabel } from '../parts/name-texts.ts';
import { ChannelName } from '../parts/names.tsx';
import { Table } from './parts.tsx';
import { SETTING_WORDS } from './words.ts';

export const UTM = '/app/settings/utm';

export type UtmField = (typeof UTM_FIELDS)[number];
export type UtmForm = { [Name in UtmField]?: string };

const EXAMPLE = 'https://www.example.com/guide';

const wordsOf = (c: AppContext) => SETTING_WORDS[c.var.language];

/** What the links of every channel add. */
export async function utmPage(c: AppContext, notice: string | null) {
  const { utm: texts, change } = wordsOf(c);
  const { utm: presets } = await c.var.deps.store.instance.get();
  const view = viewFor(c);
  const shown = ['source', 'medium', 'content', 'campaign', 'term'] as const satisfies UtmField[];
  const body = (
    <>
      <Notice text={notice} />
      <Part id="channels" head={texts.list} note={texts.note}>
        <p>{texts.effect}</p>
        <Table heads={[texts.channel, ...shown.map((field) => texts.fields[field])]} action={change}>
          {CHANNEL_NAMES.map((channel) => {
            const values = channelUtm(presets, channel);
            return (
              <tr>
                <th scope="row">
                  <ChannelName view={view} channel={channel} />
                  {presets[channel] ? <span class="muted"> ({texts.own})</span> : null}
                </th>
                {shown.map((field) =>
                  values[field] ? (
                    <td data-label={texts.fields[field]}>
                      <bdi>{values[field]}</bdi>
                    </td>
                  ) : (
                    <td class="absent">–</td>
                  ),
                )}
                <td>
                  <a
                    href={linkTo(c, `${UTM}/${channel}`)}
                    aria-label={texts.changeOf(channelLabel(channel, c.var.language))}
                  >
                    {change}
                  </a>
                </td>
              </tr>
            );
          })}
        </Table>
      </Part>
    </>
  );
  return settingsPage(c, 'utm', { title: texts.title, body });
}

const listOf = (values: Readonly<Utm>) => effectiveUtm(null, values, '').map((pair) => pair.join('='));

/** The values of one channel, as they are or as they were sent. */
export async function utmChannelPage(
  c: AppContext,
  channel: Channel,
  { given, wrong = [] }: { given?: UtmForm; wrong?: UtmField[] } = {},
) {
  const { utm: texts, save } = wordsOf(c);
  const { utm: presets } = await c.var.deps.store.instance.get();
  const values = channelUtm(presets, channel);
  const hintOf = (field: UtmField) => (field === 'campaign' ? { hint: texts.campaignHint } : {});
  const body = (
    <>
      <Part id="values" head={texts.values} note={texts.valuesNote}>
        <Form action={linkTo(c, `${UTM}/${channel}`)}>
          {UTM_FIELDS.map((field) => (
            <Field
              name={field}
              label={`${texts.fields[field]} (utm_${field})`}
              value={given?.[field] ?? values[field] ?? ''}
              maxlength={MAX_UTM_LENGTH}
              mistake={wrong.includes(field) ? texts.tooLong : undefined}
              {...hintOf(field)}
              optional
              isCode
            />
          ))}
          <p>
            {texts.example}
            <br />
            <code class="long">{withUtm(EXAMPLE, effectiveUtm(null, values, ''))}</code>
          </p>
          <p class="muted">{texts.effect}</p>
          <button class="btn primary" type="submit">
            {save}
          </button>
        </Form>
      </Part>
      {presets[channel] ? (
        <Part id="reset" head={texts.reset} note={texts.resetNote(listOf(CHANNELS[channel].utm).join(', '))}>
          <Form action={linkTo(c, `${UTM}/${channel}/reset`)}>
            <button class="btn" type="submit">
              {texts.resetButton}
            </button>
          </Form>
        </Part>
      ) : null}
    </>
  );
  const title = texts.titleOf(channelLabel(channel, c.var.language));
  return settingsPage(c, 'utm', { title, body, status: wrong.length > 0 ? 422 : 200, isBelow: true });
}
