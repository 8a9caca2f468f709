import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { type List, DESK, openClockHouse } from './clock-house.js';

const { api, clockOf, get, moveTo, open, settle, shanghai, write } = await openClockHouse();

describe('hours of a desk', () => {
  afterAll(() => api.close());

  it('none runs out by hours that hold no more', async () => {
    moveTo('2026-03-05T17:45:00');
    const { ticket } = await open();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-06T12:45');
    moveTo('2026-03-06T12:40:00');
    const wish = { opens: false, to: '2026-03-06T18:00:00+08:00', reason: 'The house is without power' };
    await api.ask('POST', '/api/v1/hours/mail/overrides', { body: wish });
    moveTo('2026-03-06T12:46:00');
    await api.desk.get(TimerRunner).runDue();
    expect(await clockOf(ticket, 'response')).toMatchObject({ breachedAt: null });
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-07T10:05');
  });

  it('follow the hours that a supervisor changes, and the desk when it is another', async () => {
    moveTo('2026-03-17T17:00:00');
    const { ticket } = await open();
    const wish = { opens: true, from: '2026-03-17T18:00:00+08:00', to: '2026-03-17T22:00:00+08:00', reason: 'A large outage' };
    const made = await api.ask<{ id: string }>('POST', '/api/v1/hours/mail/overrides', { body: wish });
    expect(made.status).toBe(201);
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-17T21:00');
    const { items: notices } = await get<List<{ text: string }>>('/notices?kind=hours_changed');
    expect(notices.filter(({ text }) => text.includes('A large outage'))).toHaveLength(1);
    await api.ask('DELETE', `/api/v1/hours/mail/overrides/${made.body.id}`);
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-18T12:00');
    const desk = { ...DESK, priorities: { ...DESK.priorities, normal: { ...DESK.priorities.normal, response: '2 working hours' } } };
    await api.ask('PUT', '/api/v1/desk', { body: { desk } });
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-18T10:00');
    await api.ask('PUT', '/api/v1/desk', { body: { desk: DESK } });
    await settle();
    const refused = async (body: object, code: string) =>
      expect((await api.ask<{ code: string }>('POST', '/api/v1/hours/mail/overrides', { body })).body.code).toBe(code);
    await refused({ ...wish, to: '2026-03-17T17:30:00+08:00' }, 'hours_override_invalid');
    expect((await api.ask<{ code: string }>('POST', '/api/v1/hours/fax/overrides', { body: wish })).body.code).toBe('channel_unknown');
  });

  it('hours are told to everybody, with the next opening and what is ahead', async () => {
    moveTo('2026-03-29T12:00:00');
    const { status, body } = await api.ask<{ channels: Record<string, unknown>[] }>('GET', '/api/v1/hours', { key: null });
    expect(status).toBe(200);
    const [email, phone] = body.channels as { [name: string]: unknown; announcements: { holiday: { key: string } | null }[] }[];
    expect([email!['open'], shanghai(email!['opensAt'])]).toEqual([false, '2026-03-30T09:00']);
    expect(email!.announcements.map(({ holiday }) => holiday?.key)).toEqual(['qingming']);
    expect([phone!['open'], phone!['by'], shanghai(phone!['closesAt'])]).toEqual([true, 'people', '2026-03-29T23:00']);
    const { ticket } = await open();
    const [acknowledgement] = (await get<List<{ direction: string; plainText: string }>>(`/tickets/${ticket}/entries`)).items.filter(
      ({ direction }) => direction === 'outbound',
    );
    expect(acknowledgement!.plainText).toContain('We are back Mon 30 Mar 09:00');
  });

  it('a ticket that nobody looks at reminds its owner, then the supervisor; a look is enough', async () => {
    moveTo('2026-03-31T09:00:00');
    const [alone, seen] = [await open(), await open()];
    const noticed = async (ticket: string) =>
      (await get<List<{ kind: string }>>(`/notices?ticket=${ticket}`)).items
        .map(({ kind }) => kind)
        .filter((kind) => kind.includes('looked'));
    await api.desk.database.sql.query('insert into ticket_looks (ticket_id, agent_id, seen_at) values ($1, $2, $3)', [
      seen.ticket,
      randomUUID(),
      new Date('2026-03-31T09:30:00+08:00'),
    ]);
    moveTo('2026-03-31T11:00:00');
    await settle();
    expect([await noticed(alone.ticket), await noticed(seen.ticket)]).toEqual([['ticket_not_looked_at'], []]);
    moveTo('2026-03-31T13:00:00');
    await settle();
    await settle();
    expect([await noticed(alone.ticket), await noticed(seen.ticket)]).toEqual([['ticket_still_not_looked_at', 'ticket_not_looked_at'], []]);
  });

  it('nobody has to look at old mail of a first sync: who writes then waits since he wrote', async () => {
    moveTo('2026-04-01T09:00:00');
    const { ticket, from, message } = await open();
    const look = 'insert into ticket_looks (ticket_id, agent_id, seen_at) values ($1, $2, $3)';
    await api.desk.database.sql.query(look, [ticket, randomUUID(), new Date('2026-04-01T09:01:00+08:00')]);
    moveTo('2026-04-01T10:00:00');
    await write({ from, references: [message.remoteMessageId!], text: 'From the archive.' }, { flags: { historical: true } });
    moveTo('2026-04-01T12:30:00');
    await write({ from, references: [message.remoteMessageId!], text: 'I am back.' });
    moveTo('2026-04-01T14:31:00');
    await settle();
    await settle();
    const notices = (await get<List<{ kind: string; text: string }>>(`/notices?ticket=${ticket}`)).items.filter(({ kind }) =>
      kind.includes('looked'),
    );
    expect(notices.map(({ kind, text }) => [kind, text.includes('2026-04-01 04:30 ')])).toEqual([['ticket_not_looked_at', true]]);
  });

  it('the holidays of a year that is near and missing are asked for', async () => {
    moveTo('2026-10-05T09:00:00');
    await settle();
    const { items } = await get<List<{ text: string }>>('/notices?kind=holidays_missing');
    expect(items.map(({ text }) => text.includes('2027'))).toEqual([true]);
  });
});
