import type { ApiKey } from '../../../keys/api-key.ts';
import { createKey } from '../../../keys/create-key.ts';
import { editKey } from '../../../keys/edit-key.ts';
import { revokeKey } from '../../../keys/revoke-key.ts';
import { type RolledKey, rollKey } from '../../../keys/roll-key.ts';
import { showKey } from '../../../keys/show-key.ts';
import type { AppContext } from '../env.ts';
import { readForm, readValues } from '../members/read-form.ts';
import { linkTo } from '../members/visitor.ts';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import { checkKeyForm, readKeyForm } from './key-form.ts';
import { keyPage, revokePage } from './key-page.tsx';
import { KEYS, keysPage, newKeyPage } from './keys-page.tsx';
import { failureOf, idOf, noticeIn } from './parts.tsx';
import { SETTING_WORDS } from './words.ts';

const wordsOf = (c: AppContext) => SETTING_WORDS[c.var.language];

/** Answers with the key that the address names, or says that there is none. */
async function withKey(c: AppContext, answer: (key: ApiKey) => Response | Promise<Response>) {
  let key: ApiKey | undefined;
  await failureOf(
    showKey(c.var.deps, idOf(c)).then((found) => {
      key = found;
    }),
  );
  return key ? answer(key) : messagePage(c, 404, 'missing');
}

const zoneAndTime = (c: AppContext) => ({ zone: c.var.member.timezone, now: c.var.deps.clock() });

/** What admins do with the keys of the API: the same as the API itself. */
export const keyRoutes = [
  page(`GET ${KEYS}`, (c) => {
    const words = wordsOf(c);
    const notice = noticeIn(c, { saved: words.saved, revoked: words.keys.revoked }, ['saved', 'revoked']);
    return keysPage(c, { notice });
  }),
  page(`POST ${KEYS}`, async (c) => {
    const given = readKeyForm(await readValues(c));
    const { expiresAt, mistakes } = checkKeyForm(given, wordsOf(c), zoneAndTime(c));
    if (Object.keys(mistakes).length > 0) return keysPage(c, { given, mistakes });
    const { name, scopes } = given;
    const { text } = await createKey(c.var.deps, { name, scopes, expiresAt });
    return newKeyPage(c, text);
  }),
  page(`GET ${KEYS}/:id`, (c) => withKey(c, (key) => keyPage(c, key))),
  page(`POST ${KEYS}/:id`, (c) =>
    withKey(c, async (key) => {
      const given = readKeyForm(await readValues(c));
      const { expiresAt, mistakes } = checkKeyForm(given, wordsOf(c), { ...zoneAndTime(c), stored: key });
      if (Object.keys(mistakes).length > 0) return keyPage(c, key, { given, mistakes });
      const { name, scopes } = given;
      const changes = {
        name,
        ...(key.origins === null && { scopes }),
        // An expiry in the past is refused where it is set, not where it stays.
        ...(expiresAt !== key.expiresAt && { expiresAt }),
      };
      const failure = await failureOf(editKey(c.var.deps, key.id, changes));
      return failure
        ? keyPage(c, key, { given, refusal: wordsOf(c).keys.lastAdmin })
        : c.redirect(linkTo(c, KEYS, { notice: 'saved' }), 303);
    }),
  ),
  page(`POST ${KEYS}/:id/roll`, (c) =>
    withKey(c, async (key) => {
      const words = wordsOf(c).keys;
      const given = (await readForm(c))('overlap');
      const hours = Object.keys(words.overlaps).find((each) => each === given) ?? '24';
      let rolled: RolledKey | undefined;
      const failure = await failureOf(
        rollKey(c.var.deps, key.id, Number(hours)).then((result) => {
          rolled = result;
        }),
      );
      return failure || !rolled
        ? keyPage(c, key, { refusal: words.notActive })
        : newKeyPage(c, rolled.text, rolled.replaced);
    }),
  ),
  page(`GET ${KEYS}/:id/revoke`, (c) => withKey(c, (key) => revokePage(c, key))),
  page(`POST ${KEYS}/:id/revoke`, (c) =>
    withKey(c, async (key) => {
      const failure = await failureOf(revokeKey(c.var.deps, key.id));
      return failure
        ? revokePage(c, key, wordsOf(c).keys.lastAdmin)
        : c.redirect(linkTo(c, KEYS, { notice: 'revoked' }), 303);
    }),
  ),
];
