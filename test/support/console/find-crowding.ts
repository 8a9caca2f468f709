import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** What has no room on a page as it is shown, a line each: it scrolls sideways, text is cut, controls lie over one another. Empty when nothing. */
export async function findCrowding(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(await readFile(join('test/support/console', 'crowding-in-page.cjs'), 'utf8'));
}
