import type { Locator, Page } from 'playwright-core';
import { eventually } from '../support/started-product.js';

/** An entry of a ticket's thread, by words of it. */
export function entryOf(page: Page, words: string | RegExp): Locator {
  return page.locator('[data-entry]', { hasText: words }).first();
}

/** A line of the desk itself in a thread, by words of it; several in a row are gathered behind one, which is opened. */
export async function recordOf(page: Page, words: string | RegExp): Promise<Locator> {
  const line = entryOf(page, words);
  const gathered = page.getByRole('button', { name: /条系统记录$/, expanded: false });
  await eventually(async () => {
    if ((await line.count()) > 0) return true;
    if ((await gathered.count()) > 0) await gathered.last().click();
    return false;
  }, `“${words.toString()}” in the thread`);
  return line;
}

/** Opens one of the lists beside a thread: 联系人, 信息, 关联, 历史. */
export async function beside(page: Page, name: string): Promise<Locator> {
  await page.getByRole('tab', { name, exact: true }).click();
  return page.getByRole('tabpanel', { name, exact: true });
}

/** Of a report or a list: the row that holds these words. */
export function lineOf(page: Page, words: string | RegExp): Locator {
  return page.getByRole('row').filter({ hasText: words }).first();
}

/** Waits until this is chosen in a field: its words come a moment after the page. */
export async function isChosen(field: Locator, words: string): Promise<void> {
  await field.locator('option:checked', { hasText: new RegExp(`^${words}$`) }).waitFor({ state: 'attached' });
}

/** What is promised beside a thread, by its kind: its words, and the very time. */
export async function promiseOf(page: Page, kind: string): Promise<{ readonly says: string; readonly at: number }> {
  const promise = page
    .getByRole('list', { name: '时限' })
    .getByRole('listitem')
    .filter({ hasText: `${kind}：` });
  await promise.waitFor();
  const [says, title] = [await promise.innerText(), (await promise.getAttribute('title'))!];
  // As the page writes times: 2026年3月3日 11:00:00, in its zone.
  const at = await page.evaluate<number>(`new Date(${JSON.stringify(title)}.replace(/(\\d+)年(\\d+)月(\\d+)日/, '$1/$2/$3')).getTime()`);
  return { says, at };
}
