import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { type Clock, type List, openClockHouse } from './clock-house.js';

const { api, clockOf, clocksOf, get, moveTo, open, patch, reply, settle, shanghai, told, write } = await openClockHouse();

describe('clocks of tickets', () => {
  afterAll(() => api.close());

  it('begin with a message, in the hours of its channel, and say when they are due', async () => {
    moveTo('2026-03-03T17:00:00');
    const { ticket } = await open();
    expect(await clockOf(ticket, 'response')).toMatchObject({
      state: 'running',
      target: 'priority-normal',
      calendar: 'office',
      channel: 'mail',
    });
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-04T12:00');
    expect(shanghai((await clockOf(ticket, 'resolution')).dueAt)).toBe('2026-03-06T17:00');
    expect((await clocksOf(ticket)).map(({ kind }) => kind).sort()).toEqual(['resolution', 'response']);
  });

  it('are warned of and run out once, told to the owner, then to the supervisors too', async () => {
    const { ticket } = await open();
    moveTo('2026-03-04T11:00:00');
    await settle();
    await settle();
    expect((await told(ticket)).filter((each) => each.startsWith('response'))).toEqual(['response started', 'response warned']);
    moveTo('2026-03-04T12:00:00');
    await settle();
    await settle();
    expect((await told(ticket)).filter((each) => each.startsWith('response'))).toEqual([
      'response started',
      'response warned',
      'response breached',
    ]);
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'breached', leftMs: 0 });
    const notices = (await get<List<{ kind: string }>>(`/notices?ticket=${ticket}`)).items.map(({ kind }) => kind);
    expect(notices.sort()).toEqual(expect.arrayContaining(['clock_breached', 'clock_warned']));
    const late = (await get<List<Clock>>('/clocks?state=breached&kind=response')).items.map(({ ticketId }) => ticketId);
    expect(late).toContain(ticket);
    const waiting = async () =>
      (await get<List<Clock>>('/clocks?state=overdue&kind=response')).items.filter(({ ticketId }) => ticketId === ticket);
    expect(await waiting()).toMatchObject([{ subject: expect.any(String), ticketVersion: expect.any(Number) }]);
    const nobody = await get<List<Clock>>(`/clocks?state=overdue&group=${ticket}`);
    expect(nobody.items).toEqual([]);
    moveTo('2026-03-04T12:05:00');
    await reply(ticket);
    await settle();
    expect(await waiting()).toEqual([]);
    expect((await get<List<Clock>>('/clocks?state=breached&kind=response')).items.map(({ ticketId }) => ticketId)).toContain(ticket);
  });

  it('a person’s answer stops them, an acknowledgement does not', async () => {
    moveTo('2026-03-04T13:00:00');
    const { ticket } = await open();
    const acknowledged = (await get<List<{ flags: { automatic?: object } }>>(`/tickets/${ticket}/entries`)).items.some(
      ({ flags }) => flags.automatic,
    );
    expect([acknowledged, (await clockOf(ticket, 'response')).state]).toEqual([true, 'running']);
    moveTo('2026-03-04T14:00:00');
    const answer = await reply(ticket);
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'met', metBy: answer });
    expect(shanghai((await clockOf(ticket, 'response'))['metAt'])).toBe('2026-03-04T14:00');
  });

  it('one that met too late ran out, also where nobody looked at it in time', async () => {
    moveTo('2026-03-05T09:00:00');
    const { ticket } = await open();
    moveTo('2026-03-05T13:30:00');
    await reply(ticket);
    await settle();
    const clock = await clockOf(ticket, 'response');
    expect([clock.state, shanghai(clock['breachedAt'])]).toEqual(['met', '2026-03-05T13:00']);
    expect((await told(ticket)).filter((each) => each.endsWith('breached'))).toEqual(['response breached']);
  });

  it('what was answered in time never runs out, though the log has not told of it yet', async () => {
    moveTo('2026-03-05T13:40:00');
    const { ticket } = await open();
    moveTo('2026-03-05T17:39:59');
    await reply(ticket);
    moveTo('2026-03-05T17:40:01');
    // Timers look before what follows tickets has seen the answer.
    await api.desk.get(TimerRunner).runDue();
    expect((await clockOf(ticket, 'response')).state).toBe('running');
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'met', breachedAt: null });
    expect((await told(ticket)).filter((each) => each.endsWith('breached'))).toEqual([]);
  });

  it('a call that was logged stops them where somebody was reached', async () => {
    const { ticket } = await open();
    const record = (reached: boolean) =>
      api.ask<{ direction: string }>('POST', `/api/v1/tickets/${ticket}/contact-records`, {
        body: { way: 'phone', reached, content: 'Rang him up about the outage.', result: reached ? 'He restarts it.' : undefined },
      });
    expect((await record(false)).status).toBe(201);
    await settle();
    expect((await clockOf(ticket, 'response')).state).toBe('running');
    expect((await record(true)).body.direction).toBe('system');
    await settle();
    expect((await clockOf(ticket, 'response')).state).toBe('met');
    const future = { way: 'phone', reached: true, content: 'x', at: '2027-01-01T00:00:00Z' };
    expect((await api.ask<{ code: string }>('POST', `/api/v1/tickets/${ticket}/contact-records`, { body: future })).body.code).toBe(
      'contact_in_future',
    );
  });

  it('an answer that did not arrive was none: who waited waits on, as long as before', async () => {
    const { ticket } = await open();
    const before = await clockOf(ticket, 'response');
    const answer = await reply(ticket);
    await settle();
    const error = {
      code: 'dsn_policy',
      category: 'content_rejected',
      permanent: true,
      nativeCode: '5.7.1',
      message: 'refused',
      hint: 'ask',
    };
    const failed = { commandId: answer, inboxId: 'support', status: 'failed', rank: null, final: true, attempt: 1, evidence: 'dsn', error };
    await api.desk.deliver({ ...failed, at: api.desk.clock.now().toISOString() } as never);
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'running', dueAt: before.dueAt, metBy: null });
  });

  it('one answer that did not arrive is no matter where another did', async () => {
    moveTo('2026-03-05T17:45:00');
    const { ticket } = await open();
    const first = await reply(ticket);
    moveTo('2026-03-05T17:50:00');
    const second = await reply(ticket);
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'met', metBy: first });
    const error = { code: 'x', category: 'content_rejected', permanent: true, nativeCode: '5', message: 'refused', hint: 'ask' };
    const fail = async (commandId: string) => {
      const failed = { commandId, inboxId: 'support', status: 'failed', rank: null, final: true, attempt: 1, evidence: 'dsn', error };
      await api.desk.deliver({ ...failed, at: api.desk.clock.now().toISOString() } as never);
      await settle();
    };
    moveTo('2026-03-06T09:05:00');
    await fail(first);
    expect(await clockOf(ticket, 'response')).toMatchObject({ state: 'met', metBy: second, breachedAt: null });
    moveTo('2026-03-06T18:00:00');
    await settle();
    expect((await told(ticket)).filter((each) => /breached|warned|reopened/.test(each))).toEqual([]);
    await fail(second);
    expect(await clockOf(ticket, 'response')).toMatchObject({ metBy: null, breachedAt: expect.any(String) });
  });

  it('the solution’s stands still while the customer has to answer', async () => {
    moveTo('2026-03-13T09:00:00');
    const { ticket, from, message } = await open();
    await patch(ticket, { priority: 'high' });
    await settle();
    expect(shanghai((await clockOf(ticket, 'resolution')).dueAt)).toBe('2026-03-13T13:00');
    moveTo('2026-03-13T10:00:00');
    await reply(ticket);
    await settle();
    expect(await clockOf(ticket, 'resolution')).toMatchObject({ state: 'paused', dueAt: null });
    moveTo('2026-03-13T17:00:00');
    await write({ from, references: [message.remoteMessageId!], subject: 'Re: Printer' });
    expect(shanghai((await clockOf(ticket, 'resolution')).dueAt)).toBe('2026-03-14T12:00');
    expect(shanghai((await clockOf(ticket, 'nextResponse')).dueAt)).toBeNull();
    await patch(ticket, { status: 'solved' });
    await settle();
    expect((await clockOf(ticket, 'resolution')).state).toBe('met');
  });

  it('are judged anew, as if it always had been so, when the priority or the customer’s plan is another', async () => {
    moveTo('2026-03-16T09:00:00');
    const { ticket } = await open();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-16T13:00');
    moveTo('2026-03-16T09:20:00');
    await patch(ticket, { priority: 'high' });
    await settle();
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-16T10:00');
    const { contact } = await get<{ contact: { id: string } }>(`/tickets/${ticket}`);
    await api.ask('PATCH', `/api/v1/contacts/${contact.id}`, { body: { plan: 'enterprise' } });
    await settle();
    expect(await clockOf(ticket, 'response')).toMatchObject({ target: 'vip' });
    expect(shanghai((await clockOf(ticket, 'response')).dueAt)).toBe('2026-03-16T09:30');
    expect((await told(ticket)).filter((each) => each === 'response rejudged')).toHaveLength(2);
  });

  it('calls are measured by their own times', async () => {
    moveTo('2026-03-30T10:00:00');
    const call = (answered: string | null, ivr: string[] = []) => ({
      ...{
        callId: randomUUID(),
        revision: 1,
        legs: [],
        direction: 'inbound' as const,
        caller: '+8613800000000',
        callee: '400',
        agents: ['8001'],
        recordings: [],
      },
      ...{ startedAt: '2026-03-30T01:59:00.000Z', endedAt: '2026-03-30T01:59:50.000Z', ivr: ivr.map((key) => ({ key })) },
      ...(answered === null ? { outcome: 'abandoned_queue' as const } : { answeredAt: answered, outcome: 'answered' as const }),
    });
    const ring = (record: ReturnType<typeof call>) =>
      open({
        inbox: { id: 'hotline' as never, channel: 'phone', provider: 'generic' },
        parts: [{ partId: '1', type: 'call', call: record, fallback: 'a call' }],
      });
    const quick = await ring(call('2026-03-30T01:59:10.000Z'));
    expect(await clockOf(quick.ticket, 'pickup')).toMatchObject({ state: 'met', target: 'taken', breachedAt: null });
    expect((await clockOf(quick.ticket, 'response')).state).toBe('met');
    const urgent = await ring(call('2026-03-30T01:59:10.000Z', ['3']));
    expect(await clockOf(urgent.ticket, 'pickup')).toMatchObject({
      state: 'met',
      target: 'urgent-line',
      breachedAt: '2026-03-30T01:59:05.000Z',
    });
    const missed = await ring(call(null));
    expect(await clockOf(missed.ticket, 'pickup')).toMatchObject({ state: 'cancelled', breachedAt: '2026-03-30T01:59:15.000Z' });
    expect((await clockOf(missed.ticket, 'response')).state).toBe('running');
  });

  it('a merge takes who waits along; undone, it is as before', async () => {
    moveTo('2026-04-01T09:00:00');
    const one = await open();
    await reply(one.ticket);
    await settle();
    const other = await write({ from: one.from, subject: 'Something else' });
    expect(other.ticket).not.toBe(one.ticket);
    const merge = await api.ask<{ id: string }>('POST', `/api/v1/tickets/${other.ticket}/merges`, { body: { intoTicket: one.ticket } });
    await settle();
    expect(await clockOf(one.ticket, 'nextResponse')).toMatchObject({ state: 'running' });
    const waits = await clockOf(one.ticket, 'nextResponse');
    expect(waits['startedAt']).toBe((await clockOf(other.ticket, 'response'))['startedAt']);
    expect((await api.ask('DELETE', `/api/v1/tickets/${other.ticket}/merges/${merge.body.id}`)).status).toBeLessThan(300);
    await settle();
    expect((await clockOf(other.ticket, 'response')).state).toBe('running');
    expect((await clockOf(one.ticket, 'nextResponse')).state).toBe('cancelled');
  });
});
