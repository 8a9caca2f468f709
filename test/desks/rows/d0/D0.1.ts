import { expect } from '@jest/globals';
import type { Ticket } from '../../desk-views.js';
import { fillForm, ringHotline, writeToKf } from '../../entry-doors.js';
import { row } from '../../row.js';

export default row('D0.1', async (desk, show) => {
  const { ticket: chat } = await desk.doors.chatWith('D0.1 聊天：怎么换模板？');
  const mail = await desk.doors.mail({
    from: 'd0.1@customer.test',
    to: 'support@smartcv.example',
    subject: 'D0.1 邮件',
    text: '怎么换模板？',
  });
  const call = await ringHotline(desk, '+8613800000101');
  const wechat = await writeToKf(desk, 'wechat', 'wmD01Customer', 'D0.1 微信：怎么换模板？');
  const fields = { email: 'd0.1-form@customer.test', summary: 'D0.1 工单换模板', symptom: '不知道怎么换' };
  const form = await fillForm(desk, 'tickets', fields, 'D0.1 工单', 'd0.1-user');
  const origins: [Ticket, string, string][] = [
    [chat, 'webchat', 'chat'],
    [mail, 'email', 'support'],
    [call, 'phone', 'hotline'],
    [wechat, 'wechat', 'wechat'],
    [form, 'form', 'tickets'],
  ];
  for (const [ticket, channel, inbox] of origins) expect([ticket.channels, ticket.inboxId]).toEqual([[channel], inbox]);
  expect(new Set(origins.map(([ticket]) => ticket.number)).size).toBe(5);
  show(
    'chat, mail, hotline, WeChat (微信客服) and the form of a signed-in customer each made a ticket that keeps its origin; Weibo comes by the connector of docs/examples, tried in test/e2e/example-connector',
  );
});
