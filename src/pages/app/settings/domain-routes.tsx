import { addDomain } from '../../../domains/add-domain.ts';
import { checkDomain } from '../../../domains/check-domain.ts';
import { editDomain } from '../../../domains/edit-domain.ts';
import { removeDomain } from '../../../domains/remove-domain.ts';
import type { AppError } from '../../../errors.ts';
import type { AppContext } from '../env.ts';
import { readForm } from '../members/read-form.ts';
import { linkTo } from '../members/visitor.ts';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import {
  DOMAINS,
  type DomainForm,
  domainPage,
  domainPath,
  domainsPage,
  findDomain,
  removePage,
} from './domains-page.tsx';
import { failureOf, idOf, noticeIn } from './parts.tsx';
import { SETTING_WORDS, type SettingWords } from './words.ts';

const TARGETS = ['rootUrl', 'notFoundUrl'] as const;

/** An address without a scheme is one of the web; an empty one is none. */
const targetIn = (text: string): string | null => {
  if (text === '') return null;
  return /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;
};

async function formOf(c: AppContext): Promise<DomainForm> {
  const form = await readForm(c);
  const text = (name: string) => form(name).trim();
  return { domain: text('domain'), rootUrl: text('rootUrl'), notFoundUrl: text('notFoundUrl') };
}

const targetsOf = ({ rootUrl, notFoundUrl }: DomainForm) => ({
  rootUrl: targetIn(rootUrl),
  notFoundUrl: targetIn(notFoundUrl),
});

/** What is wrong with which field, in the words of the page. */
function mistakesOf({ code, fields }: AppError, { domains }: SettingWords): Partial<DomainForm> {
  if (code === 'domain_taken') return { domain: domains.taken };
  const target = TARGETS.find((name) => fields.some(({ pointer }) => pointer === `/${name}`));
  if (target === undefined) return { domain: domains.badDomain };
  return { [target]: code === 'host_blocked' ? domains.blocked : domains.badTarget };
}

export const domainRoutes = [
  page(`GET ${DOMAINS}`, (c) =>
    domainsPage(c, { notice: noticeIn(c, SETTING_WORDS[c.var.language].domains, ['removed']) }),
  ),
  page(`POST ${DOMAINS}`, async (c) => {
    const given = await formOf(c);
    const { deps, language } = c.var;
    let path = DOMAINS;
    const failure = await failureOf(
      addDomain(deps, { domain: given.domain, ...targetsOf(given) }).then(({ domain }) => {
        path = domainPath(domain);
      }),
    );
    return failure
      ? domainsPage(c, { given, mistakes: mistakesOf(failure, SETTING_WORDS[language]) })
      : c.redirect(linkTo(c, path, { notice: 'added' }), 303);
  }),
  page(`GET ${DOMAINS}/:id`, (c) => {
    const words = SETTING_WORDS[c.var.language];
    const notice = noticeIn(c, { ...words.domains, saved: words.saved }, ['added', 'saved']);
    return domainPage(c, { notice });
  }),
  page(`POST ${DOMAINS}/:id`, async (c) => {
    const given = await formOf(c);
    const { deps, language } = c.var;
    const failure = await failureOf(editDomain(deps, idOf(c), targetsOf(given)));
    if (failure?.code === 'not_found') return messagePage(c, 404, 'missing');
    return failure
      ? domainPage(c, { given, mistakes: mistakesOf(failure, SETTING_WORDS[language]) })
      : c.redirect(linkTo(c, domainPath(idOf(c)), { notice: 'saved' }), 303);
  }),
  page(`POST ${DOMAINS}/:id/check`, async (c) => {
    const found = await findDomain(c);
    if (found === null) return messagePage(c, 404, 'missing');
    return domainPage(c, { state: await checkDomain(c.var.deps, found.domain) });
  }),
  page(`GET ${DOMAINS}/:id/remove`, async (c) => {
    const found = await findDomain(c);
    return found === null || found.isDefault ? messagePage(c, 404, 'missing') : removePage(c, found.domain);
  }),
  page(`POST ${DOMAINS}/:id/remove`, async (c) => {
    const failure = await failureOf(removeDomain(c.var.deps, idOf(c)));
    if (failure?.code === 'not_found') return messagePage(c, 404, 'missing');
    return failure
      ? removePage(c, idOf(c), SETTING_WORDS[c.var.language].domains.inUse)
      : c.redirect(linkTo(c, DOMAINS, { notice: 'removed' }), 303);
  }),
];
