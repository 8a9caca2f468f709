import { describe, expect, it } from '@jest/globals';
import type { AcknowledgementWays, Way } from '../acknowledgements/acknowledgement-ways.js';
import type { DeskProfiles } from '../desk/desk-profiles.js';
import { Desk } from '../desk/desk-schema.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import type { CaseTeller, Told } from '../request-types/case-teller.js';
import type { ReadMessage } from '../request-types/message-reader.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { AccessTeller } from './access-teller.js';
import { STRANGER } from './visitor-reader.js';

const words = { name: { zh: '电话热线', en: 'Hotline' }, explain: { zh: '仅限付费套餐', en: 'for paid plans' } };
const desk = Desk.parse({
  languages: ['zh', 'en'],
  access: {
    phone: { ...words, channels: ['phone'], shown: 'everyone', needs: { plans: ['pro'] } },
    chat: { ...words, channels: ['webchat'], needs: { botFirst: true }, refusal: { zh: '请先咨询机器人', en: 'Ask the bot first' } },
  },
  doors: {
    phone: { name: { zh: '热线', en: 'Hotline' }, channel: 'phone', address: '400-800-1234' },
    mail: { name: { zh: '邮件', en: 'Mail' }, channel: 'email', address: 'help@x.test', purpose: { zh: '故障', en: 'faults' } },
    chat: { name: { zh: '在线', en: 'Chat' }, channel: 'webchat' },
  },
});

type Found = Awaited<ReturnType<AcknowledgementWays['find']>>;
const sms: Way = {
  inboxId: 'sms',
  channel: 'notification',
  to: { scheme: 'phone', value: '+8613800138000' },
  answers: false,
  hears: false,
};
const caller = { scheme: 'phone', value: '+8613800138000' };
const call = (replyContext: object | null = { from: caller }, inboxId: string | null = 'hotline') =>
  ({ entryId: 'e', ticketId: 't', channel: 'phone', inboxId, replyContext }) as unknown as ReadMessage;

/** What is told to who came by a door that is not for him, and what was asked for the way to him. */
async function answer(
  given: { language?: string | null; rule?: string; message?: ReadMessage | null; way?: Found; plan?: string } = {},
): Promise<{ outcome: string; told: Told; text: string; asked: unknown[] }> {
  const { language = 'en', rule = 'phone', message = null, way = null, plan = null } = given;
  const asked: unknown[] = [];
  const told: Told[] = [];
  const teller = {
    tell: (_unit: WorkUnit, _draft: TicketDraft, _facts: TicketFacts, what: Told) => (told.push(what), Promise.resolve('queued')),
  } as unknown as CaseTeller;
  const ways = { find: (from: object) => (asked.push(from), Promise.resolve(way)) } as unknown as AcknowledgementWays;
  const profiles = { current: () => ({ version: 1, desk }) } as unknown as DeskProfiles;
  const facts = { id: 't', language, contact: { language: null } } as unknown as TicketFacts;
  const missed = { rule, missing: ['plan' as const] };
  const outcome = await new AccessTeller(teller, ways, profiles).answer({} as WorkUnit, { id: 't' } as unknown as TicketDraft, {
    ...{ facts, visitor: { ...STRANGER, plan }, message, missed },
  });
  const text = fillText(pickText(told[0]!.texts, language, 'zh'), { 'ticket.number': 'A-1', ...told[0]!.values?.more });
  return { outcome, told: told[0]!, text, asked };
}

describe('who came by a door that is not for him', () => {
  it('reads what it is, who it is for, and the doors that are open to him, in his language', async () => {
    expect((await answer()).text).toBe(
      'Hello, we have kept your request A-1. Hotline: for paid plans\n\nYou can reach us by:\n• Mail: help@x.test (faults)\n• Chat',
    );
    const chinese =
      '您好！我们已收到您的来访（受理编号 A-1）。电话热线：仅限付费套餐\n\n您可以通过以下渠道联系我们：\n• 邮件：help@x.test (故障)\n• 在线';
    expect((await answer({ language: 'zh-CN' })).text).toBe(chinese);
    // In the desk's where nobody knows his.
    expect((await answer({ language: null })).text).toBe(chinese);
  });

  it('reads of a door that he may use by what he is, whichever rule he missed', async () => {
    expect((await answer({ plan: 'pro', rule: 'chat' })).told.values?.more).toMatchObject({
      open: '• Hotline: 400-800-1234\n• Mail: help@x.test (faults)\n• Chat',
    });
  });

  it('reads the desk’s own words where it has some', async () => {
    expect((await answer({ rule: 'chat' })).text).toBe('Ask the bot first');
    expect((await answer({ rule: 'chat', language: 'zh' })).text).toBe('请先咨询机器人');
  });

  it('is told once for each rule of a ticket; what became of it is said', async () => {
    const { outcome, told } = await answer();
    expect(outcome).toBe('queued');
    expect(told).toMatchObject({ key: 'access:t:phone', reason: 'access_refused' });
  });
});

describe('the answer to him', () => {
  it('goes by the inbox that is set up for those who cannot be answered by theirs', async () => {
    const { told, asked } = await answer({ message: call({ from: caller, replyWindow: { open: false } }), way: sms });
    expect(asked).toEqual([{ inboxId: 'hotline', channel: 'phone', from: caller, replyTo: undefined, open: false }]);
    expect(told).toMatchObject({ inboxId: 'sms', to: [caller] });
  });

  it('goes where he wants answers', async () => {
    const replyTo = [{ scheme: 'email', value: 'ann@x.test' }, caller];
    expect((await answer({ message: call({ from: caller, replyTo }) })).asked).toMatchObject([{ replyTo: replyTo[0] }]);
  });

  it('counts his conversation as open where nothing says that it is closed', async () => {
    expect((await answer({ message: call() })).asked).toMatchObject([{ open: true }]);
    expect((await answer({ message: call({ from: caller, replyWindow: { open: true } }) })).asked).toMatchObject([{ open: true }]);
  });

  it.each<[string, ReadMessage | null, Found]>([
    ['where he can be answered there', call(), { ...sms, inboxId: 'hotline', answers: true }],
    ['where there is no other way', call(), null],
    ['where his number is hidden', call(), 'number_hidden'],
  ])('is the conversation’s %s', async (_, message, way) => {
    const { told, asked } = await answer({ message, way });
    expect(asked).toHaveLength(1);
    expect([told.inboxId, told.to]).toEqual([undefined, undefined]);
  });

  it.each([
    ['no message, but a service that was asked for', null],
    ['a message without a conversation', call(null)],
    ['a message without an inbox', call(undefined, null)],
  ])('looks for no way for %s', async (_, message) => {
    const { told, asked } = await answer({ message, way: sms });
    expect([asked, told.inboxId, told.to]).toEqual([[], undefined, undefined]);
  });
});
