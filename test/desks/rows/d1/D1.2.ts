import { expect } from '@jest/globals';
import type { Ticket } from '../../desk-views.js';
import { fillForm, ringHotline } from '../../entry-doors.js';
import { row, type Row } from '../../row.js';
import { sayInWecom } from '../../wecom-app.js';

const showOrigins: Row['run'] = async (desk, show) => {
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
  const said = { id: 'd1.2-1', from: 'd1.2-colleague', text: 'D1.2 钉钉咨询' };
  expect(await desk.added!.remote.postNow(said, { at: desk.clock.now().getTime() })).toBe(200);
  const dingtalk = await desk.ticketOf(said.id);
  await desk.api('POST', `/tickets/${dingtalk.id}/replies`, { text: '我们马上处理。' });
  const heard = () => desk.added!.remote.received.map(({ text }) => text);
  await desk.until(() => Promise.resolve(heard().includes('我们马上处理。')), 'the answer in DingTalk');
  // The number was told there, as everywhere.
  expect(heard()[0]).toContain(dingtalk.number);
  const origins: [Ticket, string, string, string][] = [
    [call, 'phone', 'hotline', '服务热线'],
    [chat, 'webchat', 'chat', '在线客服'],
    [mail, 'email', 'support', '邮件'],
    [form, 'form', 'platform', '服务平台'],
    [wecom, 'wechat', 'wecom', '企业微信'],
    [dingtalk, 'dingtalk', 'dingtalk', '钉钉'],
  ];
  for (const [{ id }, channel, inbox, label] of origins) {
    const { channels, inboxId, origin } = await desk.ticket(id);
    expect([channels[0], inboxId, origin]).toEqual([channel, inbox, label]);
  }
  expect(chat.number).toMatch(/^\d{8}-ONL-\d{3}$/);
  show(
    'phone, online chat, mail, platform form and 企业微信 each made a request that keeps its origin, labelled 服务热线, 在线客服, 邮件, 服务平台, 企业微信; so did DingTalk (钉钉), a channel that an integrator’s connector added to the desk, where the answer arrived',
  );
};

export default row('D1.2', showOrigins, { adds: 'dingtalk' });
