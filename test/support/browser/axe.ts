import axe from 'axe-core';
import type { Page } from 'playwright-core';

// Nothing else of the result is read, and to describe all that passes takes most of the time.
const RESULTS: axe.RunOptions = { resultTypes: ['violations'] };

/** Of a desk and of a phone, in pixels. */
export const WIDTHS = [1280, 390] as const;
const HEIGHT = 844;

/** Runs axe on a page as it is now: one line per violated rule, with the elements that violate it. */
export const axeViolations = (page: Page): Promise<string[]> => runAxe(page, RESULTS);

/** The same in light and in dark. The same document in other colours can violate no other rule. */
export async function axeViolationsInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await runAxe(page, RESULTS);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await runAxe(page, { ...RESULTS, runOnly: ['color-contrast'] });
  return [...light, ...dark.map((violation) => `dark: ${violation}`)];
}

/** The same for these widths, without loading the page again; and what does not fit the screen. */
export async function troublesAt(page: Page, widths: readonly number[]): Promise<string[]> {
  const troubles: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: HEIGHT });
    const found = await axeViolationsInBothThemes(page);
    const scrolled = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (scrolled > width) found.push(`The page is ${scrolled} pixels wide.`);
    troubles.push(...found.map((trouble) => `${width}: ${trouble}`));
  }
  return troubles;
}

async function runAxe(page: Page, options: axe.RunOptions): Promise<string[]> {
  if (await page.evaluate<boolean>('!globalThis.axe')) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
