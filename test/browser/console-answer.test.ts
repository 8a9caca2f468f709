import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { CONSOLE_ENVIRONMENT, type ConsoleOptions, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { type OutgoingServer, startOutgoingServer } from '../support/outgoing-server.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { findFreePorts } from '../support/services/ports.js';
import { SmtpClient } from '../support/smtp-client.js';
import { API_KEY, eventually, type ProductRun, runProduct } from '../support/started-product.js';

interface Ticket {
  readonly id: string;
  readonly subject: string;
  readonly status: string;
  readonly tags: readonly string[];
}

const UNDO_MS = 5_000;
const MIA = { email: 'mia@example.com', password: 'a-password-of-mia-in-tests' };
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
// In the page's own words: of a browser this house's types know nothing.
const pressComposedEnter = (area: HTMLElement | SVGElement) =>
  area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true, isComposing: true }));
const pastePicture = (area: HTMLElement | SVGElement, pixel: string) => {
  const files = new DataTransfer();
  const bytes = Uint8Array.from(atob(pixel), (letter) => letter.charCodeAt(0));
  files.items.add(new File([bytes], 'settings page.png', { type: 'image/png' }));
  area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: files, bubbles: true, cancelable: true }));
};
const MACROS = { wait: { name: { en: 'Wait for the log', zh: '等待日志' }, changes: { status: 'pending', addTags: ['waits-for-log'] } } };

describeWithService('chromium', 'an agent answers', () => {
  let folder: string;
  let outgoing: OutgoingServer;
  let environment: Record<string, string>;
  let run: ProductRun;
  let apiUrl: string;
  let door: SmtpClient;
  let browser: Browser;
  let shown: ConsolePage[] = [];

  const api = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    const answer = await fetch(`${apiUrl}/api/v1${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const start = async () => {
    run = runProduct(environment);
    const isReady = () =>
      fetch(`${apiUrl}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually(isReady, 'ready', 120_000);
  };
  const open = async (ticket: Ticket, options: ConsoleOptions = {}): Promise<Page> => {
    const opened = await openConsole(browser, apiUrl, { ...options, path: `/tickets/${ticket.id}` });
    shown.push(opened);
    await opened.page.locator('[data-answer]').waitFor();
    return opened.page;
  };
  const customerWrites = async (name: string): Promise<Ticket> => {
    const from = `${name}@customer.test`;
    const head = `From: ${name} <${from}>\r\nTo: support@example.com\r\nSubject: ${name} asks\r\nMessage-ID: <${name}@customer.test>`;
    expect(await door.send(from, ['support@example.com'], `${head}\r\n\r\nWhat can I do?\r\n`)).toMatch(/^250/);
    const find = async () => (await api<{ items: Ticket[] }>('/tickets')).items.find(({ subject }) => subject === `${name} asks`);
    return eventually(find, `the ticket of ${name}`);
  };
  const sentTo = (name: string) => outgoing.taken.filter(({ to }) => to.includes(`${name}@customer.test`));
  const write = async (page: Page, words: string) => {
    await page.keyboard.press('r');
    await page.locator('[data-answer]:focus').waitFor();
    await page.keyboard.type(words);
  };
  const mark = (page: Page) => page.locator('[data-answer]');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-answer-'));
    outgoing = await startOutgoingServer();
    const [http, smtp] = (await findFreePorts(2)) as [number, number];
    apiUrl = `http://127.0.0.1:${http}`;
    const sms = { id: 'sms', channel: 'notification', provider: 'sms', gateway: 'twilio', baseUrl: 'http://127.0.0.1:9' };
    const inboxes = [
      { id: 'support', channel: 'email', address: 'support@example.com' },
      { ...sms, displayName: 'SMS', accountSid: 'AC1', authToken: 'a-token-of-tests', from: '+15550100' },
    ];
    const config = join(folder, 'desk.yaml');
    await writeFile(config, JSON.stringify({ inboxes, profile: { macros: MACROS } }));
    environment = {
      ...CONSOLE_ENVIRONMENT,
      ...{ TRIBUTARY_DESK: config, TRIBUTARY_SMTP_OUT: outgoing.url(), TRIBUTARY_ACKNOWLEDGEMENTS_PER_ADDRESS_PER_DAY: '0' },
      ...{ TRIBUTARY_DATA_DIR: join(folder, 'data'), TRIBUTARY_HTTP_PORT: String(http), TRIBUTARY_SMTP_PORT: String(smtp) },
      ...{ TRIBUTARY_API_KEY: API_KEY, TRIBUTARY_LOG_LEVEL: 'warn' },
    };
    await start();
    await api('/agents', 'POST', { ...MIA, displayName: 'Mia Li', role: 'agent' });
    door = new SmtpClient(smtp);
    browser = await launchChromium();
  }, 240_000);
  afterEach(async () => {
    const pages = shown;
    shown = [];
    for (const { close } of pages) await close();
    // An answer that was refused is what a browser mentions, and what one of the stories is about.
    expect(pages.flatMap(({ complaints }) => complaints).filter((text) => !text.includes('409 (Conflict)'))).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    door?.close();
    await run?.stop();
    await outgoing?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('by keyboard; it leaves when the time to undo is over, with its steps as a list', async () => {
    const page = await open(await customerWrites('ann'));
    await write(page, 'Please **restart** it:\n1. Switch it off\nSwitch it on');
    expect(await mark(page).inputValue()).toBe('Please **restart** it:\n1. Switch it off\n2. Switch it on');
    const pressedAt = Date.now();
    await page.keyboard.press('Control+Enter');
    await page.getByText('goes out.').waitFor();
    expect(await mark(page).inputValue()).toBe('');
    expect(sentTo('ann')).toEqual([]);
    await eventually(() => Promise.resolve(sentTo('ann').length > 0), 'the answer');
    expect(Date.now() - pressedAt).toBeGreaterThanOrEqual(UNDO_MS - 100);
    const raw = sentTo('ann')[0]!.raw.toString();
    expect(raw).toContain('Please restart it:\r\n1. Switch it off\r\n2. Switch it on');
    expect(raw).toMatch(
      /<strong>restart<\/strong>[^]*<li value=3D"1">Switch it off<\/li>|<strong>restart<\/strong>[^]*<li value="1">Switch it off<\/li>/,
    );
  });

  it('before the ways to the customer are known: it goes as soon as they are, and says so', async () => {
    const ticket = await customerWrites('zoe');
    shown = [await openConsole(browser, apiUrl)];
    const { page } = shown[0]!;
    let answer = () => {};
    const asked = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/reply-channels*', (route) => asked.then(() => route.continue()));
    await page.evaluate(`history.pushState(null, '', '/console/tickets/${ticket.id}')`);
    await mark(page).waitFor();
    await write(page, 'At once');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Goes out as soon as').waitFor();
    expect(await mark(page).inputValue()).toBe('At once');
    answer();
    await page.getByText(/^Answer to .* goes out\.$/).waitFor();
    expect(await mark(page).inputValue()).toBe('');
    await eventually(() => Promise.resolve(sentTo('zoe').length > 0), 'the answer');
  });

  it('and takes it back: the words stand there again, and only what he sends then goes out', async () => {
    const page = await open(await customerWrites('bo'));
    await write(page, 'First thought');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Nothing was sent.').waitFor();
    expect(await mark(page).inputValue()).toBe('First thought');
    await mark(page).fill('Second thought');
    await page.keyboard.press('Control+Enter');
    await eventually(() => Promise.resolve(sentTo('bo').length > 0), 'the second thought');
    expect(sentTo('bo').map(({ raw }) => /(First|Second) thought/.exec(raw.toString())?.[0])).toEqual(['Second thought']);
  });

  it('and finds what he began again after a reload, as he left it', async () => {
    const page = await open(await customerWrites('cy'));
    await write(page, 'Half a sen');
    await page.getByText('Draft saved').waitFor();
    await page.reload();
    await page.getByText('Your draft of').waitFor();
    expect(await mark(page).inputValue()).toBe('Half a sen');
    // What is composed letter by letter (拼音) ends with an Enter that sends nothing.
    await mark(page).focus();
    await mark(page).evaluate(pressComposedEnter);
    expect(await mark(page).inputValue()).toBe('Half a sen');
  });

  it('and learns that a colleague was faster, without losing a word', async () => {
    const ticket = await customerWrites('di');
    const page = await open(ticket);
    await write(page, 'My own answer');
    await page.getByText('Draft saved').waitFor();
    const other = await open(ticket, { login: MIA });
    await write(other, 'Mia was here first');
    await other.keyboard.press('Control+Enter');
    await other.getByText('goes out.').waitFor();
    await page.bringToFront();
    await page.keyboard.press('Control+Enter');
    const notice = page.getByRole('alert').filter({ hasText: 'Mia Li' });
    await notice.getByText('Mia was here first').waitFor();
    expect(await mark(page).inputValue()).toBe('My own answer');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await eventually(() => Promise.resolve(sentTo('di').length === 2), 'both answers');
  });

  it('with a picture he pastes; a channel of text alone says so', async () => {
    const page = await open(await customerWrites('ed'));
    await write(page, 'See the picture');
    await mark(page).evaluate(pastePicture, PIXEL);
    await page.getByRole('button', { name: 'Remove settings page.png' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('goes out.').waitFor();
    const phone = { contact: { identity: { scheme: 'phone', value: '+8613800138000' } }, subject: 'By phone', origin: 'call' };
    const sms = await open(await api<Ticket>('/tickets', 'POST', phone));
    await sms.getByText('Text only, no attachments').waitFor();
    expect(await sms.getByRole('button', { name: 'This channel takes text only' }).isDisabled()).toBe(true);
    await eventually(() => Promise.resolve(sentTo('ed').length > 0), 'the picture');
    expect(sentTo('ed')[0]!.raw.toString()).toMatch(/Content-Type: image\/png[^]*settings page\.png|settings page\.png[^]*image\/png/);
  });

  it.each(['en', 'zh-CN'] as const)('with a macro by keyboard, and nothing stands in the way of anybody (%s)', async (language) => {
    const ticket = await customerWrites(`fay-${language.toLowerCase()}`);
    const page = await open(ticket, { language });
    await page.keyboard.press('r');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('log');
    await page.getByRole('option').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    const changed = async () => (await api<Ticket>(`/tickets/${ticket.id}`)).tags.includes('waits-for-log');
    await eventually(changed, 'what the macro does');
  });

  it('and the desk is killed while he could undo: it goes out once all the same', async () => {
    const page = await open(await customerWrites('gus'));
    await write(page, 'Nothing gets lost');
    await page.keyboard.press('Control+Enter');
    await page.getByText('goes out.').waitFor();
    run.child.kill('SIGKILL');
    await run.ended;
    expect(sentTo('gus')).toEqual([]);
    await shown.pop()!.close();
    await start();
    await eventually(() => Promise.resolve(sentTo('gus').length > 0), 'the answer');
    // What comes later passes what might still come of it.
    const ticket = (await api<{ items: Ticket[] }>('/tickets')).items.find(({ subject }) => subject === 'gus asks')!;
    await api(`/tickets/${ticket.id}/replies`, 'POST', { text: 'And the next' });
    await eventually(() => Promise.resolve(sentTo('gus').some(({ raw }) => raw.includes('And the next'))), 'the next');
    expect(sentTo('gus').filter(({ raw }) => raw.includes('Nothing gets lost') && !raw.includes('And the next'))).toHaveLength(1);
  }, 180_000);
});
