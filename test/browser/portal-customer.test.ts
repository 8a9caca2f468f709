import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findBarriers } from '../support/console/find-barriers.js';
import { startOutgoingServer, type OutgoingServer } from '../support/outgoing-server.js';
import { PORTAL_DESK } from '../support/portal-desk.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

const MOST_KB = 120;
const CUSTOMER = 'customer@mail.test';

describeWithService('chromium', 'what customers see', () => {
  let folder: string;
  let mails: OutgoingServer;
  let product: StartedProduct;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-portal-'));
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify(PORTAL_DESK));
    mails = await startOutgoingServer();
    product = await startProduct((url) => ({ TRIBUTARY_CONFIG: config, TRIBUTARY_SMTP_OUT: mails.url(), TRIBUTARY_HTTP_PUBLIC_URL: url }));
    browser = await launchChromium();
  }, 240_000);
  beforeEach(async () => {
    await context?.close();
    complaints = [];
    await openAs('zh-CN');
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await mails?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const openAs = async (locale: string, more: object = {}) => {
    await context?.close();
    context = await browser.newContext({ locale, timezoneId: 'Asia/Shanghai', viewport: { width: 1024, height: 900 }, ...more });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(`script failed: ${error.message}`));
    page.on('console', (message) => {
      // A form's number is asked for until it is there; a wrong code, and what a link alone does not show, are refused: the browser mentions each.
      if (message.type() === 'error' && !/status of (404|403|422)/.test(message.text())) complaints.push(message.text());
    });
  };
  const go = (path: string) => page.goto(`${product.apiUrl}/help${path}`);
  const seesNoBarrier = async () => expect(await findBarriers(page)).toEqual([]);
  const codeSent = async (): Promise<string> => {
    let code: string | undefined;
    await eventually(async () => {
      for (const { raw } of mails.taken.filter(({ to }) => to.includes(CUSTOMER)))
        code = /(?:验证码|代码|code)\D{0,20}(\d{6})/i.exec((await simpleParser(raw)).text ?? '')?.[1] ?? code;
      return code;
    }, 'the mail with the code');
    return code!;
  };

  it('finds nothing, writes with a file, and follows it to its end', async () => {
    await go('/');
    await page.getByRole('heading', { level: 1, name: '有什么可以帮您？' }).waitFor();
    const search = page.getByRole('searchbox');
    await search.fill('同步延');
    await page.getByRole('link', { name: /订单同步延迟/ }).waitFor();
    await page.getByLabel('重新启动').check();
    await seesNoBarrier();
    await search.fill('紫色大象');
    await page.getByText('没有找到与“紫色大象”相关的内容').waitFor();
    await page.getByRole('search').getByRole('link', { name: '提交工单' }).click();

    // What he asked for and what he checked come along.
    await expectValue('概述', '紫色大象');
    expect(await page.getByLabel('重新启动').isChecked()).toBe(true);
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('有 2 处需要修改。').waitFor();
    await page.getByLabel('邮箱').fill('no address');
    const symptom = page.getByLabel('现象');
    await symptom.fill('订单同步延迟，已经三小时了');
    // Articles come while he writes, and he goes on writing.
    await page.getByRole('region', { name: '也许这里已有答案' }).getByRole('link', { name: '订单同步延迟' }).waitFor();
    expect(await symptom.evaluate((field) => field.ownerDocument.activeElement === field)).toBe(true);
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('请输入正确的邮箱地址。').waitFor();
    await page.reload();
    await expectValue('现象', '订单同步延迟，已经三小时了');
    await page.getByLabel('邮箱').fill(CUSTOMER);
    await page.getByLabel('附件').setInputFiles({ name: '截图.png', mimeType: 'image/png', buffer: PNG });
    await seesNoBarrier();
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('heading', { name: '已收到，谢谢您' }).waitFor();
    const number = await page.locator('strong').textContent();
    expect(number).toMatch(/\d{8}-/);
    await seesNoBarrier();
    await page.getByRole('link', { name: '查看处理进度' }).click();

    await page.getByRole('heading', { level: 1, name: `工单 ${number}` }).waitFor();
    await page.getByText('我们已收到，很快会有人处理。').waitFor();
    await seesNoBarrier();
    // A link alone shows nothing of what was written.
    expect(await page.textContent('body')).not.toContain('三小时');
    const token = page.url().split('/').at(-1)!;
    expect((await context.request.get(`${product.apiUrl}/api/v1/progress/${token}/entries`)).status()).toBe(403);
    await page.getByRole('button', { name: '发送验证码' }).click();
    await page.getByText('验证码已发送至 c•••@m•••.test。').waitFor();
    await page.getByLabel('验证码').fill('1');
    await page.getByRole('button', { name: '查看消息' }).click();
    await page.getByText('验证码不正确。').waitFor();
    await page.getByLabel('验证码').fill(await codeSent());
    await page.getByRole('button', { name: '查看消息' }).click();
    await page.getByText(/已经三小时了/).waitFor();
    await page.getByRole('button', { name: /截图\.png/ }).waitFor();

    // An agent answers; it is there without a reload, and his note is not.
    const { body } = await product.api<{ id: string }>(`/tickets/${number}`);
    await product.api(`/tickets/${body.id}/notes`, { method: 'POST', body: { text: '内部备注' } });
    const replied = await product.api(`/tickets/${body.id}/replies`, {
      method: 'POST',
      body: { text: '正在为您处理。', inboxId: 'support', to: [{ scheme: 'email', value: CUSTOMER }] },
    });
    expect(replied.status).toBe(202);
    await page.getByText('正在为您处理。').waitFor();
    await page.getByText('我们已回复，等待您的答复。').waitFor();
    expect(await page.textContent('body')).not.toContain('内部备注');
    await page.getByLabel('补充留言').fill('好的，谢谢');
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await page.getByText('已发送，并已归入您的工单。').waitFor();
    await page.getByRole('list').getByText('好的，谢谢').waitFor();
    await eventually(async () => {
      const { body: entries } = await product.api<{ items: { plainText: string; direction: string }[] }>(`/tickets/${body.id}/entries`);
      return entries.items.some(({ plainText, direction }) => plainText === '好的，谢谢' && direction === 'inbound');
    }, 'his answer in the thread of the agents');

    await page.getByRole('button', { name: '问题已解决' }).click();
    await page.getByRole('button', { name: '问题没有解决' }).click();
    await page.getByText('正在处理中。').waitFor();
    await page.getByRole('button', { name: '问题已解决' }).click();
    await page.getByRole('radio', { name: '5' }).check();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByText('您已评价，谢谢！').waitFor();
    await seesNoBarrier();
    const { body: rated } = await product.api<{ rating: { score: number } | null }>(`/tickets/${body.id}`);
    expect(rated.rating?.score).toBe(5);
    expect(complaints).toEqual([]);
  });

  it('announcements stand on top; in Arabic the page runs from right to left; each page is without barriers, small and dark too', async () => {
    await product.api('/announcements', {
      method: 'POST',
      body: { texts: { zh: { title: '支付故障', text: '正在修复。' }, ar: { title: 'عطل في الدفع' } }, severity: 'outage' },
    });
    await openAs('ar', { viewport: { width: 375, height: 800 }, colorScheme: 'dark' });
    await go('/');
    await page.getByText('عطل · عطل في الدفع').waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    for (const [path, heading] of [
      ['/', 'كيف يمكننا مساعدتك؟'],
      ['/topics/orders', 'الطلبات'],
      ['/articles/order-sync', 'Orders arrive late'],
      ['/new', 'tickets'],
      ['/promises', 'ما نلتزم به وكيف نفي به'],
      ['/progress/none', 'هذا الرابط لا يعمل'],
      ['/survey/none', 'انتهى هذا الاستبيان'],
      ['/nowhere', 'هذه الصفحة غير موجودة'],
    ] as const) {
      await go(path);
      // What was shown while it was asked for is gone.
      await page.getByRole('heading', { level: 1, ...(path === '/new' ? {} : { name: heading, exact: true }) }).waitFor();
      await seesNoBarrier();
      const [wide, shown] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
      expect([path, wide]).toEqual([path, shown]);
    }
    await page.getByLabel('اللغة').selectOption('en');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('ltr');
    await go('/?language=zh');
    await page.getByText('故障 · 支付故障').waitFor();
    expect(complaints).toEqual([]);
  });

  it(`the first load brings at most ${MOST_KB} kB of script, and words of one language`, async () => {
    const scripts: string[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(new URL(response.url()).pathname);
    });
    await go('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(
      scripts.map(async (path) => gzipSync(await readFile(join('dist/portal', path.replace('/help/', '')))).length),
    );
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0) / 1_000).toBeLessThan(MOST_KB);
    expect(scripts.filter((path) => /\/(zh|en|ja|ko|es|fr|de|ru|pt|it|ar|vi)-/.test(path))).toHaveLength(1);
  });

  const expectValue = async (label: string, value: string) => {
    await eventually(async () => (await page.getByLabel(label).inputValue()) === value, `${value} in ${label}`);
  };
});

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
