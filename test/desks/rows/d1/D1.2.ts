import { expect } from '@jest/globals';
import type { Ticket } from '../../desk-views.js';
import { fillForm, ringHotline } from '../../entry-doors.js';
import { row } from '../../row.js';
import { sayInWecom } from '../../wecom-app.js';

export default row('D1.2', async (desk, show) => {
  const call = await ringHotline(desk, '+8613800000102');
  const { ticket: chat } = await desk.doors.chatWith('D1.2 在线咨询');
  const mail = await desk.doors.mail({ from: 'd1.2@customer.test', to: 'service@b2b.example', subject: 'D1.2 邮件', text: '请协助。' });
  const fields = {
    ...{ email: 'd1.2-form@customer.test', customer: 'D1.2 公司', contact_person: '王工', request_type: 'inquiry' },
    summary: 'D1.2 平台表单',
    description: 'D1.2 平台表单：请问怎么开通',
  };
  const form = await fillForm(desk, 'platform', fields, 'D1.2 平台表单');
  const wecom = await desk.ticketOf(await sayInWecom(desk, 'd1.2-member', 'D1.2 企业微信咨询'));
  const origins: [Ticket, string, string][] = [
    [call, 'phone', 'hotline'],
    [chat, 'webchat', 'chat'],
    [mail, 'email', 'support'],
    [form, 'form', 'platform'],
    [wecom, 'wechat', 'wecom'],
  ];
  for (const [ticket, channel, inbox] of origins) expect([ticket.channels[0], ticket.inboxId]).toEqual([channel, inbox]);
  const { items } = await desk.api<{ items: { id: string; displayName: string | null }[] }>('GET', '/inboxes');
  const labels = origins.map(([, , inbox]) => items.find(({ id }) => id === inbox)?.displayName);
  expect(labels).toEqual(['服务热线', '在线客服', '技术支持与客户服务中心', '服务平台', '企业微信']);
  expect(chat.number).toMatch(/^\d{8}-ONL-\d{3}$/);
  show(
    'phone, online chat, mail, platform form and 企业微信 each made a request that keeps its origin, labelled 服务热线, 在线客服, 服务平台, 企业微信; DingTalk comes by the connector of docs/examples, tried in test/e2e/example-connector',
  );
});
