import type { Browser, BrowserContext, Page } from 'playwright-core';

export const CONSOLE_LOGIN = { email: 'admin@example.com', password: 'a-password-of-tests' };

/** What a product needs so that `openConsole` can log in. */
export const CONSOLE_ENVIRONMENT = { TRIBUTARY_ADMIN_EMAIL: CONSOLE_LOGIN.email, TRIBUTARY_ADMIN_PASSWORD: CONSOLE_LOGIN.password };

export interface ConsolePage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What a strict browser complained about: the policy, scripts that failed, answers of 500. Empty when all is well. */
  readonly complaints: readonly string[];
  /** A path below /console. */
  go(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface ConsoleOptions {
  readonly login?: { readonly email: string; readonly password: string } | null;
  readonly language?: 'en' | 'zh-CN';
  readonly theme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly path?: string;
}

/** A browser that is logged in at the console as somebody; `login: null` stays at the sign-in. */
export async function openConsole(
  browser: Browser,
  apiUrl: string,
  { login = CONSOLE_LOGIN, language = 'en', theme = 'light', viewport = { width: 1366, height: 850 }, path = '/' }: ConsoleOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport, locale: language, colorScheme: theme, timezoneId: 'Asia/Shanghai' });
  const complaints: string[] = [];
  if (login !== null) {
    const answer = await context.request.post(`${apiUrl}/api/v1/session`, { data: login, headers: { 'x-tributary-request': '1' } });
    if (!answer.ok()) throw new Error(`the login was refused: ${answer.status()} ${await answer.text()}`);
  }
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`script failed: ${error.message}`));
  page.on('console', (message) => {
    // Answers that a browser mentions and that are none of its business: nobody is logged in yet, there is no draft of this ticket.
    if (/401|404/.test(message.text()) && /\/(session|session\/password|draft)$/.test(message.location().url)) return;
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} of ${response.url()}`);
  });
  const go = async (to: string) => {
    await page.goto(`${apiUrl}/console${to}`, { waitUntil: 'networkidle' });
  };
  await go(path);
  return { page, context, complaints, go, close: () => context.close() };
}
