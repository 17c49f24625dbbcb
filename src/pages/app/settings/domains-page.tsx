import type { DomainState } from '../../../domains/check-domain.ts';
import type { Domain } from '../../../domains/domain.ts';
import { listDomains } from '../../../domains/list-domains.ts';
import { domainHost } from '../../../links/link-domain.ts';
import { parseDomain } from '../../../urls/domain-name.ts';
import { confirmPage } from '../confirm/confirm-page.tsx';
import type { AppContext } from '../env.ts';
import { Field, Form, Notice } from '../members/parts.tsx';
import { Part, settingsPage } from '../members/settings-page.tsx';
import { linkTo } from '../members/visitor.ts';
import { messagePage } from '../message-page.tsx';
import { Address, Sentence } from '../parts/names.tsx';
import { idOf, Table } from './parts.tsx';
import { SETTING_WORDS } from './words.ts';

export const DOMAINS = '/app/settings/domains';

export const domainPath = (domain: string) => `${DOMAINS}/${encodeURIComponent(domain)}`;

/** The fields of the forms, as they were sent. */
export interface DomainForm {
  domain: string;
  rootUrl: string;
  notFoundUrl: string;
}

interface Shown {
  notice?: string | null;
  given?: DomainForm;
  mistakes?: Partial<DomainForm>;
  /** What a check has found. */
  state?: DomainState;
}

const wordsOf = (c: AppContext) => SETTING_WORDS[c.var.language];

/** The domain that the address names; null for an unknown one. */
export async function findDomain(
  c: AppContext,
): Promise<(Pick<Domain, 'domain' | 'rootUrl' | 'notFoundUrl'> & { isDefault: boolean }) | null> {
  const name = idOf(c);
  const main = domainHost(c.var.deps.settings, '');
  if (name === main) return { domain: main, rootUrl: null, notFoundUrl: null, isDefault: true };
  const found = (await listDomains(c.var.deps)).find(({ domain }) => domain === parseDomain(name));
  return found ? { ...found, isDefault: false } : null;
}

export async function domainsPage(c: AppContext, { notice = null, given, mistakes = {} }: Shown) {
  const { domains: texts } = wordsOf(c);
  const domains = await listDomains(c.var.deps);
  const body = (
    <>
      <Notice text={notice} />
      <Part id="domains" head={texts.list} note={texts.note}>
        <DomainTable c={c} domains={domains} />
        <p class="muted">{texts.defaultNote}</p>
      </Part>
      <Part id="add" head={texts.add} note={texts.addNote}>
        <Form action={linkTo(c, DOMAINS)}>
          <Field
            name="domain"
            label={texts.domain}
            value={given?.domain ?? ''}
            hint={texts.domainHint}
            mistake={mistakes.domain}
            isCode
          />
          <Targets c={c} given={given} mistakes={mistakes} />
          <button class="btn primary" type="submit">
            {texts.addButton}
          </button>
        </Form>
      </Part>
    </>
  );
  const status = Object.keys(mistakes).length > 0 ? 422 : 200;
  return settingsPage(c, 'domains', { title: texts.title, body, status });
}

function DomainTable({ c, domains }: { c: AppContext; domains: Domain[] }) {
  const { domains: texts, change } = wordsOf(c);
  const main = domainHost(c.var.deps.settings, '');
  const row = (domain: string, [root, notFound]: [string, string], isDefault = false) => (
    <tr>
      <th scope="row">
        <bdi>
          <Address text={domain} />
        </bdi>
        {isDefault ? <span class="muted"> ({texts.isDefault})</span> : null}
      </th>
      <td data-label={texts.root}>
        <bdi>
          <Address text={root} />
        </bdi>
      </td>
      <td data-label={texts.notFound}>
        <bdi>
          <Address text={notFound} />
        </bdi>
      </td>
      <td>
        <a href={linkTo(c, domainPath(domain))} aria-label={texts.changeOf(domain)}>
          {change}
        </a>
      </td>
    </tr>
  );
  return (
    <Table heads={[texts.domain, texts.root, texts.notFound]} action={change}>
      {row(main, [texts.toPages, texts.toNothing], true)}
      {domains.map(({ domain, rootUrl, notFoundUrl }) =>
        row(domain, [rootUrl ?? texts.toPages, notFoundUrl ?? texts.toNothing]),
      )}
    </Table>
  );
}

type TargetsOf = { c: AppContext; given: Partial<DomainForm> | undefined; mistakes: Partial<DomainForm> };

function Targets({ c, given, mistakes }: TargetsOf) {
  const { domains: texts } = wordsOf(c);
  return (
    <>
      <Field
        name="rootUrl"
        label={texts.rootLabel}
        value={given?.rootUrl ?? ''}
        hint={texts.rootHint}
        mistake={mistakes.rootUrl}
        optional
        isCode
      />
      <Field
        name="notFoundUrl"
        label={texts.notFoundLabel}
        value={given?.notFoundUrl ?? ''}
        hint={texts.notFoundHint}
        mistake={mistakes.notFoundUrl}
        optional
        isCode
      />
    </>
  );
}

/** One domain: where it leads, and its removal. The default one is set elsewhere. */
export async function domainPage(c: AppContext, { notice = null, given, mistakes = {}, state }: Shown) {
  const found = await findDomain(c);
  if (found === null) return messagePage(c, 404, 'missing');
  const { domain, rootUrl, notFoundUrl, isDefault } = found;
  const { domains: texts } = wordsOf(c);
  const stored = { rootUrl: rootUrl ?? '', notFoundUrl: notFoundUrl ?? '' };
  const body = (
    <>
      <Notice text={notice} />
      {isDefault ? <p>{texts.defaultNote}</p> : null}
      <Check c={c} domain={domain} state={state} />
      {isDefault ? null : (
        <>
          <Part id="targets" head={texts.targets}>
            <Form action={linkTo(c, domainPath(domain))}>
              <Targets c={c} given={given ?? stored} mistakes={mistakes} />
              <button class="btn primary" type="submit">
                {texts.saveTargets}
              </button>
            </Form>
          </Part>
          <Part id="remove" head={texts.remove} note={texts.removeNote}>
            <p>
              <a class="btn" href={linkTo(c, `${domainPath(domain)}/remove`)}>
                {texts.removeLink}
              </a>
            </p>
          </Part>
        </>
      )}
    </>
  );
  const status = Object.keys(mistakes).length > 0 ? 422 : 200;
  return settingsPage(c, 'domains', { title: domain, body, status, isBelow: true });
}

type CheckOf = { c: AppContext; domain: string; state: DomainState | undefined };

/** Whether the name leads to this server, and what to do if it does not. */
function Check({ c, domain, state }: CheckOf) {
  const { domains: texts } = wordsOf(c);
  return (
    <Part id="check" head={texts.check} note={texts.checkNote}>
      {state === undefined ? null : <Notice text={texts.states[state](domain)} isError={state !== 'well'} />}
      <p>
        <Sentence text={texts.setUp(domain, domainHost(c.var.deps.settings, ''))} />
      </p>
      <Form action={linkTo(c, `${domainPath(domain)}/check`)}>
        <button class="btn" type="submit">
          {texts.checkButton}
        </button>
      </Form>
    </Part>
  );
}

/** Asks before a domain is removed. */
export function removePage(c: AppContext, domain: string, refusal?: string) {
  const { domains: texts } = wordsOf(c);
  const path = domainPath(domain);
  return confirmPage(c, null, {
    title: texts.removeTitle(domain),
    facts: texts.removeFacts,
    action: `${path}/remove`,
    button: texts.removeButton,
    isDanger: true,
    back: linkTo(c, path),
    refusal,
  });
}
