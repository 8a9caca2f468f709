import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface BrowserPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What a strict browser complained about: the policy, scripts that failed, answers of 500. Empty when all is well. */
  readonly complaints: string[];
}

export interface BrowserPageOptions {
  readonly language?: string;
  readonly theme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** How many pixels of the screen one of the page takes: 2 at a zoom of 200 %. */
  readonly scale?: number;
  /** What its clock shows when it opens; the machine's where nothing is said. */
  readonly now?: Date;
  /** Refusals that a browser mentions and that are none of its business. */
  readonly isExpected?: (words: string, url: string) => boolean;
}

/** A new visitor of the browser, in Shanghai, with a page of his own. */
export async function openBrowserPage(
  browser: Browser,
  {
    language = 'en',
    theme = 'light',
    viewport = { width: 1366, height: 850 },
    scale = 1,
    now,
    isExpected = () => false,
  }: BrowserPageOptions,
): Promise<BrowserPage> {
  const context = await browser.newContext({
    ...{ viewport, deviceScaleFactor: scale, locale: language, colorScheme: theme, timezoneId: 'Asia/Shanghai' },
  });
  if (now !== undefined) await context.addInitScript(setClock, now.getTime() - Date.now());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script failed: ${error.message}`));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !isExpected(message.text(), url)) complaints.push(`console: ${message.text()} ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} of ${response.url()}`);
  });
  return { page, context, complaints };
}

/** Runs in the page before anything of it. */
function setClock(aheadMs: number): void {
  const Real = Date;
  class Moved extends Real {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [Real.now() + aheadMs] : given) as [number]));
    }

    static override now(): number {
      return Real.now() + aheadMs;
    }
  }
  globalThis.Date = Moved as DateConstructor;
}
