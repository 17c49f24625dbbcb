import axe from 'axe-core';
import type { Page } from 'playwright-core';

// Nothing else of the result is read, and to describe all that passes takes most of the time.
const RESULTS: axe.RunOptions = { resultTypes: ['violations'] };

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

async function runAxe(page: Page, options: axe.RunOptions): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
