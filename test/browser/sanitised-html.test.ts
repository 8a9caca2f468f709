import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { showHtml } from '../../apps/email-connector/src/converting/html/sanitise.js';
import { parseMail } from '../../apps/email-connector/src/converting/parse-mail.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { HOSTILE_HTML } from './hostile-html.js';
import { MAX_BOXES, openWatchedPage, type WatchedPage } from './watched-page.js';

const rows = join(process.env['CORPORA_DIR'] ?? '', 'rows/html-xss-dompurify.jsonl');
if (!process.env['CORPORA_DIR']) console.warn('SKIPPED known bypass attempts: CORPORA_DIR names no folder of them');
const known = process.env['CORPORA_DIR'] && existsSync(rows) ? readFileSync(rows, 'utf8').trim().split('\n') : [];

/** The HTML that an agent sees of a mail, whose bytes say more than a text could. */
const htmlOfMail = (type: string, body: Buffer | string) =>
  parseMail(Buffer.concat([Buffer.from(`From: ann@example.com\r\nSubject: x\r\nContent-Type: ${type}\r\n\r\n`), Buffer.from(body)])).html ??
  '';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const SCRIPT = '<img src=x onerror=alert(1)><script>alert(2)</script>';

const CHARSETS: readonly [string, string, Buffer | string][] = [
  ['UTF-7, said', 'text/html; charset=utf-7', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-+ADw-img src+AD0-x onerror+AD0-alert(1)+AD4-'],
  ['UTF-7, said in the page', 'text/html', '<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
  ['IMAP UTF-7', 'text/html; charset=x-imap4-modified-utf7', '&ADw-img src=x onerror=alert(1)&AD4-'],
  ['UTF-16 without saying so', 'text/html; charset=us-ascii', utf16(SCRIPT)],
  ['UTF-16, said', 'text/html; charset=utf-16', utf16(SCRIPT)],
  ['UTF-32, said', 'text/html; charset=utf-32', Buffer.from([...SCRIPT].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]))],
  ['overlong UTF-8', 'text/html; charset=utf-8', Buffer.from('c0bc696d67207372633d78206f6e6572726f723d616c657274283129c0be', 'hex')],
  [
    'a lead byte that eats a quote',
    'text/html; charset=shift_jis',
    Buffer.concat([Buffer.from('<img alt="'), Buffer.from([0x81]), Buffer.from('" title=" onerror=alert(1) x=">')]),
  ],
  ['HZ, which hides brackets', 'text/html; charset=hz-gb-2312', '~{<img~} src=x onerror=alert(1)>~{'],
  [
    'ISO-2022-JP, which hides brackets',
    'text/html; charset=iso-2022-jp',
    '\u001b$B<img\u001b(B src=x onerror=alert(1)>\u001b(J<script>alert(1)</script>',
  ],
  ['EBCDIC', 'text/html; charset=cp037', Buffer.from('4c89948740a299837ea740969585999996997e8193859aa34df15d6e', 'hex')],
  ['x-mac-farsi', 'text/html; charset=x-mac-farsi', Buffer.from('bc736372697074be616c657274283129bc2f736372697074be', 'hex')],
  ['two charsets', 'text/html; charset=utf-8; charset=utf-7', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
  ['an unknown charset', 'text/html; charset=x-user-defined', SCRIPT],
];

describeWithService('chromium', "sanitised HTML in an agent's browser", () => {
  let folder: string;
  let browser: Browser;
  let page: WatchedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-browser-'));
    browser = await launchChromium(['--host-resolver-rules=MAP * ~NOTFOUND', `--log-net-log=${join(folder, 'net.json')}`]);
    page = await openWatchedPage(browser);
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** What each case did, without those that did nothing. Many lie side by side; where any stirs, each is looked at alone. */
  const showAll = async (cases: readonly (readonly [string, string])[]) => {
    const found: Record<string, string[]> = {};
    for (let at = 0; at < cases.length; at += MAX_BOXES) {
      const some = cases.slice(at, at + MAX_BOXES);
      const together = await page.show(...some.map(([, html]) => html));
      if (together.length === 0) continue;
      found[`${at} to ${at + MAX_BOXES} together`] = together;
      for (const [name, html] of some) {
        const alone = await page.show(html);
        if (alone.length > 0) found[name] = alone;
      }
    }
    return found;
  };

  it.each([
    ['<script>alert(1)</script>', /script-src-elem: inline/],
    ['<img src=x onerror=alert(1)>', /called alert/],
    ['<a href="javascript:x()">x</a>', /link javascript/],
    ['<img src="https://control.example/a.png">', /asked for image/],
    ['<p style="background:url(https://control.example/a)">x</p>', /asked for image/],
    ['<link rel=preconnect href="https://control.example">', /link href/],
    ['<meta http-equiv=refresh content="0;url=https://control.example/">', /asked for document/],
    ['<iframe srcdoc="x"></iframe>', /iframe srcdoc/],
    ['<div style="position:fixed;top:0;left:0;background:red">x</div>', /painted outside/],
    ['<div style="margin:-99px 0 0 -99px;background:red">x</div>', /stands outside/],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">', /called alert/],
    ['<script>window.owned = 1</script>', /new global owned/],
    ['</div><p>out', /broke out/],
  ])('would be caught where it is not sanitised: %s', async (html, what) => {
    expect((await page.show(html)).join('\n')).toMatch(what);
  });

  it.each(Object.entries(HOSTILE_HTML))('lies still: %s', async (_group, cases) => {
    expect(await showAll(cases.map((html) => [html, showHtml(html)]))).toEqual({});
  });

  it('lies still in every charset', async () => {
    expect(await showAll(CHARSETS.map(([name, type, body]) => [name, htmlOfMail(type, body)]))).toEqual({});
  });

  // Who names a folder without them should hear of it.
  (process.env['CORPORA_DIR'] ? it : it.skip)('lies still: known attempts to get past a sanitiser', async () => {
    expect(known.length).toBeGreaterThan(0);
    const payloads = known.map((row) => (JSON.parse(row) as { payload: string }).payload);
    expect(await showAll(payloads.map((payload) => [payload, showHtml(payload)]))).toEqual({});
    const mails = payloads.map((payload) => [payload, htmlOfMail('text/html; charset=utf-8', payload)] as const);
    expect(mails.filter(([payload, html]) => html !== showHtml(payload.replace(/\r\n?/g, '\n')))).toEqual([]);
  });

  it('nobody elsewhere heard of it, not even by a look-up of a name', async () => {
    await browser.close();
    const log = await readFile(join(folder, 'net.json'), 'utf8');
    expect(log).toContain('control.example');
    expect(log).not.toContain('spy.example');
  });
});
