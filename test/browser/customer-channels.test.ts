import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { OfficialPlatform } from '../simulators/wechat/official-platform.js';
import { WecomSimulator } from '../simulators/wecom/wecom-simulator.js';
import { ChatVisitor } from '../support/chat-visitor.js';
import { CONSOLE_ENVIRONMENT, type ConsoleOptions, type ConsolePage, openConsole } from '../support/console/console-page.js';
import { findBarriers } from '../support/console/find-barriers.js';
import { describeWithService, launchChromium } from '../support/services/index.js';
import { findFreePorts } from '../support/services/ports.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';
import { openSite, type SiteVisitor, visit } from './chat-site.js';
import { describeShop, LABEL, PARCEL, VOICE } from './shop-channels.js';
import { plays } from './thread-parts.js';

describeWithService('chromium', 'a customer and an agent, each at his own screen', () => {
  let folder: string;
  let platform: OfficialPlatform;
  let wecom: WecomSimulator;
  let product: StartedProduct;
  let site: Server;
  let siteUrl: string;
  let browser: Browser;
  let agents: ConsolePage[] = [];
  let visitors: SiteVisitor[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-customer-'));
    platform = await OfficialPlatform.open({ count: 5 });
    wecom = await WecomSimulator.start();
    const [port] = (await findFreePorts(1)) as [number];
    siteUrl = `http://127.0.0.1:${port}`;
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify(describeShop({ siteUrl, official: platform, wecom })));
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
    await wecom?.close();
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
  const isShown = async (picture: Locator) =>
    (await picture.count()) > 0 && picture.first().evaluate((image) => (image as HTMLImageElement).naturalWidth === 320);
  /** The platform is asked for it after the message is stored, and again after half a second, 2, 10 and 60 where that fails. */
  const showsPicture = (agent: Page) =>
    eventually(() => isShown(agent.locator('article img')), 'the picture of the phone', 90_000).catch(async (error: unknown) => {
      const stored = await product.api(`${new URL(agent.url()).pathname.replace('/console', '')}/entries`);
      throw new Error(`${String(error)}; stored is ${JSON.stringify(stored.body)}`, { cause: error });
    });
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
    await agent.getByText('Customer is typing…').waitFor({ state: 'detached', timeout: 3_000 });
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
    await showsPicture(agent);
    await platform.media('oMei', 'voice', VOICE, 'audio/amr', { Format: 'amr', Recognition: '请尽快回复我' });
    const voice = entry(agent, '请尽快回复我');
    await voice.getByText('语音识别：').waitFor();
    await plays(voice);
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
  }, 240_000);

  it('by 微信客服: what a phone sends, five messages and no more, and two days to write them in', async () => {
    const account = wecom.account('wkShop');
    const says = async (from: string, type: string, content: object, at?: Date) => {
      account.write(from, type, content, at === undefined ? {} : { at: at.getTime() });
      expect(await wecom.ring(`${product.apiUrl}/in/kf`, account)).toBe(200);
    };
    const agent = await atWork({ language: 'zh-CN' });
    account.customer('wmAi').nickname = '小艾';
    await says('wmAi', 'text', { content: '订单一直没有发货' });
    await agent.locator('[data-ticket]', { hasText: '小艾' }).click();
    await entry(agent, '订单一直没有发货').waitFor();
    await says('wmAi', 'image', { media_id: wecom.addMedia(PARCEL.buffer, 'image/png', 'order.png') });
    await showsPicture(agent);
    await says('wmAi', 'voice', { media_id: wecom.addMedia(VOICE, 'audio/amr', 'voice.amr') });
    await plays(entry(agent, 'voice.amr'));

    await agent.getByText('还可发送 5 条').waitFor();
    await agent.locator('[data-writing] input[type=file]').setInputFiles({ ...PARCEL, name: 'label.png' });
    await agent.getByRole('button', { name: /移除 .*label/ }).waitFor();
    await write(agent, '马上为您补发，请看面单。');
    await entry(agent, '马上为您补发').getByText('已发送', { exact: true }).waitFor();
    const { received } = account.customer('wmAi');
    const arrived = () => received.slice(-2).map(({ msgtype, content }) => content['content'] ?? msgtype);
    await eventually(() => Promise.resolve(arrived().length === 2 && arrived()[1] === 'image'), 'words and picture at the phone');
    expect(arrived()).toEqual(['马上为您补发，请看面单。', 'image']);
    await agent.getByText('还可发送 3 条').waitFor();
    for (const words of ['已出库。', '单号稍后发您。', '今晚发出。']) {
      await write(agent, words);
      await entry(agent, words).getByText('已发送', { exact: true }).waitFor();
    }
    await agent.getByText('客户再次来信前已无可用条数').waitFor();
    await write(agent, '单号是 SF123。');
    await agent.getByText('该渠道的可用条数已用完').waitFor();
    await agent.getByRole('button', { name: '等客户再次来信时发送' }).click();
    expect(await findBarriers(agent)).toEqual([]);
    await entry(agent, '单号是 SF123。').getByText('暂存，待客户再次来消息后发送').waitFor();
    expect(arrived()).not.toContain('单号是 SF123。');
    await says('wmAi', 'text', { content: '好的' });
    await entry(agent, '好的').waitFor();
    const waiting = agent.url();

    // Two days after his last word nothing reaches him any more; shortly before, the agent sees how long there is.
    const before = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await says('wmBo', 'text', { content: '两天前的问题' }, before(47.5));
    await says('wmCy', 'text', { content: '更早的问题' }, before(49));
    await agent.goto(`${product.apiUrl}/console/views/unassigned`);
    await agent.locator('[data-ticket]', { hasText: '两天前的问题' }).click();
    await agent.getByText(/^回复窗口 .*分钟.* 关闭$/).waitFor();
    await agent.locator('[data-ticket]', { hasText: '更早的问题' }).click();
    await agent.getByText('当前无法回复').waitFor();
    expect(await findBarriers(agent)).toEqual([]);
    // What was kept for him looks twice a minute whether he wrote.
    await agent.goto(waiting);
    await entry(agent, '单号是 SF123。').getByText('已发送', { exact: true }).waitFor({ timeout: 45_000 });
    expect(arrived().at(-1)).toBe('单号是 SF123。');
  }, 240_000);
});
