import { afterAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const HOURS = { office: { zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', spans: ['9:00-18:00'] }] } };
const WITHOUT = { calendars: HOURS, channels: { mail: { name: 'Mail', media: ['email'], hours: 'office' } } };
const WITH = { ...WITHOUT, priorities: { normal: { name: 'Normal', response: '4 working hours', resolution: '3 working days' } } };

interface Clock {
  readonly kind: string;
  readonly state: string;
  readonly startedAt: string;
  readonly dueAt: string | null;
  readonly pausedAt: string | null;
}

describe('a desk that gets targets later', () => {
  const house: { api?: Api } = {};
  afterAll(() => house.api?.close());

  it('promises them to who waits already, since he wrote', async () => {
    const api = (house.api = await openApi({ desk: WITHOUT }));
    const at = (wall: string) => api.desk.clock.set(new Date(`2026-03-10T${wall}:00+08:00`));
    const open = async (from: string) => {
      const message = mail({ from, subject: from }, { receivedAt: api.desk.clock.now().toISOString() });
      await api.desk.take(message);
      await api.desk.settle();
      const path = `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`;
      return (await api.ask<{ items: { ticketId: string }[] }>('GET', path)).body.items[0]!.ticketId;
    };
    const clocks = async (id: string) =>
      (await api.ask<{ items: Clock[] }>('GET', `/api/v1/tickets/${id}/clocks`)).body.items
        .map(({ kind, state, startedAt, dueAt }) => `${kind} ${state} ${startedAt.slice(11, 16)} ${dueAt?.slice(0, 16) ?? '-'}`)
        .sort();
    const act = async (method: string, path: string, body: object) => {
      expect((await api.ask(method, `/api/v1${path}`, { body })).status).toBeLessThan(300);
      await api.desk.settle();
    };
    at('09:00');
    const [waiting, answered, pending, solved] = [
      await open('a@x.example'),
      await open('b@x.example'),
      await open('c@x.example'),
      await open('d@x.example'),
    ];
    at('10:00');
    for (const id of [answered, pending]) await act('POST', `/tickets/${id}/replies`, { text: 'We look.' });
    await act('PATCH', `/tickets/${pending!}`, { status: 'pending' });
    await act('PATCH', `/tickets/${solved!}`, { status: 'solved' });
    at('11:00');
    expect(await clocks(waiting!)).toEqual([]);
    await act('PUT', '/desk', { desk: WITH });
    expect(await clocks(waiting!)).toEqual(['resolution running 01:00 2026-03-12T10:00', 'response running 01:00 2026-03-10T05:00']);
    // What was answered before there was a promise is not judged.
    expect(await clocks(answered!)).toEqual(['resolution paused 01:00 -']);
    expect(await clocks(pending!)).toEqual(['resolution paused 01:00 -']);
    expect(await clocks(solved!)).toEqual([]);
    // Again nothing begins twice; other hours count at once.
    const longer = { office: { zone: 'Asia/Shanghai', hours: [{ days: 'mon-fri', spans: ['9:00-12:00', '14:00-18:00'] }] } };
    await act('PUT', '/desk', { desk: { ...WITH, calendars: longer } });
    expect(await clocks(waiting!)).toEqual(['resolution running 01:00 2026-03-12T10:00', 'response running 01:00 2026-03-10T07:00']);
    await act('POST', `/tickets/${waiting!}/replies`, { text: 'It works again.' });
    expect((await clocks(waiting!))[1]).toBe('response met 01:00 2026-03-10T07:00');
  });
});
