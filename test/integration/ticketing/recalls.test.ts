import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Capabilities, type EventData } from '#contracts';
import { InboxDirectory } from '../../../apps/ticketing/src/inboxes/inbox-directory.js';
import { InboxRepository } from '../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { RecallService } from '../../../apps/ticketing/src/replies/recall.service.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { describeChannel } from '../../support/capabilities.js';
import { mail, openDesk, type Desk } from '../../support/ticketing-desk.js';

const agent = { kind: 'agent', id: randomUUID(), displayName: 'Grace' } as const;

describe('answers that an agent takes back', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ settings: { acknowledgements: { perAddressPerDay: 0 } } });
  });
  afterAll(() => desk.close());

  const find = async (id: string) => (await desk.get(EntryReader).find(id))!;
  const recalls = () => desk.get(RecallService);
  const channelCan = async (more: Partial<Capabilities>) => {
    const report = { inboxId: 'support', channel: 'email', provider: 'email', state: 'connected', at: '2026-03-02T08:00:00.000Z' };
    await desk.get(InboxRepository).keep(desk.database.sql, [{ ...report, capabilities: describeChannel(more) }] as never);
    await desk.get(InboxDirectory).refresh();
  };
  const answer = async () => {
    const message = mail({ from: `${randomUUID()}@example.com` });
    await desk.take(message);
    return desk.get(ReplyService).reply((await find(message.id)).ticketId, { parts: [toTextPart('Oops.')] }, agent);
  };
  const tell = (id: string, status: string, more: object = {}) => {
    const at = new Date().toISOString();
    const change = { commandId: id, inboxId: 'support', status, rank: null, final: false, at, attempt: 1, evidence: 'none', ...more };
    return desk.deliver(change as unknown as EventData<'message.delivery_changed.v1'>);
  };
  const asked = async (id: string) => {
    const rows = await desk.database.sql.query<{ record: string }>(
      `select l::text as record from log_records l where l::text like '%reply.recall_requested%' and l::text like $1`,
      [`%${id}%`],
    );
    return rows.length;
  };

  it('are asked for once, under the key of the command, and told back as cancelled', async () => {
    await channelCan({ recall: false });
    const { id, ticketId } = await answer();
    expect(await recalls().look(await find(id))).toEqual({ possible: true, until: null, reason: null });
    await recalls().recall(id);
    const entry = await recalls().recall(id);
    expect(entry.delivery).toMatchObject({ status: 'queued', recall: { askedAt: expect.any(String) } });
    expect(await asked(id)).toBe(1);
    expect((await desk.events(ticketId)).at(-1)).toMatchObject({
      type: 'ticket.entry_changed.v1',
      data: { entryId: id, change: 'delivery' },
    });
    await tell(id, 'cancelled', { final: true });
    expect((await find(id)).delivery).toMatchObject({ status: 'cancelled' });
  });

  it('after they were sent depend on the channel, and the agent knows before he asks', async () => {
    const { id } = await answer();
    await tell(id, 'sent', { remoteMessageId: randomUUID() });
    await channelCan({ recall: false });
    expect(await recalls().look(await find(id))).toMatchObject({ possible: false });
    await expect(recalls().recall(id)).rejects.toMatchObject({ code: 'recall_impossible' });
    await channelCan({ recall: true, recallWithinMs: 86_400_000, returnsRemoteId: true });
    expect(await recalls().look(await find(id))).toMatchObject({ possible: true, until: expect.any(Date) });
    await recalls().recall(id);
    await tell(id, 'recalled', { final: true });
    expect((await find(id)).delivery).toMatchObject({ status: 'recalled' });
    expect((await recalls().recall(id)).delivery).toMatchObject({ status: 'recalled' });
    expect(await asked(id)).toBe(1);
  });

  it('that stay where they are say why, and stay sent', async () => {
    await channelCan({ recall: true, returnsRemoteId: true });
    const { id } = await answer();
    await tell(id, 'sent', { remoteMessageId: randomUUID() });
    await recalls().recall(id);
    const refused = { code: 'read', category: 'unknown', permanent: true, message: 'He has read it', hint: 'Write to him.' };
    await tell(id, 'sent', { recallRefused: refused });
    expect((await find(id)).delivery).toMatchObject({ status: 'sent', recall: { refused } });
    await expect(recalls().recall(id)).rejects.toMatchObject({
      code: 'recall_impossible',
      message: expect.stringContaining('He has read it'),
    });
  });
});
