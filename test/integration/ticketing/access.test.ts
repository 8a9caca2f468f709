import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { InboundMessage, InboxId } from '#contracts';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const SITE_SECRET = 'signs who is signed in at the site of the tests';
const DESK = {
  languages: ['zh', 'en'],
  progress: { link: true },
  checklists: { lists: { 'five-steps': { name: '自查', for: 'customer', steps: [{ key: 'docs', text: '查看帮助' }] } } },
  fields: {
    summary: { name: { zh: '概述', en: 'Summary' }, section: '问题' },
    os: { name: '系统', kind: 'choice', choices: [{ value: 'mac', name: 'Mac' }] },
  },
  forms: {
    help: {
      name: { zh: '工单', en: 'Ticket' },
      fields: ['os', 'summary'],
      requestTypes: ['question'],
      selfService: { checklist: 'five-steps' },
    },
  },
  requestTypes: {
    question: {
      name: '咨询',
      stages: [
        { key: 'a', name: '受理', next: ['b'] },
        { key: 'b', name: { zh: '处理', en: 'At work' } },
      ],
    },
    training: { name: '现场培训', categories: ['training'] },
  },
  defaultRequestType: 'question',
  evidence: { receipt: { name: '凭证', attachments: ['image/*'] } },
  access: {
    phone: {
      ...{ name: { zh: '电话热线', en: 'Hotline' }, explain: { zh: '仅限付费套餐', en: 'for paid plans' } },
      ...{ channels: ['phone'], shown: 'entitled', needs: { plans: ['pro', 'enterprise'] } },
    },
    training: { name: '现场培训', explain: '仅限企业版', requestTypes: ['training'], needs: { plans: ['enterprise'] }, close: true },
  },
  doors: {
    phone: { name: { zh: '热线', en: 'Hotline' }, channel: 'phone', address: '400-800-1234' },
    mail: {
      name: { zh: '邮件', en: 'Mail' },
      channel: 'email',
      address: 'support@example.com',
      purpose: { zh: '7×24', en: 'day and night' },
    },
  },
};

interface Doors {
  items: { key: string; address: string | null; open: boolean; conditions: string[] }[];
  services: { key: string }[];
}

describe('doors that are not for everybody', () => {
  let api: Api;
  beforeAll(async () => {
    const settings = {
      ...{ acknowledgements: { via: { hotline: 'sms' } }, http: { publicUrl: 'https://desk.example.com' } },
      siteLogin: { alg: 'HS256', secret: SITE_SECRET },
    };
    api = await openApi({ desk: DESK, settings });
    await openInbox(api.desk, 'support', 'email', { addressedBy: ['email'] });
    await openInbox(api.desk, 'sms', 'notification', { in: [], out: ['text'] });
  }, 120_000);
  afterAll(() => api.close());

  const take = async (message: InboundMessage) => {
    await api.desk.take(message);
    await api.desk.settle();
    const { body } = await api.ask<{ items: { ticketId: string }[] }>(
      'GET',
      `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId)}`,
    );
    return (
      await api.ask<{ id: string; number: string; tags: string[]; status: string; contact: { id: string } }>(
        'GET',
        `/api/v1/tickets/${body.items[0]!.ticketId}`,
      )
    ).body;
  };
  const call = (number: string): InboundMessage => ({
    ...mail({ from: number, subject: `来电 ${number}`, text: '来电咨询' }),
    ...{ inbox: { id: 'hotline' as InboxId, channel: 'phone', provider: 'phone' }, recipients: [] },
    sender: { role: 'customer', identities: [{ scheme: 'phone', value: number, raw: number, assurance: 'claimed' }] },
    replyWindow: { open: false, reason: 'a call' },
  });
  const sentTo = async (value: string, reason: string) =>
    (await api.desk.requests())
      .filter(({ to, automatic }) => to[0]?.value === value && automatic?.reason === reason)
      .map(({ parts }) => parts[0]!.fallback!);

  it('a call of who has no paid plan is kept, marked and answered with what is open to him; once', async () => {
    const ticket = await take(call('+8613800138001'));
    expect([ticket.tags, ticket.status]).toEqual([['not_entitled'], 'new']);
    const [told, ...others] = await sentTo('+8613800138001', 'access_refused');
    expect(others).toEqual([]);
    expect(told).toContain('电话热线：仅限付费套餐');
    expect(told).toContain('• 邮件：support@example.com (7×24)');
    expect(told).not.toContain('400-800');
    expect(await sentTo('+8613800138001', 'evidence_asked')).toEqual([]);
    await api.desk.settle();
    expect(await sentTo('+8613800138001', 'access_refused')).toHaveLength(1);
  });

  it('a call of who has is a call like any other', async () => {
    const first = await take(call('+8613800138002'));
    expect(first.tags).toEqual(['not_entitled']);
    await api.ask('PATCH', `/api/v1/contacts/${first.contact.id}`, { body: { plan: 'pro' } });
    const ticket = await take(call('+8613800138002'));
    expect(ticket.id).not.toBe(first.id);
    expect(ticket.tags).toEqual([]);
    const doors = (await api.ask<Doors>('GET', `/api/v1/contacts/${ticket.contact.id}/doors?language=en`)).body;
    expect(doors.items[0]).toMatchObject({ key: 'phone', address: '400-800-1234', open: true });
  });

  it('who is signed in at the site sees the doors and services that are open to him', async () => {
    const { contact } = await take(mail({ from: 'ann@example.com', subject: 'Hello', text: 'Hello.' }));
    const look = async (claims: object, secret = SITE_SECRET) => {
      const token = await new SignJWT({ sub: 'u-1', exp: api.desk.clock.now().getTime() / 1_000 + 60, ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(secret));
      return api.ask<Doors & { code?: string }>('GET', '/api/v1/desk/doors', { key: null, headers: { authorization: `Bearer ${token}` } });
    };
    const numberFor = async (claims: object) => (await look(claims)).body.items.find(({ key }) => key === 'phone')!.address;
    const own = { email: 'Ann@example.com', email_verified: true };
    expect(await numberFor(own)).toBeNull();
    await api.ask('PATCH', `/api/v1/contacts/${contact.id}`, { body: { plan: 'pro' } });
    expect(await numberFor(own)).toBe('400-800-1234');
    // An address that the site does not vouch for is anybody's.
    expect(await numberFor({ email: 'ann@example.com' })).toBeNull();
    const forged = await look(own, 'another secret of at least 32 characters');
    expect([forged.status, forged.body.code]).toEqual([401, 'bad_token']);
    // A key of the API is no token of the site.
    expect((await api.ask<Doors>('GET', '/api/v1/desk/doors')).body.items[0]!.address).toBeNull();
  });

  it('a service may be for some only, too', async () => {
    const ticket = await take(mail({ from: 'train@example.com', subject: '培训', text: '想预约一次培训。' }));
    expect(ticket.tags).toEqual([]);
    await api.ask('PATCH', `/api/v1/tickets/${ticket.id}`, { body: { category: 'training' } });
    await api.desk.settle();
    const { body } = await api.ask<{ tags: string[]; status: string; requestType: string }>('GET', `/api/v1/tickets/${ticket.id}`);
    expect(body).toMatchObject({ requestType: 'training', tags: ['not_entitled'], status: 'closed' });
    expect((await sentTo('train@example.com', 'access_refused'))[0]).toContain('现场培训：仅限企业版');
  });

  it('conditions are shown beforehand to anybody, numbers to whom they are for', async () => {
    const { body } = await api.ask<Doors>('GET', '/api/v1/desk/doors?language=en', { key: null });
    expect(body.items).toMatchObject([
      { key: 'phone', address: null, open: false, conditions: ['for paid plans'] },
      { key: 'mail', address: 'support@example.com', open: true },
    ]);
    expect(body.services).toMatchObject([{ key: 'training', explain: '仅限企业版' }]);
  });

  it('a form is described to anybody, and can be written as a mail', async () => {
    const { body } = await api.ask<{
      fields: { key: string; kind: string }[];
      mailTemplate: string;
      selfService: object;
      requestTypes: object[];
    }>('GET', '/api/v1/desk/forms/help?language=zh', { key: null });
    expect(body.fields.map(({ key, kind }) => [key, kind])).toEqual([
      ['os', 'choice'],
      ['summary', 'text'],
    ]);
    expect(body.mailTemplate).toBe('系统：□ Mac\n\n【问题】\n概述：');
    expect(body).toMatchObject({
      selfService: { articles: true, checklist: 'five-steps' },
      requestTypes: [{ key: 'question', name: '咨询' }],
    });
    expect((await api.ask('GET', '/api/v1/desk/forms/nothing', { key: null })).status).toBe(404);
    expect((await api.ask<{ items: { key: string }[] }>('GET', '/api/v1/desk/forms', { key: null })).body.items).toHaveLength(1);
    const types = await api.ask<{ items: { key: string; isDefault: boolean }[] }>('GET', '/api/v1/desk/request-types');
    expect(types.body.items.map(({ key, isDefault }) => [key, isDefault])).toEqual([
      ['question', true],
      ['training', false],
    ]);
  });

  it('how a request stands is seen by the link in its acknowledgement: nothing of what was written, and not for ever', async () => {
    const ticket = await take(mail({ from: 'link@example.com', subject: 'My secret', text: 'secret words' }));
    const [told] = await sentTo('link@example.com', 'acknowledgement');
    const token = /https:\/\/desk\.example\.com\/help\/progress\/([\w-]+)/.exec(told!)![1]!;
    const read = (path: string) => api.ask<{ number: string; steps: object[] }>('GET', `/api/v1/progress/${path}`, { key: null });
    const { body } = await read(`${token}?language=en`);
    expect(body).toMatchObject({
      number: ticket.number,
      status: 'new',
      steps: [
        { name: '受理', state: 'now' },
        { name: 'At work', state: 'ahead' },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/secret|link@/);
    for (const forged of [`${token.slice(0, 9)}${token[9] === 'x' ? 'y' : 'x'}${token.slice(10)}`, token.slice(0, -1), 'x'])
      expect((await read(forged)).status).toBe(404);
    const made = (await api.ask<{ token: string }>('GET', `/api/v1/tickets/${ticket.number}/progress-link`)).body;
    expect((await read(made.token)).status).toBe(200);
    await api.desk.database.sql.query('update tickets set confidential = true where id = $1::uuid', [ticket.id]);
    expect((await read(token)).status).toBe(404);
    await api.desk.database.sql.query('update tickets set confidential = false where id = $1::uuid', [ticket.id]);
    api.desk.clock.advance(92 * 86_400_000);
    expect((await read(token)).status).toBe(410);
  });
});
