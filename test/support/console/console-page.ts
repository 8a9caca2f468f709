import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type BrowserPageOptions, openBrowserPage } from '../browser-page.js';

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

export interface ConsoleOptions extends Pick<BrowserPageOptions, 'theme' | 'viewport' | 'scale' | 'now' | 'isExpected'> {
  /** Who it is; a cookie of a login that was made already will do. */
  readonly login?: { readonly email: string; readonly password: string } | { readonly cookie: string } | null;
  readonly language?: 'en' | 'zh-CN';
  readonly path?: string;
  /** Until nothing is loaded any more; false where what is looked for is waited for anyhow. */
  readonly settles?: boolean;
}

// Nobody is logged in yet, there is no draft of this ticket.
const isOfNobody = (words: string, url: string) => /401|404/.test(words) && /\/(session|session\/password|draft)$/.test(url);

/** A browser that is logged in at the console as somebody; `login: null` stays at the sign-in. */
export async function openConsole(
  browser: Browser,
  apiUrl: string,
  { login = CONSOLE_LOGIN, path = '/', settles = true, isExpected, ...more }: ConsoleOptions = {},
): Promise<ConsolePage> {
  const { page, context, complaints } = await openBrowserPage(browser, {
    ...more,
    isExpected: (words, url) => isOfNobody(words, url) || isExpected?.(words, url) === true,
  });
  if (login !== null && 'cookie' in login) {
    const [name = '', value = ''] = login.cookie.split('=', 2);
    await context.addCookies([{ name, value, url: apiUrl }]);
  } else if (login !== null) {
    const answer = await context.request.post(`${apiUrl}/api/v1/session`, { data: login, headers: { 'x-tributary-request': '1' } });
    if (!answer.ok()) throw new Error(`the login was refused: ${answer.status()} ${await answer.text()}`);
  }
  const go = async (to: string) => {
    await page.goto(`${apiUrl}/console${to}`, { waitUntil: settles ? 'networkidle' : 'commit' });
  };
  await go(path);
  return { page, context, complaints, go, close: () => context.close() };
}
