import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CallRecord, InboundMessage } from '#contracts';
import { ReportFacts } from '../../../apps/ticketing/src/reports/report-facts.js';
import { ReportDays } from '../../../apps/ticketing/src/reports/report-days.js';
import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import { type Item, onReports } from '../../support/reported-month.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const of = (key: string, channels: string[], more: object) => ({ key, name: key, channels, ...more });
const DESK = {
  languages: ['en'],
  visits: { branches: [{ key: 'main', name: 'Main' }] },
  reports: {
    promises: [
      of('within', ['email'], { measure: 'first-answer', within: '1h', share: 0.9 }),
      of('mean', ['email'], { measure: 'first-answer', mean: '1h' }),
      of('reply', ['email'], { measure: 'first-reply', within: '1h' }),
      of('visits', ['form', 'counter'], { inboxes: ['branch'], measure: 'resolution', within: '2h' }),
      of('calls', ['phone'], { measure: 'call-wait', within: '15s', share: 0.9 }),
    ],
  },
};
const HOTLINE = { id: 'hotline' as never, channel: 'phone', provider: 'generic' };

let api: Api;
const { ask, read, wait } = onReports(() => api);
beforeAll(async () => {
  api = await openApi({ desk: DESK, settings: { deskSettings: { timeZone: 'UTC', origins: { counter: 'CTR' } } } });
});
afterAll(() => api.close());

const DAY = 'from=2026-03-02&to=2026-03-02';
const nowIso = () => api.desk.clock.now().toISOString();
const promise = async (name: string) => (await read(`promises?${DAY}`)).find(({ channel }) => channel === name)!;
const ticketOf = async (message: InboundMessage) => {
  await api.desk.take(message);
  const { body } = await ask<{ items: Item[] }>('GET', `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
  await api.desk.settle();
  return String(body.items[0]!['ticketId']);
};
const write = () => ticketOf(mail({ from: `${randomUUID()}@example.com`, occurredAt: nowIso() }));
const ring = (waitS: number, outcome: 'answered' | 'abandoned_queue' | 'voicemail' | 'abandoned_ivr') => {
  const at = (seconds: number) => new Date(api.desk.clock.now().getTime() + (seconds - 100) * 1_000).toISOString();
  const parties = {
    callId: randomUUID(),
    revision: 1,
    legs: [],
    direction: 'inbound' as const,
    caller: null,
    callee: null,
    agents: [],
    ivr: [],
  };
  const answered = outcome === 'answered' ? { answeredAt: at(waitS), endedAt: at(90) } : { endedAt: at(waitS) };
  const call: CallRecord = {
    ...parties,
    startedAt: at(0),
    ...answered,
    outcome,
    recordings: [],
    ...(outcome === 'answered' ? { waitMs: waitS * 1_000 } : {}),
  };
  const parts = [{ partId: '1', type: 'call' as const, fallback: 'A call', call }];
  return ticketOf(
    mail({ from: `${randomUUID()}@example.com`, inbox: 'hotline', occurredAt: nowIso() }, { inbox: HOTLINE, parts, mayAutoReply: false }),
  );
};

it('a message that nobody answers is no kept promise once its time is over, though nothing happens', async () => {
  const answered = await write();
  const waiting = await write();
  const taken = await write();
  await ask('POST', `/tickets/${answered}/replies`, { text: 'Done' });
  // Taken back in time: nobody waits.
  await ask('PATCH', `/tickets/${taken}`, { status: 'closed' });
  await api.desk.settle();
  expect(await promise('within')).toMatchObject({ measured: 1, within: 1, kept: 'yes' });
  expect(await promise('mean')).toMatchObject({ measured: 1, mean: 0, kept: 'yes' });
  wait(61);
  expect(await promise('within')).toMatchObject({ measured: 2, within: 0.5, kept: 'no' });
  expect(await promise('mean')).toMatchObject({ measured: 2, mean: 30.5, kept: 'yes' });
  wait(61);
  // Whoever watches beside reports sees it too.
  expect(await api.desk.get(ReportDays).makeSome(api.desk.get(DeskProfiles).current().desk)).toBe(1);
  expect(await promise('mean')).toMatchObject({ measured: 2, mean: 61, kept: 'no' });
  // The player is rung: he has his answer, and had it at that time.
  await ask('POST', `/tickets/${waiting}/contact-records`, { way: 'phone', reached: false, content: 'Nobody there' });
  await api.desk.settle();
  expect(await promise('mean')).toMatchObject({ measured: 2, mean: 61 });
  await ask('POST', `/tickets/${waiting}/contact-records`, {
    ...{ way: 'phone', reached: true, content: 'Told him', at: new Date(api.desk.clock.now().getTime() - 72 * 60_000).toISOString() },
  });
  await api.desk.settle();
  expect(await promise('within')).toMatchObject({ measured: 2, mean: 25, within: 1, kept: 'yes' });
  expect(await promise('reply')).toMatchObject({ measured: 2, within: 1, kept: 'yes' });
});

it('what is closed unanswered after its time was not kept either', async () => {
  const id = await write();
  wait(90);
  await ask('PATCH', `/tickets/${id}`, { status: 'closed' });
  await api.desk.settle();
  wait(600);
  expect(await promise('within')).toMatchObject({ measured: 3, mean: 46.7, within: 0.6667, kept: 'no' });
});

it('who came in person is counted with his branch, and had somebody before him', async () => {
  const contact = { identity: { scheme: 'phone', value: '+8613800000001' }, displayName: 'Wang' };
  const { body, status } = await ask<{ ticketId: string }>('POST', '/visits', { branch: 'main', contact, subject: 'A repair' });
  expect(status).toBe(201);
  await api.desk.settle();
  const day = nowIso().slice(0, 10);
  const visits = async () => (await read(`promises?from=${day}&to=${day}`)).find(({ channel }) => channel === 'visits')!;
  expect(await visits()).toMatchObject({ measured: 0, kept: null });
  wait(121);
  expect(await visits()).toMatchObject({ measured: 1, mean: 121, within: 0, kept: 'no' });
  await ask('PATCH', `/tickets/${body.ticketId}`, { status: 'solved' });
  await api.desk.settle();
  wait(300);
  expect(await visits()).toMatchObject({ measured: 1, mean: 121, kept: 'no' });
});

it('a call that is lost after its time is in the figure of those that were taken', async () => {
  const day = nowIso().slice(0, 10);
  const calls = async () => (await read(`promises?from=${day}&to=${day}`)).find(({ channel }) => channel === 'calls')!;
  await ring(10, 'answered');
  expect(await calls()).toMatchObject({ measured: 1, within: 1, kept: 'yes' });
  await ring(40, 'abandoned_queue');
  expect(await calls()).toMatchObject({ measured: 2, within: 0.5, kept: 'no' });
  // Who gave up before the time was over, and who never asked for a person.
  await ring(5, 'abandoned_queue');
  await ring(40, 'voicemail');
  await ring(40, 'abandoned_ivr');
  expect(await calls()).toMatchObject({ measured: 2, within: 0.5 });
});

it('whom a bot served waits since it gave him over', async () => {
  wait(24 * 60);
  const day = nowIso().slice(0, 10);
  const mails = async () => (await read(`promises?from=${day}&to=${day}`)).find(({ channel }) => channel === 'within')!;
  const id = await write();
  wait(50);
  const { sql } = api.desk.database;
  await sql.query(`insert into bot_sessions values ($1, 'person', '{}', 1, null, $2, $2)`, [id, api.desk.clock.now()]);
  await api.desk.database.run((transaction) => api.desk.get(ReportFacts).refresh(transaction, [id]));
  wait(50);
  expect(await mails()).toMatchObject({ measured: 0 });
  wait(11);
  expect(await mails()).toMatchObject({ measured: 1, mean: 61, within: 0 });
  await ask('POST', `/tickets/${id}/replies`, { text: 'Done' });
  await api.desk.settle();
  expect(await mails()).toMatchObject({ measured: 1, mean: 61, within: 0 });
});
