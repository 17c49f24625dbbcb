import { addOwnNetwork, changeInstance, removeOwnNetwork } from '../../../instance/change-instance.ts';
import { MAX_NETWORK_NAME } from '../../../instance/own-networks.ts';
import { LANGUAGES } from '../../../language.ts';
import { readForm } from '../members/read-form.ts';
import { linkTo } from '../members/visitor.ts';
import { page } from '../page-route.ts';
import { GENERAL, generalPage } from './general-page.tsx';
import { failureOf, noticeIn } from './parts.tsx';
import { SETTING_WORDS } from './words.ts';

/** What admins set for the whole instance: the same as `PATCH /settings`. */
export const generalRoutes = [
  page(`GET ${GENERAL}`, (c) => {
    const { saved, general } = SETTING_WORDS[c.var.language];
    const notice = noticeIn(c, { ...general, saved }, ['saved', 'added', 'removed']);
    return generalPage(c, { notice });
  }),
  page(`POST ${GENERAL}`, async (c) => {
    const form = await readForm(c);
    const language = LANGUAGES.find((each) => each === form('language')) ?? null;
    const timezone = form('timezone').trim();
    const given = { language, timezone: timezone === '' ? null : timezone };
    const failure = await failureOf(changeInstance(c.var.deps, given));
    return failure
      ? generalPage(c, { choices: { language, timezone } })
      : c.redirect(linkTo(c, GENERAL, { notice: 'saved' }), 303);
  }),
  page(`POST ${GENERAL}/networks`, async (c) => {
    const form = await readForm(c);
    const name = form('name')
      .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
      .trim();
    const given = { network: form('network').trim(), name };
    if (name.length > MAX_NETWORK_NAME) return generalPage(c, { network: { ...given, mistake: 'name' } });
    const outcome = await addOwnNetwork(c.var.deps, { ...given, name: name === '' ? null : name });
    return outcome === 'added'
      ? c.redirect(linkTo(c, GENERAL, { notice: 'added' }), 303)
      : generalPage(c, { network: { ...given, mistake: outcome } });
  }),
  page(`POST ${GENERAL}/networks/remove`, async (c) => {
    await removeOwnNetwork(c.var.deps, (await readForm(c))('network'));
    return c.redirect(linkTo(c, GENERAL, { notice: 'removed' }), 303);
  }),
];
