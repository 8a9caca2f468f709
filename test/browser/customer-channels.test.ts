import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { OfficialPlatform } from '../simulators/wechat/official-platform.js';
import { ChatVisitor } from '../support/chat-visitor.js';
import { CONSOLE_ENVIRONMENT, type ConsoleOptions, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { makePng } from '../support/image-server.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { findFreePorts } from '../support/services/ports.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';
import { openSite, type SiteVisitor, visit } from './chat-site.js';

/** A second of silence as a phone records it: AMR, frames of 20 ms. */
const VOICE = Buffer.concat([Buffer.from('#!AMR\n'), ...Array.from({ length: 50 }, () => Buffer.alloc(32, 0x3c))]);
const PARCEL = { name: 'torn-parcel.png', mimeType: 'image/png', buffer: makePng(320, 200, [180, 60, 40]) };
/** What may answer him; its English is what an agent finds who reads English. */
const ARTICLES = {
  'torn-parcel': {
    texts: {
      zh: { title: '快递破损怎么办', body: '请拍照并保留包装。' },
      en: { title: 'A torn parcel', body: 'Take pictures, keep the box.' },
    },
  },
};
const LABEL = { name: 'new-label.txt', mimeType: 'text/plain', buffer: Buffer.from('label') };

describeWithService('chromium', 'a customer and an agent, each at his own screen', () => {
  let folder: string;
  let platform: OfficialPlatform;
  let product: StartedProduct;
  let site: Server;
  let siteUrl: string;
  let browser: Browser;
  let agents: ConsolePage[] = [];
  let visitors: SiteVisitor[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-customer-'));
    platform = await OfficialPlatform.open({ count: 5 });
    const [port] = (await findFreePorts(1)) as [number];
    siteUrl = `http://127.0.0.1:${port}`;
    const config = join(folder, 'config.json');
    const inboxes = [
      { id: 'shop', channel: 'webchat', title: 'Shop help', displayName: 'Shop chat', origins: [siteUrl] },
      { id: 'gzh', channel: 'wechat', provider: 'official-account', displayName: '小店服务号', replyCount: 5, ...platform.settings },
    ];
    await writeFile(config, JSON.stringify({ inboxes, profile: { languages: ['zh', 'en'], knowledge: { articles: ARTICLES } } }));
    const environment = { ...CONSOLE_ENVIRONMENT, TRIBUTARY_CONFIG: config };
    const starts = startProduct((url) => ({ ...environment, TRIBUTARY_HTTP_PUBLIC_URL: url }));
    [product, browser] = await Promise.all([starts, launchChromium()]);
    platform.callbacks.url = `${product.apiUrl}/in/gzh`;
    site = await openSite({ port, desk: () => product.apiUrl });
  }, 240_000);
  afterEach(async () => {
    const complaints = [...agents, ...visitors].flatMap((each) => each.complaints);
    // A ticket that moved on while the answer was written: the console looks and sends it, and the browser mentions the first try.
    const strange = complaints.filter((text) => !text.includes('409 (Conflict)'));
    await Promise.all([...agents, ...visitors].map(({ context }) => context.close()));
    [agents, visitors] = [[], []];
    expect(strange).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await product?.stop();
    await platform?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const atWork = async (options: ConsoleOptions = {}): Promise<Page> => {
    const agent = await openConsole(browser, product.apiUrl, { path: '/views/unassigned', ...options });
    agents.push(agent);
    return agent.page;
  };
  const write = async (page: Page, words: string) => {
    await page.locator('[data-answer]').fill(words);
    await page.locator('[data-answer]').press('Control+Enter');
  };
  /** The picture itself, not a frame around nothing. */
  const isShown = (picture: Locator) => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth === 320);
  const entry = (page: Page, text: string) => page.locator('article', { hasText: text }).last();

  it('by web chat: the line, the answer, files both ways, the rating', async () => {
    const before = await ChatVisitor.enter(`${product.apiUrl.replace('http', 'ws')}/in/shop`);
    await before.say('I was here before');
    const agent = await atWork();
    await agent.locator('[data-ticket]', { hasText: 'I was here before' }).waitFor();
    const customer = await visit(browser, siteUrl);
    visitors.push(customer);
    const panel = await customer.openPanel();
    await customer.say('My parcel is torn');
    await panel.locator('.waiting').getByText('You are number 2 in line').waitFor();

    // It is in the agent's list by itself; what the customer writes and sends meanwhile comes to its thread.
    await agent.locator('[data-ticket]', { hasText: 'My parcel is torn' }).click();
    await entry(agent, 'My parcel is torn').waitFor();
    await panel.locator('input[type=file]').setInputFiles(PARCEL);
    await panel.getByText('torn-parcel.png').waitFor();
    await panel.locator('.write textarea').press('Enter');
    await eventually(() => isShown(entry(agent, 'torn-parcel.png').locator('img')), 'the picture at the agent’s screen');

    await agent.locator('[data-answer]').pressSequentially('I am sorry. ');
    await panel.getByText(/is typing/).waitFor();
    await agent.locator('[data-writing] input[type=file]').setInputFiles(LABEL);
    await agent.getByRole('button', { name: /Remove .*new-label/ }).waitFor();
    await write(agent, 'I am sorry. A new one is on its way.');
    for (const words of [/has joined\.$/, 'A new one is on its way.', /new-label/]) await panel.locator('.log').getByText(words).waitFor();
    expect(await panel.locator('.waiting').isVisible()).toBe(false);
    await entry(agent, 'A new one is on its way.').getByText('Read', { exact: true }).waitFor();

    await panel.locator('.write textarea').pressSequentially('Thank');
    await agent.getByText('Customer is typing…').waitFor();
    await customer.say('Thank you!');
    await entry(agent, 'Thank you!').waitFor();
    const { items } = (await product.api<{ items: { id: string; subject: string }[] }>('/tickets')).body;
    const ticket = items.find(({ subject }) => subject === 'My parcel is torn')!;
    await product.api(`/tickets/${ticket.id}`, { method: 'PATCH', body: { status: 'closed' } });
    await panel.locator('.star').nth(4).click();
    await panel.getByPlaceholder(/What should we know/).fill('Quick and kind');
    await panel.getByRole('button', { name: 'Send rating' }).click();
    await panel.locator('.log').getByText('Thank you for your rating.').waitFor();
    await agent.goto(`${product.apiUrl}/console/tickets/${ticket.id}`);
    await agent.getByText('Rated 5', { exact: false }).waitFor();
    await agent.getByText('Quick and kind').waitFor();
    expect(await findBarriers(agent)).toEqual([]);
    before.cut();
  });

  it('by 公众号: what a phone sends, the answer within its window, and what became of it', async () => {
    const agent = await atWork({ language: 'zh-CN' });
    await platform.text('oMei', '快递破损了，怎么办？');
    // Ids of WeChat tell nobody anything.
    await agent.locator('[data-ticket]', { hasText: '微信用户 oMei' }).click();
    await entry(agent, '快递破损了').waitFor();
    await platform.media('oMei', 'image', PARCEL.buffer, 'image/png');
    await eventually(() => isShown(agent.locator('article img')), 'the picture of the phone');
    await platform.media('oMei', 'voice', VOICE, 'audio/amr', { Format: 'amr', Recognition: '请尽快回复我' });
    const voice = entry(agent, '请尽快回复我');
    await voice.getByText('语音识别：').waitFor();
    await voice.getByText('浏览器无法播放这种格式的语音').waitFor();
    expect(await voice.getByText('[voice message]').count()).toBe(0);
    await platform.say('oMei', 'location', {
      Location_X: '23.134521',
      Location_Y: '113.358803',
      Scale: '20',
      Label: '广州市海珠区新港中路397号',
    });
    await platform.say('oMei', 'link', { Title: '订单详情', Description: '两件商品', Url: 'https://shop.example/orders/1' });
    await platform.say('oMei', 'miniprogrampage', {
      Title: '我的订单',
      AppId: 'wx1',
      PagePath: 'pages/order?id=1',
      ThumbUrl: 'https://x.example/t',
    });
    await entry(agent, '我的订单').waitFor();
    await entry(agent, '海珠区').getByText('23.13452, 113.35880').waitFor();
    expect(await agent.getByRole('link', { name: '订单详情' }).getAttribute('href')).toBe('https://shop.example/orders/1');

    // What may be sent is told before: days and messages.
    await agent.getByText('还可发送 5 条').waitFor();
    await agent.locator('[data-answer]').fill('马上为您补发。');
    await agent.getByRole('button', { name: '知识文章' }).click();
    const articles = agent.getByRole('dialog', { name: '知识文章' });
    await articles.getByRole('searchbox').fill('torn parcel');
    await articles.getByRole('button', { name: '插入链接' }).click();
    await articles.waitFor({ state: 'detached' });
    await agent.locator('[data-answer]').press('Control+Enter');
    expect(await findBarriers(agent)).toEqual([]);
    const told = await eventually(
      () => Promise.resolve(platform.desk.arrived.find(({ text }) => text?.startsWith('马上为您补发。'))?.text),
      'the answer at the phone',
    );
    await entry(agent, '马上为您补发。').getByText('已发送', { exact: true }).waitFor();
    // The link in it opens the article, in the language he writes in, whatever his phone speaks.
    const phone = await visit(browser, /https?:\S+\/help\/[^\s)）]+/.exec(told)![0], { context: { locale: 'fr-FR' } });
    visitors.push(phone);
    await phone.page.getByRole('heading', { level: 1, name: '快递破损怎么办' }).waitFor();
    await phone.page.getByText('这篇文章有帮助吗？').waitFor();

    // The platform has the last word on its window: the answer says so, and so does the composer, until the customer writes again.
    platform.desk.next = 45015;
    await write(agent, '还有一件事。');
    const refused = entry(agent, '还有一件事。');
    await refused.getByText('未送达', { exact: true }).waitFor();
    await refused.getByText('该渠道的可回复时间已过。').waitFor();
    await agent.getByText('当前无法回复').waitFor();
    await platform.text('oMei', '好的，谢谢');
    await entry(agent, '好的，谢谢').waitFor();
    await agent.getByText('还可发送 5 条').waitFor();
  });
});
