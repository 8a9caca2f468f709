import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { simpleParser } from 'mailparser';
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
