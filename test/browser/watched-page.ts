import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';

/** Shows HTML in boxes of a page that has no protection of its own, and notes whatever the HTML does beyond being read. */
export interface WatchedPage {
  /** What was noticed of some HTML, each in a box of its own, at most `MAX_BOXES`; empty when all only lay there. */
  show(...html: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

export const MAX_BOXES = 12;
const ORIGIN = 'http://desk.test';
/** A box clips its content as any scrolling pane does; what is taken out of the flow is not held by it. */
const HEAD = `<!doctype html><link rel=icon href="data:,"><style>
  html{background:#fff} body{margin:60px;display:grid;grid:repeat(3,110px)/repeat(4,140px);gap:50px}
  body>.box{overflow:auto;background:#fff}</style><body>`;
/** Only reports: everything inline that runs and everything that is loaded, even where it comes to nothing. */
const REPORT = "default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:; script-src 'report-sample'";
const IN_THE_PAGE = fileURLToPath(new URL('in-the-page.cjs', import.meta.url));

export async function openWatchedPage(browser: Browser): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 }, serviceWorkers: 'block' });
  let noticed: string[] = [];
  let shown = '';
  let address = '';
  let times = 0;
  let own: Page | null = null;
  await context.route(
    () => true,
    async (route) => {
      const request = route.request();
      const url = request.url();
      if (url === address && request.isNavigationRequest()) {
        const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy-report-only': REPORT };
        return route.fulfill({ headers, body: HEAD + shown });
      }
      noticed.push(`asked for ${request.resourceType()} ${url.slice(0, 100)}`);
      return route.abort();
    },
  );
  await context.addInitScript({ path: IN_THE_PAGE });
  context.on('page', (page) => {
    if (own !== null) noticed.push('opened a window');
    else own = page;
  });
  const open = async () => {
    const page = await context.newPage();
    watch(page, (what) => noticed.push(what));
    return page;
  };
  const visit = async (page: Page, html: readonly string[]) => {
    shown = Array.from({ length: MAX_BOXES }, (_, at) => `<div class="box">${html[at] ?? ''}</div>`).join('');
    times += 1;
    address = `${ORIGIN}/${times}`;
    await page.goto(address, { waitUntil: 'load', timeout: 30_000 });
    return page.screenshot({ mask: [page.locator('body > .box')], animations: 'disabled', caret: 'hide', timeout: 30_000 });
  };

  let page = await open();
  const blank = await visit(page, ['word']);
  return {
    show: async (...html) => {
      noticed = [];
      try {
        const painted = await visit(page, html);
        noticed.push(...(await page.evaluate<string[]>(`watchedPage.inspect(${MAX_BOXES})`)));
        if (!painted.equals(blank)) noticed.push('painted outside of its box');
      } catch (error) {
        noticed.push(`the page did not stay: ${String(error).slice(0, 200)}`);
      }
      if (noticed.length > 0) {
        // Whatever it began shall not be taken for the next one's.
        own = null;
        await Promise.all(context.pages().map((old) => old.close()));
        page = await open();
      }
      return [...new Set(noticed)];
    },
    close: () => context.close(),
  };
}

function watch(page: Page, notice: (what: string) => void): void {
  page.on('dialog', (dialog) => {
    notice(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // The browser's own words about what it reports are no doing of the mail.
    if (message.type() !== 'error' && message.type() !== 'warning' && message.type() !== 'info') notice(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => notice(`script failed: ${error.message}`));
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) notice(`a frame: ${frame.url()}`);
  });
  page.on('download', (download) => notice(`download: ${download.url()}`));
}
