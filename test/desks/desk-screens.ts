import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowserPage } from '../support/browser-page.js';
import { openConsole } from '../support/console/console-page.js';
import { launchChromium } from '../support/services/index.js';
import type { DeskAgent } from './desk-agents.js';
import type { RunningDesk } from './running-desk.js';

const WAIT_MS = 40_000;
const VIEWPORT = { width: 1440, height: 1000 };

interface Screen {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * What people have before them: the console of a desk's agents, the pages of its customers. One browser a desk, started when a row first needs it; its clock is
 * the desk's at the moment a page is opened.
 */
export class DeskScreens {
  private browser: Promise<Browser> | null = null;
  private readonly open: Screen[] = [];

  constructor(private readonly desk: RunningDesk) {}

  /** The console at a path below /console, with somebody logged in. */
  async console(agent: DeskAgent, path: string, language: 'zh-CN' | 'en' = 'zh-CN'): Promise<Page> {
    // Her newest login: the moved clock may have ended the one before.
    await this.desk.ask('GET', '/session', undefined, agent);
    const login = { cookie: agent.headers['cookie']! };
    const now = this.desk.clock.now();
    // What is refused is said on the page.
    const isExpected = (words: string) => /status of (409|422)/.test(words);
    const look = { isExpected, login, path, language, now, viewport: VIEWPORT, settles: false };
    return this.keep(await openConsole(await this.start(), this.desk.product.apiUrl, look));
  }

  /** Somebody's ticket in the console, with its thread. */
  async ticket(agent: DeskAgent, { number }: { readonly number: string }, language: 'zh-CN' | 'en' = 'zh-CN'): Promise<Page> {
    const page = await this.console(agent, `/tickets/${number}`, language);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** A page of customers, at a path below /help or a whole address. */
  async help(path: string, language = 'zh-CN'): Promise<Page> {
    const { page, context, complaints } = await openBrowserPage(await this.start(), {
      ...{ language, now: this.desk.clock.now(), viewport: VIEWPORT },
      // A form's number is asked for until it is there; what is refused is said on the page.
      isExpected: (words) => /status of (401|403|404|422)/.test(words),
    });
    this.keep({ page, complaints, close: () => context.close() });
    await page.goto(path.startsWith('http') ? path : `${this.desk.product.apiUrl}/help${path}`, { waitUntil: 'commit' });
    return page;
  }

  /** A page of the desk's own site with the chat of this inbox in it, for somebody whom the site vouches for; as wide as a phone where it says so. */
  async site(inbox: string, jwt: string, { width = VIEWPORT.width } = {}): Promise<Page> {
    const { apiUrl } = this.desk.product;
    const { page, context, complaints } = await openBrowserPage(await this.start(), {
      ...{ language: 'zh-CN', now: this.desk.clock.now(), viewport: { width, height: 800 } },
    });
    this.keep({ page, complaints, close: () => context.close() });
    const boot = `window.tributary = (...given) => (tributary.q = tributary.q || []).push(given); tributary('boot', ${JSON.stringify({ locale: 'zh-CN', jwt })});`;
    await context.route(`${apiUrl}/site-of-the-desk`, (route) =>
      route.fulfill({
        ...{ contentType: 'text/html; charset=utf-8' },
        body: `<!doctype html><html lang=zh-CN><meta name=viewport content="width=device-width,initial-scale=1"><link rel=icon href="data:,"><title>游戏</title>
          <script>${boot}</script><script async src="/in/${inbox}/widget.js"></script><h1>游戏</h1></html>`,
      }),
    );
    await page.goto(`${apiUrl}/site-of-the-desk`);
    await page.locator('body > button[aria-haspopup=dialog]').click();
    await page.frameLocator('iframe').locator('main').waitFor();
    return page;
  }

  /** All pages of a row, at its end. Returns what the browser complained of. `DESK_PICTURES=folder` keeps how they looked. */
  async closeAll(name: string): Promise<string[]> {
    const shown = this.open.splice(0);
    const folder = process.env['DESK_PICTURES'];
    if (folder !== undefined) await mkdir(folder, { recursive: true });
    for (const [index, { page, close }] of shown.entries()) {
      if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.${index + 1}.png`) }).catch(() => undefined);
      await close();
    }
    return shown.flatMap(({ complaints }) => complaints);
  }

  async stop(): Promise<void> {
    await (await this.browser)?.close();
  }

  private start(): Promise<Browser> {
    this.browser ??= launchChromium();
    return this.browser;
  }

  private keep(screen: Screen): Page {
    screen.page.setDefaultTimeout(WAIT_MS);
    this.open.push(screen);
    return screen.page;
  }
}
