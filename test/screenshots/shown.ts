/** A page of which screenshots are taken and that is tried for accessibility, and how a tab gets there. */
import type { Page } from 'playwright-core';
import type { Language } from '../../src/language.ts';
import type { ServerProcess } from '../support/server/spawn-server.ts';

export interface Shown {
  name: string;
  path: string;
  isSignedOut?: boolean;
  /** Seen by a member who may only read. */
  isViewer?: boolean;
  isPrinted?: boolean;
  /** Of a very long page, only the first screens are taken. */
  isCut?: boolean;
  /** It has the markup of another page, and differs in its data alone. */
  isVariant?: boolean;
  /** There is no other language. */
  isEnglish?: boolean;
  /** What a form sends to the path: the answer is what is shown. */
  send?: Record<string, string>;
  /** What leads from the page at the path to the one to show. */
  act?: (page: Page, language: Language) => Promise<unknown>;
}

type Wait = 'load' | 'networkidle';

/** Sends a form to an address of the same origin as the open page, without the checks of a browser. */
export async function sendForm(page: Page, address: string, fields: Record<string, string>, encoding = '') {
  const script = `
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: ${JSON.stringify(address)}, enctype: '${encoding}' });
    for (const [name, value] of ${JSON.stringify(Object.entries(fields))})
      form.append(Object.assign(document.createElement('textarea'), { name, value }));
    document.body.append(form);
    form.submit();`;
  await Promise.all([page.waitForNavigation(), page.evaluate(script)]);
}

/** Opens a page in a language: pages for visitors have no choice of one, so the browser asks for it. */
export async function openShown(
  page: Page,
  { url }: Pick<ServerProcess, 'url'>,
  { path, send, act }: Shown,
  { language, waitUntil = 'load' }: { language: Language; waitUntil?: Wait },
): Promise<void> {
  await page.setExtraHTTPHeaders({ 'Accept-Language': language });
  const address = new URL(path, url);
  if (!address.searchParams.has('lang')) address.searchParams.set('lang', language);
  // A page without a policy that could refuse the form.
  await page.goto(send ? `${url}/robots.txt` : address.href, { waitUntil });
  if (send) await sendForm(page, address.href, send);
  await act?.(page, language);
}

/** Opens all that lies in the page, such as the tables behind charts; of what lies over it, only one is open at a time. */
export const openDetails = (page: Page) =>
  page.evaluate(
    `for (const details of document.querySelectorAll('details:not(.pop, .menu, .def)')) details.open = true`,
  );
