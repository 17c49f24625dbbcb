/** Pages with what opens on them: menus, filters, definitions, tables behind charts; and pages as they are printed. */
import type { Page } from 'playwright-core';
import { openDetails, type Shown } from './shown.ts';

const click = (selector: string) => (page: Page) => page.locator(selector).first().click();

/** Opens the QR code of a link, whose picture is requested only then. */
async function openCode(page: Page) {
  await click('table.links .pop > summary')(page);
  await page.evaluate(`document.querySelector('table.links .pop[open] img').decode()`);
}

/** Shows where the focus is after this many presses of Tab. */
const tab = (times: number) => async (page: Page) => {
  for (let at = 0; at < times; at++) await page.keyboard.press('Tab');
};

export const openedPagesOf = (id: string): Shown[] => [
  { name: 'open-menu', path: '/app/new/browser', act: click('.menu > summary') },
  { name: 'open-dates', path: '/app?channel=whatsapp', act: click('.dates > summary') },
  { name: 'open-filter', path: '/app', act: click('.fp > summary') },
  { name: 'open-tables', path: `/app/contents/${id}`, act: openDetails },
  { name: 'open-tables-overview', isVariant: true, path: '/app', act: openDetails },
  { name: 'open-options', path: `/app/new/${id}`, act: openDetails },
  { name: 'open-definition', path: '/app', act: click('.def > summary') },
  { name: 'open-code', path: `/app/contents/${id}`, act: openCode },
  { name: 'open-focus', isVariant: true, path: '/app', act: tab(6) },
  { name: 'open-skip', isVariant: true, path: '/app', act: tab(1) },
  { name: 'print-content', isVariant: true, path: `/app/contents/${id}`, isPrinted: true },
  { name: 'print-overview', isVariant: true, path: '/app', isPrinted: true },
  { name: 'print-qr', isVariant: true, path: `/app/contents/${id}/qr`, isPrinted: true },
];
