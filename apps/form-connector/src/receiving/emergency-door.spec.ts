import { afterEach, describe, expect, it } from '@jest/globals';
import type { RequestUnderTest } from '#connector-sdk/testing';
import type { EventData } from '#contracts';
import { ManualClock } from '#runtime';
import { EmergencyFactory } from '../form.connector.js';
import { openInbox, type InboxUnderTest } from '../testing/open-inbox.js';

const KEY = 'key-of-the-bot-0123456789';

let inbox: InboxUnderTest;
const clock = new ManualClock();
afterEach(() => inbox.close());
const messages = () => inbox.context.emitted.map(({ data }) => data as EventData<'message.received.v1'>);
const bodyOf = async (request: RequestUnderTest) => JSON.parse(String((await inbox.ask(request)).body)) as { receipt: string };
const byKey = (id: string, body: object): RequestUnderTest => ({
  headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'idempotency-key': id },
  body: JSON.stringify(body),
});

describe('the emergency button', () => {
  it('asks for little, answers a receipt at once and says how urgent it is', async () => {
    inbox = await openInbox(EmergencyFactory, { keys: [{ name: 'bot', key: KEY }], language: 'zh' }, { clock });
    const byBot = await bodyOf(byKey('1', { text: '全站打不开' }));
    expect(byBot.receipt).toMatch(/^R-/);
    const html = String((await inbox.ask({ method: 'GET' })).body);
    const token = /name="token" value="([^"]+)"/.exec(html)![1]!;
    const body = new URLSearchParams({ token, summary: '全站打不开', phone: '138 0013 8000' }).toString();
    const page = await inbox.ask({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    expect(String(page.body)).toMatch(/您的回执号：R-/);
    expect(messages().map(({ handling, threading }) => [handling, threading.subject])).toEqual([
      [{ priority: 'urgent' }, '【紧急】 全站打不开'],
      [{ priority: 'urgent' }, '【紧急】 全站打不开'],
    ]);
    expect(messages()[1]!.sender.identities[0]).toMatchObject({ scheme: 'phone', value: '+8613800138000', assurance: 'claimed' });
  });

  it('goes straight to the technical team that its settings name, by page and by program, with what is to be done', async () => {
    const tasks = [{ text: 'Call the engineer on duty' }, { kind: 'notice', text: 'Tell the shop’s account manager' }];
    inbox = await openInbox(EmergencyFactory, { keys: [{ name: 'bot', key: KEY }], category: 'technical', tasks }, { clock });
    await bodyOf(byKey('1', { text: 'All is down.', category: 'billing' }));
    const html = String((await inbox.ask({ method: 'GET' })).body);
    const token = /name="token" value="([^"]+)"/.exec(html)![1]!;
    const body = new URLSearchParams({ token, summary: 'All is down.', phone: '138 0013 8000' }).toString();
    await inbox.ask({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    const handling = {
      priority: 'urgent',
      category: 'technical',
      tasks: [
        { key: 'emergency-1', kind: 'callback', text: 'Call the engineer on duty' },
        { key: 'emergency-2', kind: 'notice', text: 'Tell the shop’s account manager' },
      ],
    };
    expect(messages().map((message) => message.handling)).toEqual([handling, handling]);
    const { configSchema } = new EmergencyFactory(undefined as never).descriptor;
    const categories = [{ value: 'billing', label: 'Billing' }];
    expect(configSchema.safeParse({ category: 'technical', categories }).success).toBe(false);
  });
});
