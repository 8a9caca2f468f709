import { expect } from '@jest/globals';
import type { List, Ticket } from '../../desk-views.js';
import { fillForm, ringHotline, writeToKf } from '../../entry-doors.js';
import { row, type Row } from '../../row.js';
import type { RunningDesk } from '../../running-desk.js';

/** On Weibo: a private message, or what everybody sees. Answers go to the writer alone. */
async function writeOnWeibo(
  desk: RunningDesk,
  said: { id: string; from: string; text: string; type?: string; data?: string },
): Promise<Ticket> {
  expect(await desk.added!.remote.postNow(said, { at: desk.clock.now().getTime() })).toBe(200);
  return desk.until(async () => {
    const { items } = await desk.api<List<Ticket>>('GET', '/tickets?channel=weibo');
    for (const ticket of items) if ((await desk.entries(ticket)).some(({ plainText }) => plainText === said.text)) return ticket;
    return null;
  }, `a ticket of “${said.text}”`);
}

const showOrigins: Row['run'] = async (desk, show) => {
  const { ticket: chat } = await desk.doors.chatWith('D0.1 聊天：怎么换模板？');
  const mail = await desk.doors.mail({
    from: 'd0.1@customer.test',
    to: 'support@smartcv.example',
    subject: 'D0.1 邮件',
    text: '怎么换模板？',
  });
  const call = await ringHotline(desk, '+8613800000101');
  const wechat = await writeToKf(desk, 'wechat', 'wmD01Customer', 'D0.1 微信：怎么换模板？');
  const fields = { email: 'd0.1-form@customer.test', category: 'technical', summary: 'D0.1 工单换模板', symptom: '不知道怎么换' };
  const form = await fillForm(desk, 'tickets', fields, 'D0.1 工单', 'd0.1-user');
  const [fan, author] = ['9007199254740995', '9007199254740997'];
  const message = await writeOnWeibo(desk, { id: 'd0.1-1', from: fan, text: 'D0.1 私信：新模板什么时候上线？' });
  const data = '{"subtype":"mention","key":"4900000000000001"}';
  const mention = await writeOnWeibo(desk, { id: 'd0.1-2', from: author, type: 'mention', text: '@SmartCV D0.1 导出太慢了', data });
  expect(mention.id).not.toBe(message.id);
  await desk.api('POST', `/tickets/${message.id}/replies`, { text: '下周上线。' });
  await desk.until(
    () => Promise.resolve(desk.added!.remote.received.some(({ to, text }) => to === fan && text === '下周上线。')),
    'the answer on Weibo',
  );
  const { items: inboxes } = await desk.api<List<{ id: string; displayName: string }>>('GET', '/inboxes');
  expect(inboxes.find(({ id }) => id === 'weibo')?.displayName).toBe('新浪微博');
  const origins: [Ticket, string, string][] = [
    [chat, 'webchat', 'chat'],
    [mail, 'email', 'support'],
    [call, 'phone', 'hotline'],
    [wechat, 'wechat', 'wechat'],
    [form, 'form', 'tickets'],
    [message, 'weibo', 'weibo'],
    [mention, 'weibo', 'weibo'],
  ];
  for (const [ticket, channel, inbox] of origins) expect([ticket.channels[0], ticket.inboxId]).toEqual([channel, inbox]);
  expect(new Set(origins.map(([ticket]) => ticket.number)).size).toBe(7);
  show(
    'chat, mail, hotline, WeChat (微信客服) and the form of a signed-in customer each made a ticket that keeps its origin; so did a private message and a mention on Weibo, a channel that an integrator’s connector added to the desk, and its answer arrived there',
  );
};

export default row('D0.1', showOrigins, { adds: 'weibo' });
