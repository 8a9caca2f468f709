import { expect } from '@jest/globals';
import { fillForm, Writer } from '../../case-views.js';
import { row } from '../../row.js';

const REGISTERED = {
  customer: '天海科技有限公司',
  contact_person: '王强',
  phone: '13800138000',
  email: 'd1.3@customer.test',
  product: '数据网关 G2',
  version: '3.2.1',
  order_number: 'SO-20260115',
  description: '网关每小时断线一次',
  urgency: 'urgent',
};

export default row('D1.3', async (desk, show) => {
  const { status } = await fillForm(desk, 'platform', { request_type: 'fault', summary: '网关断线 d1.3', ...REGISTERED });
  expect(status).toBe(200);
  const byForm = await desk.ticketLike('网关断线');
  await desk.ticketWhere(
    byForm.id,
    ({ fields, requestType }) => fields['urgency'] === 'urgent' && requestType === 'fault',
    'fields of the form',
  );
  expect((await desk.ticket(byForm.id)).fields).toEqual(REGISTERED);

  const lines =
    '客户名称：天海科技有限公司\n联系人：王强\n联系电话：13800138000\n产品：数据网关 G2\n版本：3.2.1\n订单号：SO-20260115\n问题描述：网关每小时断线一次\n紧急程度：紧急';
  const byMail = await new Writer(desk, 'd1.3-mail@customer.test', 'service@b2b.example').open('网关断线', lines);
  const { email: _email, ...rest } = REGISTERED;
  expect((await desk.ticketWhere(byMail.id, ({ fields }) => fields['urgency'] === 'urgent', 'fields of the mail')).fields).toMatchObject(
    rest,
  );

  const byHand = await desk.api<{ id: string }>('POST', '/tickets', {
    contact: { identity: { scheme: 'phone', value: '+8613800138003' }, displayName: '王强' },
    subject: '电话登记',
    origin: 'call',
    text: '网关断线',
  });
  await expect(desk.api('PATCH', `/tickets/${byHand.id}`, { fields: { ...REGISTERED, urgency: 'soon' } })).rejects.toThrow(
    /normal, urgent, critical/,
  );
  await desk.api('PATCH', `/tickets/${byHand.id}`, { fields: REGISTERED });
  expect((await desk.ticket(byHand.id)).fields).toEqual(REGISTERED);
  show(
    'customer, contact person, phone and mail, product, version, linked order, description and urgency are registered by form, by mail and by an agent, who is told what a field allows',
  );
});
