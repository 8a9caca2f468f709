import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';

export interface SiteParts {
  readonly port: number;
  readonly desk: () => string;
  /** Whose script it embeds where its address names none. */
  readonly inbox?: string;
}

/** A site with a strict policy: its own script and the desk's, frames of the desk, nothing inline. */
export function openSite({ port, desk, inbox = 'shop' }: SiteParts): Promise<Server> {
  const site = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    if (pathname === '/site.js') {
      response.setHeader('content-type', 'text/javascript');
      return response.end(`window.tributary = window.tributary || function () { (tributary.q = tributary.q || []).push(arguments); };
        window.heard = [];
        const asked = new URLSearchParams(location.search);
        tributary('boot', { locale: asked.get('locale') || 'en' });
        if (asked.has('banner')) tributary('banner');
        for (const name of ['ready', 'unread', 'status', 'open', 'close']) tributary('on', name, (value) => heard.push([name, value]));`);
    }
    response.setHeader('content-type', 'text/html');
    response.setHeader('content-security-policy', `default-src 'none'; script-src 'self' ${desk()}; frame-src ${desk()}; img-src data:`);
    response.end(`<!doctype html><html lang=en><meta name=viewport content="width=device-width,initial-scale=1"><link rel=icon href="data:,">
      <title>Shop</title><script src="/site.js"></script>
      <script async src="${desk()}/in/${searchParams.get('inbox') ?? inbox}/widget.js"></script><body><h1>Shop</h1></body></html>`);
  });
  return new Promise((resolve) => site.listen(port, '127.0.0.1', () => resolve(site)));
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds wrong in the panel as it stands now. */
export async function listFaults(page: Page): Promise<string[]> {
  const frame = page.frames().find((each) => each.url().includes('/panel'))!;
  await frame.evaluate(readFileSync(AXE, 'utf8'));
  return frame.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))');
}

/** A visitor in a browser of his own. */
export interface SiteVisitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly panel: FrameLocator;
  /** What the browser complained about. */
  readonly complaints: string[];
  openPanel(): Promise<FrameLocator>;
  say(text: string): Promise<void>;
}

/** What came of it at the desk. */
export interface Entry {
  readonly plainText: string;
  readonly parts: readonly { readonly type: string; readonly fields?: readonly { name: string; value: unknown }[] }[];
}

export interface VisitorWishes {
  readonly announcements?: readonly object[];
  readonly context?: Parameters<Browser['newContext']>[0];
}

export async function visit(
  browser: Browser,
  address: string,
  { announcements = [], context: more }: VisitorWishes = {},
): Promise<SiteVisitor> {
  const context = await browser.newContext(more);
  await context.route('**/api/v1/public/announcements', (route) => route.fulfill({ json: { items: announcements } }));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  const panel = page.frameLocator('iframe');
  return {
    context,
    page,
    panel,
    complaints,
    openPanel: async () => {
      await page.locator('body > button[aria-haspopup=dialog]').click();
      await panel.locator('main').waitFor();
      return panel;
    },
    say: async (text) => {
      await panel.locator('.write textarea').fill(text);
      await panel.locator('.write textarea').press('Enter');
      await panel.locator('.line:not(.unsent)').getByText(text).waitFor();
    },
  };
}
