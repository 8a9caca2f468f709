import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Capabilities, ConnectorStateChanged, InboundMessage, InboxId } from '#contracts';
import { InboxRepository } from '../../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { inbound } from '../../../../apps/ticketing/src/threading/testing/inbound.js';
import { describeChannel } from '../../../support/capabilities.js';
import { mail } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Page, type Ticket } from './api-desk.js';

const CHAT = describeChannel({
  ...{ out: ['text', 'image'], text: { max: 40, unit: 'characters', formats: ['plain'] }, maxPartsPerSend: 3, proactive: false },
  replyWindow: { durationMs: 172_800_000, count: 2 },
});
const MAIL = describeChannel({ out: ['text', 'html'], addressedBy: ['email'] });

interface Channel {
  readonly inboxId: string;
  readonly continues: boolean;
  readonly preferred: boolean;
  readonly to: { readonly value: string };
  readonly window: { readonly open: boolean; readonly remaining: number | null };
}

let desk: ApiDesk;
beforeAll(async () => {
  desk = await openApiDesk();
  const report = (id: string, channel: string, capabilities: Capabilities): ConnectorStateChanged => ({
    ...{ inboxId: id as InboxId, channel, provider: 'test', state: 'connected', at: '2026-03-02T09:00:00.000Z', capabilities },
  });
  await new InboxRepository().keep(desk.api.desk.database.sql, [report('site', 'webchat', CHAT), report('support', 'email', MAIL)]);
});
afterAll(() => desk.api.close());

const ask = <T>(method: string, path: string, body?: unknown) =>
  desk.api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });

function chat(key: string, replyWindow: InboundMessage['replyWindow'], subject = key): InboundMessage {
  const message = inbound({ chat: key, inbox: 'site', id: randomUUID(), text: 'hello' });
  const identities = [
    { scheme: 'user', value: key, raw: key, assurance: 'verified' as const },
    { scheme: 'email', value: `${key}@example.com`, raw: `${key}@example.com`, assurance: 'verified' as const },
  ];
  return { ...message, sender: { role: 'customer', identities }, threading: { references: [], subject }, replyWindow, mayAutoReply: false };
}

async function open(key: string, replyWindow: InboundMessage['replyWindow']): Promise<Ticket> {
  await desk.api.desk.take(chat(key, replyWindow));
  const { body: people } = await ask<Page<{ id: string }>>('GET', `/contacts?identity=user:${key}`);
  return (await ask<Page<Ticket>>('GET', `/tickets?contact=${people.items[0]!.id}`)).body.items[0]!;
}

const soon = () => new Date(desk.api.desk.clock.now().getTime() + 60_000).toISOString();

describe('the channels by which a customer can be answered', () => {
  it('are those he wrote to, the last first, then those that may write first to an address of his; each with its limits', async () => {
    const ticket = await open('ada', { open: true, endsAt: soon(), remaining: 2 });
    const { body } = await ask<Page<Channel>>('GET', `/tickets/${ticket.id}/reply-channels`);
    expect(desk.findFaults('ReplyChannelList', body)).toEqual([]);
    expect(body.items.map(({ inboxId, continues, preferred, to }) => [inboxId, continues, preferred, to.value])).toEqual([
      ['site', true, true, 'ada'],
      ['support', false, false, 'ada@example.com'],
    ]);
    expect(body.items[0]!.window).toMatchObject({ open: true, remaining: 2 });
    await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'one' });
    expect((await ask<Page<Channel>>('GET', `/tickets/${ticket.id}/reply-channels`)).body.items[0]!.window.remaining).toBe(1);
  });

  it('show how an answer would be changed, and change it so', async () => {
    const ticket = await open('bea', { open: true });
    const text = 'A first sentence here. A second one that is longer than that.';
    const { body: preview } = await ask<{ adaptations: { kind: string }[]; parts: { fallback: string }[] }>(
      ...(['POST', `/tickets/${ticket.id}/replies/preview`, { text }] as const),
    );
    expect(desk.findFaults('ReplyPreview', preview)).toEqual([]);
    expect(preview.adaptations.map(({ kind }) => kind)).toEqual(['text_cut']);
    const { status, body } = await ask<{ id: string; adaptations: unknown }>('POST', `/tickets/${ticket.id}/replies`, { text });
    expect([status, body.adaptations]).toEqual([202, preview.adaptations]);
    expect((await desk.api.desk.requests()).find(({ commandId }) => commandId === body.id)!.parts.map(({ fallback }) => fallback)).toEqual(
      preview.parts.map(({ fallback }) => fallback),
    );
    const strict = await ask('POST', `/tickets/${ticket.id}/replies`, { text, adapt: 'strict' });
    expect(strict.body).toMatchObject({ status: 422, code: 'reply_unfit', faults: [{ category: 'too_large' }] });
  });

  it('refuse an answer out of their time before anything is queued; it may wait, or go another way', async () => {
    const ticket = await open('cora', { open: true, endsAt: '2020-01-01T00:00:00.000Z' });
    const before = (await desk.api.desk.requests()).length;
    const refused = await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'late' });
    expect(refused.body).toMatchObject({ status: 409, code: 'window_closed', inboxId: 'site' });
    expect((await desk.api.desk.requests()).length).toBe(before);
    const held = await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'late', onWindowClosed: 'hold' });
    expect(held.status).toBe(202);
    expect((await desk.api.desk.requests()).find(({ parts }) => parts[0]!.fallback === 'late')).toMatchObject({
      inboxId: 'site',
      onWindowClosed: 'hold',
    });
    const fallback = [{ inboxId: 'support', to: { scheme: 'email', value: 'cora@example.com' } }];
    const elsewhere = await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'by mail', onWindowClosed: 'fallback', fallback });
    expect(elsewhere.body).toMatchObject({ inboxId: 'support', channel: 'email' });
  });

  it('count answers against their number', async () => {
    const ticket = await open('dora', { open: true, remaining: 1 });
    expect((await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'one' })).status).toBe(202);
    expect((await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'two' })).body).toMatchObject({
      status: 409,
      code: 'quota_exceeded',
    });
    desk.api.desk.clock.advance(1_000);
    await desk.api.desk.take(chat('dora', { open: true, remaining: 1 }));
    expect((await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'three' })).status).toBe(202);
  });

  it('count an answer in pieces as so many, and take none that has more than are left', async () => {
    const ticket = await open('dina', { open: true, remaining: 3 });
    const text = 'A first sentence here. A second one that is longer than that.';
    const remaining = async () => (await ask<Page<Channel>>('GET', `/tickets/${ticket.id}/reply-channels`)).body.items[0]!.window.remaining;
    expect((await ask('POST', `/tickets/${ticket.id}/replies`, { text })).status).toBe(202);
    expect(await remaining()).toBe(1);
    const refused = await ask('POST', `/tickets/${ticket.id}/replies`, { text });
    expect(refused.body).toMatchObject({ status: 409, code: 'quota_exceeded' });
    const fallback = [{ inboxId: 'support', to: { scheme: 'email', value: 'dina@example.com' } }];
    const elsewhere = await ask('POST', `/tickets/${ticket.id}/replies`, { text, onWindowClosed: 'fallback', fallback });
    expect(elsewhere.body).toMatchObject({ inboxId: 'support' });
    expect((await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'short' })).status).toBe(202);
    expect(await remaining()).toBe(0);
  });

  it('of a ticket of mail alone are the mailbox', async () => {
    await desk.api.desk.take(mail({ from: 'eve@example.com', subject: 'Eve asks' }));
    const { body: tickets } = await ask<Page<Ticket>>('GET', '/tickets?q=Eve');
    const { body } = await ask<Page<Channel>>('GET', `/tickets/${tickets.items[0]!.id}/reply-channels`);
    expect(body.items).toMatchObject([{ inboxId: 'support', continues: true, preferred: true, to: { value: 'eve@example.com' } }]);
  });
});
