import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ParsedMail, simpleParser } from 'mailparser';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CONSOLE_ENVIRONMENT, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { MailedTickets } from '../support/console/mailed-tickets.js';
import { type ImageServer, makePng, startImageServer } from '../support/image-server.js';
import { type OutgoingServer, startOutgoingServer } from '../support/outgoing-server.js';
import { PORTAL_DESK } from '../support/portal-desk.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';
import { findInMails, openPortal } from './portal-parts.js';

const MEI = { name: '王小梅', address: 'mei@mail.test' };
const SUPPORT = 'support@shop.example';
const SUBJECT = '打印机不出纸';
const PAGE = { filename: '测试页.png', contentType: 'image/png', content: makePng(320, 200, [0, 128, 0]) };
const DRIVER = { name: '驱动安装说明.txt', mimeType: 'text/plain', buffer: Buffer.from('先卸载旧驱动。') };
const STEPS = '请依次操作：\n1. 关闭打印机\n2. 等一分钟再打开';

describeWithService('chromium', 'a customer who writes mails, and an agent at his screen', () => {
  let folder: string;
  let images: ImageServer;
  let mailbox: OutgoingServer;
  let product: StartedProduct;
  let program: Transporter;
  let browser: Browser;
  let shown: ConsolePage;
  let agent: Page;
  let tickets: MailedTickets;
  let customer: { context: BrowserContext; page: Page };
  const heard = { complaints: [] as string[], workers: [] as string[] };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-mail-'));
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify(PORTAL_DESK));
    images = await startImageServer((_request, response) => response.end(makePng(50, 40, [200, 0, 0])));
    mailbox = await startOutgoingServer();
    const own = { ...CONSOLE_ENVIRONMENT, TRIBUTARY_CONFIG: config, TRIBUTARY_SMTP_OUT: mailbox.url() };
    const starts = startProduct((url) => ({
      ...own,
      TRIBUTARY_HTTP_PUBLIC_URL: url,
      TRIBUTARY_REMOTE_IMAGES_PRIVATE_HOSTS: images.host,
    }));
    [product, browser] = await Promise.all([starts, launchChromium()]);
    program = createTransport({ host: '127.0.0.1', port: product.smtpPort, ignoreTLS: true });
    shown = await openConsole(browser, product.apiUrl, { path: '/views/unassigned', language: 'zh-CN' });
    agent = shown.page;
    agent.setDefaultTimeout(15_000);
    tickets = new MailedTickets(product, () => agent);
    customer = await openPortal(browser, { locale: 'zh-CN' }, heard);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    tickets?.close();
    await product?.stop();
    await Promise.all([mailbox?.stop(), images?.close(), rm(folder, { recursive: true, force: true })]);
  });

  /** What her mail program sends; gives the message id. */
  const writes = async (mail: SendMailOptions): Promise<string> =>
    ((await program.sendMail({ from: MEI, to: SUPPORT, ...mail })) as { messageId: string }).messageId;
  /** The newest mail in her mailbox with this text in it, as her mail program reads it. */
  const receives = (text: string): Promise<ParsedMail> =>
    eventually(async () => {
      const taken = await Promise.all(mailbox.taken.filter(({ to }) => to.includes(MEI.address)).map(({ raw }) => simpleParser(raw)));
      return taken.findLast((mail) => mail.text?.includes(text));
    }, `a mail with ${text}`);
  const link = () =>
    eventually(() => findInMails(mailbox, MEI.address, /(https?:\S+\/help\/progress\/[\w.-]+)/), 'the link to how it stands');

  it('writes, is told the number, and has the answer in her own mail thread; her reply is in the same ticket', async () => {
    const html = `<p style="color:#c00">打印机<b>不出纸</b>。</p><img src="${images.url}/a.png"><blockquote>上次您说：换纸盒</blockquote>`;
    const text = '打印机不出纸。\n\n在 2026年3月2日，小店客服 写道：\n> 上次您说：换纸盒\n';
    const asked = await writes({ subject: SUBJECT, text, html, attachments: [PAGE] });

    await agent.locator('[data-ticket]', { hasText: SUBJECT }).click();
    const first = agent.locator('[data-entry]', { hasText: MEI.address }).first();
    await first.getByText('打印机不出纸。', { exact: true }).waitFor();
    expect(await first.getByText('换纸盒').count()).toBe(0);
    await first.getByRole('button', { name: '全文（含引用）' }).click();
    await first.getByText('换纸盒').waitFor();
    const picture = first.locator('img');
    await eventually(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth === 320), 'her picture');
    await first
      .getByRole('link', { name: /测试页\.png/ })
      .last()
      .waitFor();
    await first.getByRole('button', { name: '原始排版' }).click();
    await first.frameLocator('iframe').getByText('不出纸').waitFor();
    expect(images.asked).toEqual([]);
    await first.getByRole('button', { name: '显示图片' }).click();
    await eventually(() => Promise.resolve(images.asked.length > 0), 'the picture from elsewhere');
    expect(await findBarriers(agent)).toEqual([]);

    const { number } = await tickets.find(SUBJECT);
    const told = await receives('查询进度：');
    expect([told.text?.includes(number), told.inReplyTo]).toEqual([true, asked]);
    expect(await link()).toMatch(new RegExp(`^${product.apiUrl}/help/progress/`));

    await agent.locator('[data-answer]').fill('');
    await agent.locator('[data-answer]').pressSequentially('请依次操作：\n1. 关闭打印机\n等一分钟再打开');
    expect(await agent.locator('[data-answer]').inputValue()).toBe(STEPS);
    await agent.locator('[data-writing] input[type=file]').setInputFiles(DRIVER);
    await agent.getByRole('button', { name: /移除 .*驱动安装说明/ }).waitFor();
    await agent.locator('[data-answer]').press('Control+Enter');
    await tickets.entry('等一分钟再打开').getByText('已发送', { exact: true }).waitFor();
    const answer = await receives('请依次操作');
    expect(answer.text).toContain(STEPS);
    expect(answer.html).toMatch(/<li[^>]*>关闭打印机<\/li>/);
    expect([answer.inReplyTo, [answer.references].flat()]).toEqual([asked, expect.arrayContaining([asked])]);
    expect(answer.subject).toMatch(new RegExp(`^Re: ${SUBJECT}.*${number}$`));
    expect(answer.attachments.map(({ content }) => content.toString())).toEqual([DRIVER.buffer.toString()]);
    expect(answer.attachments[0]!.filename).toMatch(/驱动安装说明.*\.txt$/);

    await writes({
      to: answer.replyTo!.text,
      subject: `回复: ${answer.subject!}`,
      inReplyTo: answer.messageId!,
      references: [asked, answer.messageId!],
      text: `照做了，还是不行。\n\n------------------ 原始邮件 ------------------\n发件人: "小店客服" <${SUPPORT}>\n主题: ${answer.subject!}\n\n${STEPS}\n`,
    });
    const reply = tickets.entry('照做了，还是不行。').last();
    await reply.waitFor();
    expect(await reply.getByText('关闭打印机').count()).toBe(0);
    await reply.getByRole('button', { name: '全文（含引用）' }).click();
    await reply.getByText('关闭打印机').waitFor();
    expect((await product.api<{ items: unknown[] }>('/tickets')).body.items).toHaveLength(1);
  }, 120_000);

  it('opens the link of the mail, adds words, says that it is solved, and rates; the agent sees each come', async () => {
    const { page, context } = customer;
    const { number } = await tickets.find(SUBJECT);
    await page.goto(await link());
    await page.getByRole('heading', { level: 1, name: `工单 ${number}` }).waitFor();
    await page.getByRole('button', { name: '发送验证码' }).click();
    await page.getByLabel('验证码').fill(await eventually(() => findInMails(mailbox, MEI.address, /验证码\D{0,20}(\d{6})/), 'the code'));
    await page.getByRole('button', { name: '查看消息' }).click();
    await page.getByRole('list').getByText('等一分钟再打开').waitFor();
    await page.getByRole('button', { name: /驱动安装说明/ }).waitFor();
    await page.getByLabel('补充留言').fill('换了根线就好了。');
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await page.getByText('已发送，并已归入您的工单。').waitFor();
    await tickets.entry('换了根线就好了。').waitFor();

    await page.getByRole('button', { name: '问题已解决' }).click();
    await agent.getByRole('button', { name: '重新打开' }).waitFor();
    await page.getByRole('radio', { name: '5' }).check();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('您已评价，谢谢！').waitFor();
    await agent
      .getByText(/评分 5/)
      .first()
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await findBarriers(agent)).toEqual([]);
    await context.close();
    expect(heard.complaints).toEqual([]);
    expect(shown.complaints.filter((text) => !text.includes('409 (Conflict)'))).toEqual([]);
  }, 120_000);
});
