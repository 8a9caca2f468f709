import { randomUUID } from 'node:crypto';
import { canonicalMailAddress, eventIdOf, type InboundMessage, type InboxId } from '#contracts';
import { chat } from '../../support/chat-desk.js';
import { mail } from '../../support/ticketing-desk.js';
import type { Random } from './random.js';

export interface InboxOfFile {
  readonly id: string;
  readonly channel: string;
  readonly provider?: string;
  readonly address?: string;
  /** Of all that comes in by it. */
  readonly category?: string;
}

export interface Arrival {
  readonly at: number;
  readonly message: InboundMessage;
  /** Id of the message that it answers. */
  readonly answers?: string;
}

/** What customers write about, in the words of people. */
const WORDS = [
  ['导出失败', '我的文件一直导出不了，很着急，请帮忙看看。'],
  ['登录不上', '密码重置以后还是登录不了账号。'],
  ['退款', '上周的订单还没有退款，什么时候到账？'],
  ['投诉', '你们的服务太差了，我要投诉！'],
  ['Sync is late', 'My orders have not been synchronised since this morning.'],
  ['How do I', 'How can I change the language of the page?'],
  ['物流', '我的包裹三天没有更新了，单号 SF1234567890。'],
  ['发票', '请问怎么开发票？'],
  ['建议', '建议增加夜间模式。'],
  ['系统故障', '系统打不开，所有人都不能用，紧急！'],
] as const;

/** One customer's first message at an inbox, as its connector would hand it in at that time. */
export function makeArrival(inbox: InboxOfFile, at: number, customer: number, random: Random): Arrival {
  const [subject, text] = WORDS[random.below(WORDS.length)]!;
  const words = `${text} (${customer})`;
  return { at, message: inChannel(inbox, at, customer, subject, words) };
}

/** A customer who wants to be answered by a person. */
export function makeAskingForPerson(inbox: InboxOfFile, at: number, customer: number): Arrival {
  return { at, message: inChannel(inbox, at, customer, '转人工', `转人工 (${customer})`) };
}

/** The site vouches for who wrote it. */
export function signIn({ at, message }: Arrival, customer: number): Arrival {
  const value = `user-${customer}`;
  const identities = [{ scheme: 'user', value, raw: value, assurance: 'verified' as const }];
  return { at, message: { ...message, sender: { ...message.sender, identities } } };
}

/** A customer who complains, in words that nobody mistakes. */
export function makeComplaint(inbox: InboxOfFile, at: number): Arrival {
  return { at, message: inChannel(inbox, at, 900_001, '我要投诉', '我要投诉！你们的服务态度差，没人处理我的问题。(900001)') };
}

/** What he writes later, in answer to ours. */
export function makeReply(inbox: InboxOfFile, at: number, customer: number, before: InboundMessage): Arrival {
  const { subject } = before.threading;
  const message = inChannel(inbox, at, customer, `Re: ${subject ?? ''}`, `还是不行，请再看看。 (${customer}, ${at})`);
  const threading = { ...message.threading, references: before.remoteMessageId === undefined ? [] : [before.remoteMessageId] };
  return { at, message: inbox.channel === 'email' ? { ...message, threading } : message, answers: before.id };
}

function inChannel(inbox: InboxOfFile, at: number, customer: number, subject: string, text: string): InboundMessage {
  const message = inMedium(inbox, at, customer, subject, text);
  return inbox.category === undefined ? message : { ...message, handling: { category: inbox.category } };
}

function inMedium(inbox: InboxOfFile, at: number, customer: number, subject: string, text: string): InboundMessage {
  const time = new Date(at).toISOString();
  const times = { occurredAt: time, receivedAt: time };
  if (inbox.channel === 'email') {
    const fields = { from: `c${customer}@customer.test`, inbox: inbox.id, subject: `${subject} ${customer}`, text, occurredAt: time };
    return mail(fields, { ...times, recipients: [toInbox(inbox)] });
  }
  if (inbox.channel === 'phone') return call(inbox, customer, subject, times);
  const message = chat(`${inbox.id}:c${customer}`, text, { at: new Date(at) }, inbox.id);
  const named = { id: inbox.id as InboxId, channel: inbox.channel, provider: inbox.provider ?? inbox.channel };
  return { ...message, mayAutoReply: true, inbox: named, threading: { ...message.threading, subject: `${subject} ${customer}` } };
}

function toInbox({ address = '' }: InboxOfFile): InboundMessage['recipients'][number] {
  return { kind: 'to', identity: { scheme: 'email', value: canonicalMailAddress(address), raw: address, assurance: 'claimed' } };
}

/** A call that nobody took: it asks to be rung back. */
function call(inbox: InboxOfFile, customer: number, subject: string, times: { occurredAt: string; receivedAt: string }): InboundMessage {
  const value = `+86138${String(customer).padStart(8, '0')}`;
  const id = randomUUID();
  const idempotencyKey = `phone:${inbox.id}:${id}#`;
  return {
    ...mail({ from: value, subject: `${subject} ${customer}`, text: subject }, times),
    ...{ id: eventIdOf(idempotencyKey), idempotencyKey, remoteMessageId: id },
    inbox: { id: inbox.id as InboxId, channel: 'phone', provider: 'phone' },
    sender: { role: 'customer', identities: [{ scheme: 'phone', value, raw: value, assurance: 'claimed' }] },
    recipients: [],
    replyWindow: { open: false, reason: 'a call cannot be answered by a message' },
  };
}
