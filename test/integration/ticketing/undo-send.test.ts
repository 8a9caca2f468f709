import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { type LoggedIn, loginAgent } from '../../support/agent-login.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

interface Entry {
  readonly id: string;
  readonly seq: number;
  readonly plainText: string;
  readonly occurredAt: string;
  readonly undoUntil: string | null;
  readonly takenBack: { readonly at: string; readonly by: string | null } | null;
  readonly delivery: { readonly status: string } | null;
}

const DESK = { targets: { list: [{ key: 'all', kind: 'response', when: {}, length: '1 clock hour' }] } };
let api: Api;
let ann: LoggedIn;
let bob: LoggedIn;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
  ann = await loginAgent(api, 'Ann');
  bob = await loginAgent(api, 'Bob');
});
afterAll(() => api.close());

async function open() {
  const subject = randomUUID();
  const message = mail({ from: `${subject}@undo.test`, subject });
  await api.desk.take(message);
  await api.desk.settle();
  const [ticket] = (await api.desk.get(TicketReader).list({ q: subject })).items;
  return { ...ticket!, messageId: message.remoteMessageId! };
}
const reply = (who: LoggedIn, id: string, text: string, undoForMs?: number) =>
  who.ask<Entry>('POST', `/tickets/${id}/replies`, { text, ...(undoForMs === undefined ? {} : { undoForMs }) });
const takeBack = (who: LoggedIn, id: string, entryId: string) => who.ask<{ code?: string }>('DELETE', `/tickets/${id}/replies/${entryId}`);
const sent = async (ids: readonly string[]) =>
  (await api.desk.requests()).map(({ commandId }) => commandId as string).filter((id) => ids.includes(id));
const statusOf = async (id: string) => (await api.desk.get(TicketReader).find(id))!.status;
const pass = async (ms: number) => {
  api.desk.clock.advance(ms);
  await api.desk.settle();
};
const clocksOf = (id: string) =>
  api.desk.database.sql.query<{ metAt: Date | null; startedAt: Date }>(
    `select met_at as "metAt", started_at as "startedAt" from clocks where ticket_id = $1 and kind = 'response'`,
    [id],
  );
const entriesOf = async (id: string) => (await ann.ask<{ items: Entry[] }>('GET', `/tickets/${id}/entries`)).body.items;
const toldOf = async (id: string, entryId: string) =>
  (await api.desk.events(id))
    .filter(({ data }) => data['entryId'] === entryId)
    .map(({ type, data }) => `${type} ${String(data['change'] ?? '')}`.trim());

describe('an answer that may be taken back', () => {
  it('is there at once and goes out when its time is over; until then nothing counts as answered', async () => {
    const { id } = await open();
    const answer = await reply(ann, id, 'Hello', 10_000);
    const until = new Date(api.desk.clock.now().getTime() + 10_000);
    expect(answer).toMatchObject({
      status: 202,
      body: { undoUntil: until.toISOString(), takenBack: null, delivery: { status: 'queued' } },
    });
    await pass(9_999);
    expect([await sent([answer.body.id]), await statusOf(id), (await clocksOf(id))[0]!.metAt]).toEqual([[], 'new', null]);
    expect(await toldOf(id, answer.body.id)).toEqual(['ticket.entry_changed.v1 delivery']);
    await pass(1);
    expect([await sent([answer.body.id]), await statusOf(id)]).toEqual([[answer.body.id], 'pending']);
    expect((await clocksOf(id))[0]!.metAt).toEqual(until);
    const entry = (await entriesOf(id)).find((each) => each.id === answer.body.id);
    expect(entry).toMatchObject({ undoUntil: null, occurredAt: until.toISOString(), delivery: { status: 'queued' } });
    expect(await toldOf(id, answer.body.id)).toEqual(['ticket.entry_changed.v1 delivery', 'ticket.entry_added.v1']);
    expect((await takeBack(ann, id, answer.body.id)).body).toMatchObject({ status: 409, code: 'too_late' });
    await pass(60_000);
    expect(await sent([answer.body.id])).toHaveLength(1);
  });

  it('is never sent when it was taken back, and is given back as it was written', async () => {
    const { id, version } = await open();
    const to = [{ scheme: 'email', value: 'other@undo.test' }];
    const made = await ann.ask<Entry>('POST', `/tickets/${id}/replies`, { text: 'Oops', to, cc: to, undoForMs: 30_000 });
    expect(await takeBack(bob, id, made.body.id)).toMatchObject({
      status: 200,
      body: { parts: [{ type: 'text', text: 'Oops' }], to, cc: to, inboxId: 'support' },
    });
    // Again it is the same.
    expect((await takeBack(ann, id, made.body.id)).status).toBe(200);
    await pass(60_000);
    expect([await sent([made.body.id]), await statusOf(id), (await clocksOf(id))[0]!.metAt]).toEqual([[], 'new', null]);
    const entry = (await entriesOf(id)).find((each) => each.id === made.body.id)!;
    expect(entry).toMatchObject({ undoUntil: null, takenBack: { by: 'Bob' }, delivery: { status: 'cancelled' }, plainText: 'Oops' });
    expect(await toldOf(id, made.body.id)).toEqual(['ticket.entry_changed.v1 delivery', 'ticket.entry_changed.v1 recalled']);
    expect((await api.desk.get(TicketReader).find(id))!.version).toBeGreaterThan(version);
    expect((await takeBack(ann, id, randomUUID())).body.code).toBe('entry_unknown');
    expect((await takeBack(ann, (await open()).id, made.body.id)).body.code).toBe('entry_unknown');
  });

  it('is recalled by the same', async () => {
    const { id } = await open();
    const made = await reply(ann, id, 'Recalled', 5_000);
    const recalled = await ann.ask<Entry>('POST', `/entries/${made.body.id}/recall`);
    expect(recalled.body).toMatchObject({ takenBack: { by: 'Ann' }, delivery: { status: 'cancelled' } });
    await pass(10_000);
    expect(await sent([made.body.id])).toEqual([]);
  });

  it('is not overtaken in its conversation, and overtakes none', async () => {
    const { id } = await open();
    const first = await reply(ann, id, 'one', 20_000);
    const second = await reply(bob, id, 'two');
    const third = await reply(bob, id, 'three', 5_000);
    const answers = [first, second, third].map(({ body }) => body.id);
    expect(second.body.undoUntil).toBe(first.body.undoUntil);
    await pass(19_000);
    expect(await sent(answers)).toEqual([]);
    await pass(1_000);
    expect(await sent(answers)).toEqual(answers);
  });

  it('waits while another process sends what stands before it', async () => {
    const { id } = await open();
    const [first, second] = [await reply(ann, id, 'one', 1_000), await reply(ann, id, 'two', 1_000)];
    const answers = [first.body.id, second.body.id];
    api.desk.clock.advance(1_000);
    const runner = api.desk.get(TimerRunner);
    await api.desk.database.run(async (transaction) => {
      await transaction.query(`select from timers where kind = 'reply.release' and key = $1 for update`, [first.body.id]);
      await runner.runDue();
      expect(await sent(answers)).toEqual([]);
    });
    await pass(200);
    await pass(200);
    expect(await sent(answers)).toEqual(answers);
  });

  it('leaves a ticket open whose customer wrote meanwhile, and goes on where its ticket was merged to', async () => {
    const [one, other] = [await open(), await open()];
    const made = await reply(ann, one.id, 'held', 10_000);
    await ann.ask('POST', `/tickets/${one.id}/merges`, { intoTicket: other.id });
    await pass(10_000);
    expect(await sent([made.body.id])).toEqual([made.body.id]);
    expect((await entriesOf(other.id)).find((each) => each.id === made.body.id)).toMatchObject({ undoUntil: null });
    const { id, subject, messageId } = await open();
    const held = await reply(ann, id, 'held', 10_000);
    await api.desk.take(mail({ from: `${subject}@undo.test`, subject: `Re: ${subject}`, references: [messageId] }));
    await pass(10_000);
    expect([await sent([held.body.id]), await statusOf(id)]).toEqual([[held.body.id], 'new']);
  });

  it('is at most thirty seconds', async () => {
    const { id } = await open();
    expect((await reply(ann, id, 'x', 30_001)).status).toBe(422);
    expect((await reply(ann, id, 'x', 0)).body.undoUntil).toBeNull();
  });
});
