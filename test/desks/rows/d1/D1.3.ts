import { expect } from '@jest/globals';
import { fillForm, noticesOf, Writer } from '../../case-views.js';
import { clockWhere, minutesOf } from '../../desk-clocks.js';
import { figuresWhere } from '../../desk-feedback.js';
import type { RunningDesk } from '../../running-desk.js';
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

const URGENCIES = [
  { value: 'normal', label: '普通', priority: 'normal', minutes: 120, cell: '一般' },
  { value: 'urgent', label: '紧急', priority: 'high', minutes: 30, cell: '紧急' },
  { value: 'critical', label: '特急', priority: 'urgent', minutes: 1, cell: '特急' },
];

/** What is chosen in the form, or ticked in the mail, is the priority, its clock, and the cell of the request log; a label that lists them all is none. */
async function chooseUrgency(desk: RunningDesk): Promise<void> {
  for (const { value, label, priority, minutes, cell } of URGENCIES) {
    const words = `d1.3 ${value} 网关`;
    const { status } = await fillForm(desk, 'platform', {
      ...{ ...REGISTERED, email: `d1.3-${value}@customer.test`, urgency: value },
      ...{ request_type: 'fault', summary: words },
    });
    expect(status).toBe(200);
    const boxes = URGENCIES.map((each) => `${each.value === value ? '☑' : '□'} ${each.label}`).join('  ');
    const mail = await new Writer(desk, `d1.3-${value}-mail@customer.test`, 'service@b2b.example').open(
      '网关断线',
      `客户名称：天海科技有限公司\n联系人：王强\n问题描述：网关每小时断线一次\n紧急程度：${boxes}`,
    );
    for (const { id, number } of [await desk.ticketLike(words), mail]) {
      await desk.ticketWhere(id, ({ fields }) => fields['urgency'] === value, `${label} registered`);
      const clock = await clockWhere(desk, { id }, 'response', ({ target }) => target === `priority-${priority}`);
      expect([(await desk.ticket(id)).priority, minutesOf(clock)]).toEqual([priority, minutes]);
      const day = desk.clock.now().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
      const log = `request-log?from=${day}&to=${day}&limit=10000`;
      await figuresWhere(desk, log, (rows) => rows.some((each) => each['number'] === number && each['urgency'] === cell));
      const kinds = (await noticesOf(desk, { id })).map(({ kind }) => kind);
      if (value !== 'critical') expect(kinds).not.toContain('priority_reached');
    }
  }
}

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
  expect(await desk.ticket(byHand.id)).toMatchObject({ fields: REGISTERED, priority: 'high' });
  await desk.api('PATCH', `/tickets/${byHand.id}`, { priority: 'urgent' });
  expect((await desk.ticket(byHand.id)).fields['urgency']).toBe('critical');
  await desk.clock.moveTo('Tue 10:00');
  await chooseUrgency(desk);
  show(
    'customer, contact person, phone and mail, product, version, linked order, description and urgency are registered by form, by mail and by an agent, who is told what a field allows; 普通, 紧急 and 特急 chosen in the form or ticked in the mail give 2 h, 30 min and 1 min, and stand so in the request log',
  );
});
