import { describeChannel } from '../../support/capabilities.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ReplyRequested } from '#contracts';
import { InboxDirectory } from '../../../apps/ticketing/src/inboxes/inbox-directory.js';
import { InboxRepository } from '../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { mail, openDesk, type Desk } from '../../support/ticketing-desk.js';

const agent = { kind: 'agent', id: randomUUID(), displayName: 'Grace' } as const;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk({
    settings: {
      acknowledgements: { perAddressPerDay: 5 },
      deskSettings: { name: 'Acme', timeZone: 'Asia/Shanghai' },
      replies: { quoteHistory: true, quoteHistoryOf: { quiet: false }, quoteDepth: 3, signature: { text: '{agent}\n{group}\n{desk}' } },
    },
  });
  const report = { provider: 'x', state: 'connected', at: '2026-03-02T08:00:00.000Z' };
  const can = (threads: boolean) => describeChannel({ threads });
  await desk.get(InboxRepository).keep(desk.database.sql, [
    { ...report, channel: 'email', inboxId: 'support', capabilities: can(true) },
    { ...report, channel: 'email', inboxId: 'quiet', capabilities: can(true) },
    { ...report, channel: 'webchat', inboxId: 'chat', capabilities: can(false) },
  ] as never);
  await desk.get(InboxDirectory).refresh();
});
afterAll(() => desk.close());

const ticketOf = async (message: { id: string }) => (await desk.get(EntryReader).find(message.id))!.ticketId;
async function answer(ticketId: string, text: string, more: object = {}): Promise<ReplyRequested> {
  const entry = await desk.get(ReplyService).reply(ticketId, { parts: [toTextPart(text)], ...more }, agent);
  return (await desk.requests()).find(({ commandId }) => commandId === entry.id)!;
}
const deliver = ({ commandId }: ReplyRequested, status: string) =>
  desk.deliver({
    commandId,
    inboxId: 'support',
    status,
    rank: null,
    final: false,
    at: '2026-03-02T09:00:01.000Z',
    attempt: 1,
    evidence: 'none',
  } as never);

describe('an answer at a desk that quotes and signs', () => {
  it('carries what it answers, and before it what was written to and fro, of nobody else', async () => {
    const first = mail({ from: 'ann@example.com', name: 'Ann', id: 'q1@x', text: '打印机坏了', occurredAt: '2026-03-01T16:05:00.000Z' });
    await desk.take(first);
    const ticket = await ticketOf(first);
    const one = await answer(ticket, 'Did you switch it on?');
    expect(one.signature).toEqual({ text: 'Grace\nAcme' });
    expect(one.quoted).toEqual([{ attribution: '2026年3月2日 00:05，Ann <ann@example.com> 写道：', text: '打印机坏了' }]);
    await deliver(one, 'sent');
    const failed = await answer(ticket, 'This one never left.');
    await deliver(failed, 'failed');
    await answer(ticket, 'To a colleague alone', { to: [{ scheme: 'email', value: 'colleague@example.com' }] });
    await desk.take(mail({ from: 'colleague@example.com', references: ['q1@x'], text: 'Secret of a colleague' }));
    await desk.take(mail({ from: 'ann@example.com', name: 'Ann', references: ['q1@x'], text: '是的' }));
    const two = await answer(ticket, 'Then we come.', { to: [{ scheme: 'email', value: 'ann@example.com' }] });
    expect(two.quoted?.map(({ text }) => text)).toEqual(['是的', 'Did you switch it on?', '打印机坏了']);
    expect(two.quoted?.every(({ attribution }) => attribution.endsWith('写道：'))).toBe(true);
  });

  it('carries nothing to somebody else, nothing in a chat, nothing by an inbox that does not want it, and nothing of a robot', async () => {
    const message = mail({ from: 'bob@example.com', text: 'Private words' });
    await desk.take(message);
    const ticket = await ticketOf(message);
    expect((await answer(ticket, 'x', { to: [{ scheme: 'email', value: 'other@example.com' }] })).quoted).toBeUndefined();
    for (const inbox of ['quiet', 'chat']) {
      const other = mail({ from: `${inbox}@example.com`, inbox, text: 'Hello' });
      await desk.take(other);
      expect((await answer(await ticketOf(other), 'x')).quoted).toBeUndefined();
    }
    const acknowledgement = (await desk.requests()).find(
      ({ automatic, to }) => automatic !== undefined && to[0]?.value === 'bob@example.com',
    )!;
    expect([acknowledgement.quoted, acknowledgement.signature]).toEqual([undefined, undefined]);
  });
});
