import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { simpleParser } from 'mailparser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { OutgoingServer } from '../support/outgoing-server.js';

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Each page and its heading in Arabic; none: the desk's own words. */
export const ARABIC_PAGES = [
  ['/', 'كيف يمكننا مساعدتك؟'],
  ['/topics/orders', 'الطلبات'],
  ['/articles/order-sync', 'Orders arrive late'],
  ['/new', null],
  ['/promises', 'ما نلتزم به وكيف نفي به'],
  ['/progress/none', 'هذا الرابط لا يعمل'],
  ['/survey/none', 'انتهى هذا الاستبيان'],
  ['/nowhere', 'هذه الصفحة غير موجودة'],
] as const;

/** What the first group of `pattern` finds in the newest mail to `address` that has it; undefined: none yet. */
export async function findInMails(mails: OutgoingServer, address: string, pattern: RegExp): Promise<string | undefined> {
  const texts = await Promise.all(
    mails.taken.filter(({ to }) => to.includes(address)).map(async ({ raw }) => (await simpleParser(raw)).text ?? ''),
  );
  return texts.flatMap((text) => pattern.exec(text)?.[1] ?? []).at(-1);
}

/** From somebody who writes Japanese, under a subject that says nothing of it. */
export function japaneseMail(from: string, subject: string): string {
  const head = `From: <${from}>\r\nTo: support@shop.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@mail.test>`;
  return `${head}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nプリンターが動きません。助けてください。\r\n`;
}

/** kB of these scripts of the customers' pages, zipped. */
export function weighScripts(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(join('dist/portal', path.replace('/help/', '')))).length, 0) / 1_000;
}

interface Heard {
  readonly complaints: string[];
  /** Addresses of the scripts that ran beside the page. */
  readonly workers: string[];
}

/** A customer's browser, with what it complains about. */
export async function openPortal(browser: Browser, more: object, heard: Heard): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ timezoneId: 'Asia/Shanghai', viewport: { width: 1024, height: 900 }, ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('worker', (worker) => heard.workers.push(worker.url()));
  page.on('pageerror', (error) => heard.complaints.push(`script failed: ${error.message}`));
  page.on('console', (message) => {
    // A form's number is asked for until it is there; a wrong code, and what a link alone does not show, are refused: the browser mentions each.
    if (message.type() === 'error' && !/status of (404|403|422)/.test(message.text())) heard.complaints.push(message.text());
  });
  return { context, page };
}

/** What the desk's own site signs with. */
export const SITE_SECRET = 'signs who is signed in at the site of these tests';

/** The token that the site puts into its link for who is signed in there. */
export function signInAt(email: string): Promise<string> {
  const claims = { sub: 'u-1', email, email_verified: true, exp: Math.floor(Date.now() / 1_000) + 600 };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(SITE_SECRET));
}
