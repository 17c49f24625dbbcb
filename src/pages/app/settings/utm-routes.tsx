import { CHANNEL_NAMES, type Channel } from '../../../channels/registry.ts';
import { changeUtmPreset } from '../../../instance/change-instance.ts';
import { MAX_UTM_LENGTH } from '../../../links/text-limits.ts';
import { UTM_FIELDS } from '../../../urls/utm.ts';
import type { AppContext } from '../env.ts';
import { readForm } from '../members/read-form.ts';
import { linkTo } from '../members/visitor.ts';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import { idOf, noticeIn } from './parts.tsx';
import { UTM, type UtmForm, utmChannelPage, utmPage } from './utm-page.tsx';
import { SETTING_WORDS } from './words.ts';

const channelOf = (c: AppContext): Channel | undefined => CHANNEL_NAMES.find((name) => name === idOf(c));

const isPossible = (text: string) => text.length <= MAX_UTM_LENGTH && !/[\p{Cc}\p{Cs}]/u.test(text);

/** The UTM values of channels: the same as `PATCH /channels/{channel}`. */
export const utmRoutes = [
  page(`GET ${UTM}`, (c) => utmPage(c, noticeIn(c, SETTING_WORDS[c.var.language], ['saved']))),
  page(`GET ${UTM}/:id`, (c) => {
    const channel = channelOf(c);
    return channel === undefined ? messagePage(c, 404, 'missing') : utmChannelPage(c, channel);
  }),
  page(`POST ${UTM}/:id`, async (c) => {
    const channel = channelOf(c);
    if (channel === undefined) return messagePage(c, 404, 'missing');
    const form = await readForm(c);
    const given: UtmForm = Object.fromEntries(UTM_FIELDS.map((field) => [field, form(field).trim()]));
    const wrong = UTM_FIELDS.filter((field) => !isPossible(given[field] ?? ''));
    if (wrong.length > 0) return utmChannelPage(c, channel, { given, wrong });
    await changeUtmPreset(c.var.deps, channel, given);
    return c.redirect(linkTo(c, UTM, { notice: 'saved' }), 303);
  }),
  page(`POST ${UTM}/:id/reset`, async (c) => {
    const channel = channelOf(c);
    if (channel === undefined) return messagePage(c, 404, 'missing');
    await changeUtmPreset(c.var.deps, channel, null);
    return c.redirect(linkTo(c, UTM, { notice: 'saved' }), 303);
  }),
];
