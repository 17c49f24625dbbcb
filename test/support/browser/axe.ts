import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Runs axe on a page as it is now: one line per violated rule, with the elements that violate it. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
