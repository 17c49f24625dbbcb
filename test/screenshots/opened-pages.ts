/** Pages with what opens on them: menus, filters, definitions, tables behind charts; and pages as they are printed. */
import type { Page } from 'playwright-core';
import type { Shown } from './pages.ts';

const open = (summary: string) => (page: Page) => page.locator(summary).first().click();

const openTables = (page: Page) =>
  page.evaluate("for (const each of document.querySelectorAll('.foot-row details')) each.open = true");

/** Shows where the focus is after this many presses of Tab. */
const tab = (times: number) => async (page: Page) => {
  for (let at = 0; at < times; at++) await page.keyboard.press('Tab');
};

export const openedPagesOf = (contentId: string): Shown[] => [
  { name: 'open-account', path: '/app', act: open('.menu > summary') },
  { name: 'open-dates', path: '/app', act: open('.dates > summary') },
  { name: 'open-definition', path: '/app', act: open('main .def > summary') },
  { name: 'open-filter', path: '/app', act: open('.fp > summary') },
  { name: 'open-focus', path: '/app', act: tab(6) },
  { name: 'open-list-filter', path: '/app/contents', act: open('main .pop > summary') },
  { name: 'open-qr', path: `/app/contents/${contentId}`, act: open('.links .pop > summary') },
  { name: 'open-skip', path: '/app', act: tab(1) },
  { name: 'open-tables', path: '/app', act: openTables },
  { name: 'open-tables-content', path: `/app/contents/${contentId}`, act: openTables },
  { name: 'print-content', path: `/app/contents/${contentId}`, isPrinted: true },
  { name: 'print-overview', path: '/app', isPrinted: true },
  { name: 'print-qr', path: `/app/contents/${contentId}/qr`, isPrinted: true },
];
