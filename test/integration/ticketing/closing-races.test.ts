import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Topics } from '#contracts';
import { ClosingDesk } from '../../../apps/ticketing/src/closing/closing-desk.js';
import { ClosingFacts } from '../../../apps/ticketing/src/closing/closing-facts.js';
import { TicketFollower } from '../../../apps/ticketing/src/happenings/ticket-follower.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { openInbox } from '../../support/chat-desk.js';
import { holdRows, untilBlocked } from '../../support/held-rows.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DAY = 86_400_000;
const DESK = { closing: { ask: true, silence: '3 days', reopenWithin: '30 days' } };
let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
  await openInbox(api.desk, 'support', 'email', { addressedBy: ['email'] });
}, 120_000);
afterAll(() => api.close());

const sql = () => api.desk.database.sql;
let people = 0;
const open = async () => {
  const message = mail({ from: `person${(people += 1)}@example.com`, subject: 'Printer', text: 'It is broken.' });
  await api.desk.take(message);
  await api.desk.settle();
  const [row] = await sql().query<{ id: string }>(`select ticket_id as id from entries where remote_message_id = $1`, [
    message.remoteMessageId,
  ]);
  return { id: row!.id, message, from: `person${people}@example.com` };
};
const patch = async (id: string, body: object) => {
  await api.ask('PATCH', `/api/v1/tickets/${id}`, { body });
  await api.desk.settle();
};
const statusOf = async (id: string) => (await api.ask<{ status: string }>('GET', `/api/v1/tickets/${id}`)).body.status;
const stateOf = async (id: string) => (await api.ask<{ state: string }>('GET', `/api/v1/tickets/${id}/closing`)).body.state;
const answersTo = async (from: string) =>
  (await api.desk.requests()).filter(({ to, automatic }) => to[0]?.value === from && automatic?.reason === 'closing_answer').length;

describe('the end of a ticket, while somebody else is at it', () => {
  it('is not silence when the customer writes at that very moment', async () => {
    const { id, from } = await open();
    await patch(id, { status: 'solved' });
    expect(await stateOf(id)).toBe('asked');
    api.desk.clock.advance(4 * DAY);
    // Intake has the ticket, and opens it again.
    const intake = await holdRows(api.desk.database, (transaction) =>
      transaction.query(`update tickets set status = 'open', version = version + 1 where id = $1::uuid`, [id]),
    );
    const silence = api.desk.get(TimerRunner).runDue();
    await untilBlocked(api.desk.database);
    await intake.release();
    await silence;
    await api.desk.settle();
    expect([await statusOf(id), await stateOf(id), await answersTo(from)]).toEqual(['open', 'asked', 0]);
  });

  it('is heard once of two who hear it at the same moment', async () => {
    const { id, from, message } = await open();
    await patch(id, { status: 'solved' });
    const answer = mail({ from, text: '3', references: [message.remoteMessageId] });
    await api.desk.take(answer);
    const work = api.desk.get(TicketWork);
    const hear = () =>
      work.run(async (unit) => {
        const [draft] = await unit.lock([id]);
        const ticket = (await api.desk.get(ClosingFacts).read(sql(), [id])).get(id)!;
        await api.desk.get(ClosingDesk).hear(unit, [{ ...ticket, draft: draft!, state: 'more', text: 'x', entryId: null }]);
      });
    // What was read before the ticket was locked may be answered by now.
    const stale = (await api.desk.get(ClosingFacts).read(sql(), [id])).get(id)!;
    await hear();
    await work.run(async (unit) => {
      const [draft] = await unit.lock([id]);
      await api.desk.get(ClosingDesk).hear(unit, [{ ...stale, draft: draft!, state: 'silent', text: null, entryId: null }]);
    });
    expect([await stateOf(id), await answersTo(from)]).toEqual(['more', 1]);
    expect(await statusOf(id)).not.toBe('closed');
  });
});

describe('what comes long after closing', () => {
  it('is a ticket of its own, also when the log tells of it in two batches', async () => {
    const { id, from, message } = await open();
    await patch(id, { status: 'solved' });
    await sql().query(`update tickets set status = 'closed' where id = $1::uuid`, [id]);
    await sql().query(`update ticket_archives set closed_at = $2 where ticket_id = $1::uuid`, [id, api.desk.clock.now()]);
    await sql().query(`delete from timers where ticket_id = $1::uuid`, [id]);
    const robot = mail(
      { from, text: 'away', references: [message.remoteMessageId] },
      { flags: { automated: { reason: 'header:auto-submitted', class: 'auto-reply' } }, mayAutoReply: false },
    );
    api.desk.clock.advance(10 * DAY);
    await api.desk.take(robot);
    api.desk.clock.advance(30 * DAY);
    const late = mail({ from, text: 'It is broken again.', references: [message.remoteMessageId] });
    await api.desk.take(late);
    const log = await Promise.all(
      Array.from({ length: 16 }, (_, partition) => api.desk.bus.read(Topics.ticketEvents, partition, '0', 10_000)),
    );
    for (const record of log.flat()) await api.desk.get(TicketFollower).take([record]);
    await api.desk.settle();
    const ticketOf = async (remote: string) =>
      (await sql().query<{ id: string }>('select ticket_id as id from entries where remote_message_id = $1', [remote]))[0]!.id;
    const own = await ticketOf(late.remoteMessageId);
    expect(own).not.toBe(id);
    expect([await statusOf(id), await statusOf(own), await ticketOf(robot.remoteMessageId)]).toEqual(['closed', 'open', id]);
  });
});
