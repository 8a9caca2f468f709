import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboxId } from '#contracts';
import { openRequestDesk, requestsOf, type RequestView as View } from '../../support/request-desk.js';
import type { Api } from '../../support/ticketing-api.js';

describe('request types', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openRequestDesk();
  }, 120_000);
  afterAll(() => api.close());
  const { take, view, ticket, toldTo, reply } = requestsOf(() => api);

  it('are chosen by the category, or the default; the first stage begins and the group has it', async () => {
    const fault = await take({ from: 'a@example.com', category: 'technical' });
    expect(await view(fault.id)).toMatchObject({
      requestType: 'fault',
      chosenBy: 'category',
      stage: 'intake',
      stageName: '受理',
      missingFields: ['symptom'],
    });
    expect((await ticket(fault.id)).group).not.toBeNull();
    const plain = await take({ from: 'b@example.com' });
    expect(await view(plain.id)).toMatchObject({ requestType: 'inquiry', chosenBy: 'default', stage: null, next: [] });
    await api.ask('PATCH', `/api/v1/tickets/${plain.id}`, { body: { category: 'complaint' } });
    await api.desk.settle();
    expect(await view(plain.id)).toMatchObject({ requestType: 'complaint', chosenBy: 'category', stage: 'plan' });
    await api.ask('PATCH', `/api/v1/tickets/${plain.id}`, { body: { requestType: 'fault' } });
    await api.desk.settle();
    expect(await view(plain.id)).toMatchObject({ requestType: 'fault', chosenBy: 'agent', stage: 'intake', dueAt: null });
    await api.ask('PATCH', `/api/v1/tickets/${plain.id}`, { body: { category: 'complaint2' } });
    await api.desk.settle();
    expect(await view(plain.id)).toMatchObject({ requestType: 'fault', chosenBy: 'agent' });
  });

  it('a mail by the template comes in as one well-formed ticket, whose words agents may correct but not spoil', async () => {
    const text =
      '您好\n\n邮箱：li@example.com\n操作系统：☑ Windows □ Mac\n问题概述：无法导出 PDF\n问题现象：提示“导出失败”\n点了两次\n期望结果：下载 PDF';
    const { id, message } = await take({ from: 'li@example.com', text, subject: '导出失败' });
    expect((await ticket(id)).fields).toEqual({
      ...{ email: 'li@example.com', os: 'windows', summary: '无法导出 PDF', symptom: '提示“导出失败”\n点了两次', expected: '下载 PDF' },
    });
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { fields: { os: 'mac' } } });
    await reply('li@example.com', message, text);
    expect((await ticket(id)).fields).toMatchObject({ os: 'mac' });
    const bad = await api.ask<View>('PATCH', `/api/v1/tickets/${id}`, { body: { fields: { os: 'beos', nonsense: 1, email: 'x' } } });
    expect([bad.status, bad.body.code]).toEqual([422, 'fields_invalid']);
    expect(bad.body.faults!.map(({ field, problem }) => `${field} ${problem}`)).toEqual([
      'os no_choice',
      'nonsense unknown_field',
      'email no_email',
    ]);
  });

  it('a form fills fields, and says what it is', async () => {
    const fields = [
      { name: 'request_type', value: 'complaint' },
      { name: 'summary', value: '态度差' },
      { name: 'solution', value: 'not for customers' },
    ];
    const inbox = { id: 'tickets' as InboxId, channel: 'form', provider: 'form' };
    const parts = [{ partId: '1', type: 'form' as const, formId: 'tickets', fields, fallback: '态度差' }];
    const { id } = await take(
      { from: 'form@example.com', subject: '态度差' },
      { inbox, parts, replyWindow: { open: false, reason: 'one_way' } },
    );
    expect(await view(id)).toMatchObject({ requestType: 'complaint', chosenBy: 'form', stage: 'plan' });
    expect((await ticket(id)).fields).toEqual({ summary: '态度差' });
  });

  it('evidence is asked for once, recognised when it comes, and may be ticked by hand', async () => {
    const { id, message } = await take({ from: 'pay@example.com', category: 'payment' });
    const asked = (await toldTo('pay@example.com')).filter(({ reason }) => reason === 'evidence_asked');
    expect(asked).toHaveLength(1);
    expect(asked[0]!.text).toContain('1. 交易单号');
    await reply('pay@example.com', message, '还没找到');
    expect((await toldTo('pay@example.com')).filter(({ reason }) => reason === 'evidence_asked')).toHaveLength(1);
    await reply('pay@example.com', message, '交易单号：20260302ABCD');
    expect((await view(id)).evidence).toMatchObject([{ key: 'transaction', value: '20260302ABCD', givenAt: expect.any(String) }]);
    const fault = await take({ from: 'logs@example.com', category: 'technical' });
    await api.ask('PUT', `/api/v1/tickets/${fault.id}/evidence/logs`, { body: { value: 'read to me on the phone' } });
    expect((await view(fault.id)).evidence).toMatchObject([{ key: 'logs', givenAt: expect.any(String) }]);
    expect((await api.ask('PUT', `/api/v1/tickets/${fault.id}/evidence/nothing`, { body: {} })).status).toBe(404);
  });
});
