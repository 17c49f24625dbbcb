import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Runs axe on a page as it is now: one line per violated rule, with the elements that violate it. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(
    // Nothing else of the result is read, and to describe all that passes takes most of the time.
    "axe.run({ resultTypes: ['violations'] })",
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
