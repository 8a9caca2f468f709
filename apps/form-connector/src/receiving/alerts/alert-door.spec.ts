import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { toWebhookHeaders } from '#connector-sdk';
import type { MemoryState, RequestUnderTest, TestContextOptions } from '#connector-sdk/testing';
import type { EventData } from '#contracts';
import { ManualClock } from '#runtime';
import { AlertFactory } from '../../form.connector.js';
import { openInbox, type InboxUnderTest } from '../../testing/open-inbox.js';

const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBkb29yIG9mIG91cnM=';
const TOKEN = 'token-of-the-alertmanager';
const START = new Date('2026-03-02T09:00:00.000Z');
const HOUR_MS = 3_600_000;

type Message = EventData<'message.received.v1'>;

describe('alarms', () => {
  let inbox: InboxUnderTest;
  const clock = new ManualClock();
  const open = async (settings: object = {}, options: TestContextOptions = {}) => {
    clock.set(START);
    inbox = await openInbox(AlertFactory, { secret: SECRET, bearerToken: TOKEN, updateEveryMs: 100, ...settings }, { clock, ...options });
  };
  afterEach(() => inbox.close());

  const signed = (id: string, body: object): RequestUnderTest => {
    const payload = Buffer.from(JSON.stringify(body));
    return { headers: toWebhookHeaders({ id, timestampS: Math.floor(clock.now().getTime() / 1000), payload }, [SECRET]), body: payload };
  };
  let sent = 0;
  const alarm = (body: object) => inbox.ask(signed(`a-${(sent += 1)}`, { title: 'Load high', ...body }));
  const fromAlertmanager = (status: string, alerts: object[], group = '{}:{alertname="Disk"}') =>
    inbox.ask({
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({
        version: '4',
        groupKey: group,
        status,
        groupLabels: { alertname: 'Disk' },
        commonLabels: { alertname: 'Disk', severity: 'critical' },
        commonAnnotations: {},
        externalURL: 'http://alertmanager.example',
        alerts,
      }),
    });
  const disk = (host: string, status = 'firing') => ({
    status,
    labels: { alertname: 'Disk', host, severity: 'critical' },
    annotations: { summary: `Disk of ${host} is full` },
    startsAt: '2026-03-02T08:58:00Z',
    fingerprint: host,
  });
  const told = (type = 'message.received.v1') =>
    inbox.context.emitted.filter((event) => event.type === type).map(({ data }) => data as Message);
  /** The newest state of each entry. */
  const entries = () => {
    const newest = new Map<string, Message>();
    for (const { data } of inbox.context.emitted) {
      const message = data as Message;
      if (message.revision >= (newest.get(message.remoteMessageId)?.revision ?? 0)) newest.set(message.remoteMessageId, message);
    }
    return [...newest.values()];
  };
  const until = async (holds: () => boolean) => {
    for (let tries = 0; tries < 200 && !holds(); tries += 1) await sleep(10);
    if (!holds())
      throw new Error(
        entries()
          .map(({ plainText, revision }) => `r${revision}: ${plainText}`)
          .join('\n---\n'),
      );
  };

  it('of one incident are one entry, however many come, with their count', async () => {
    await open();
    const answers = await Promise.all(
      Array.from({ length: 2_000 }, (_, index) =>
        alarm({ incident: 'db', fingerprint: `f${index % 50}`, description: `host ${index % 50}` }),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    await until(() => entries()[0]!.plainText.includes('Alarms: 2000 (50 different, 50 still firing)'));
    expect(told()).toHaveLength(1);
    expect(inbox.context.emitted.length).toBeLessThan(100);
    expect(new Set(inbox.context.emitted.map(({ data }) => (data as Message).conversation.key)).size).toBe(1);
  });

  it('of an Alertmanager open, repeat and recover', async () => {
    await open();
    await fromAlertmanager('firing', [disk('db1')]);
    expect(told()[0]).toMatchObject({
      threading: { subject: '[FIRING] Disk' },
      occurredAt: '2026-03-02T08:58:00.000Z',
      conversation: { continues: true },
      sender: { role: 'customer', identities: [{ scheme: 'monitor', value: 'desk' }] },
      handling: { category: 'incident', priority: 'urgent' },
      extras: { incident: { severity: 'critical' } },
    });
    await fromAlertmanager('firing', [disk('db1'), disk('db2')]);
    await fromAlertmanager('firing', [disk('db1', 'resolved'), disk('db2')]);
    await until(() => entries()[0]!.plainText.includes('Alarms: 4 (2 different, 1 still firing)'));
    expect(told()).toHaveLength(1);
    clock.advance(60_000);
    await fromAlertmanager('resolved', [disk('db1', 'resolved'), disk('db2', 'resolved')]);
    const note = told()[1]!;
    expect(note).toMatchObject({ sender: { role: 'system' }, threading: { references: [told()[0]!.remoteMessageId] } });
    expect(note.plainText).toContain('Recovered at 2026-03-02T09:01:00.000Z');
    await until(() => entries()[0]!.plainText.startsWith('[RESOLVED] Disk'));
  });

  it('that flap are one episode, with one note; later ones are another', async () => {
    await open();
    for (let turn = 0; turn < 20; turn += 1) {
      await alarm({ incident: 'db' });
      await alarm({ incident: 'db', status: 'resolved' });
      clock.advance(1_000);
    }
    expect(told()).toHaveLength(2);
    await until(() => entries().every(({ plainText }) => plainText.includes('Alarms: 20 (1 different')));
    clock.advance(HOUR_MS);
    await alarm({ incident: 'db' });
    expect(told()).toHaveLength(3);
    expect(new Set(told().map(({ conversation }) => conversation.key)).size).toBe(1);
  });

  it('are counted once, however often their monitor tries', async () => {
    await open();
    const request = signed('once', { title: 'Load high', incident: 'db' });
    const first = await inbox.ask(request);
    expect(await inbox.ask(request)).toEqual(first);
    clock.advance(2_000);
    expect(await inbox.refusalOf(signed('once', { title: 'Load high', incident: 'db' }))).toBe('taken');
    await alarm({ incident: 'db' });
    await until(() => entries()[0]!.plainText.includes('Alarms: 2 '));
  });

  it('are not answered before they are counted for good, and nothing is lost or doubled by a crash', async () => {
    await open();
    await alarm({ incident: 'db', fingerprint: 'a' });
    inbox.context.setEmits('refuse');
    const waiting = Promise.all(Array.from({ length: 9 }, () => alarm({ incident: 'db', fingerprint: 'a' })));
    expect((await waiting).map(({ status }) => status)).toEqual(Array(9).fill(200));
    await sleep(150);
    expect(await inbox.refusalOf(signed('new', { title: 'Other', incident: 'web' }))).toBe('503 log_unavailable');
    const { state } = inbox.context;
    await inbox.close();
    await open({}, { state: state as MemoryState });
    await until(() => inbox.context.emitted.length > 0);
    expect(entries()[0]!.plainText).toContain('Alarms: 10 ');
    expect(entries()[0]!.revision).toBeGreaterThan(1);
    expect(await inbox.refusalOf(signed('new', { title: 'Other', incident: 'web' }))).toBe('taken');
  });

  it('a storm of different incidents is one incident', async () => {
    await open({ maxIncidentsPerHour: 3 });
    for (let index = 0; index < 30; index += 1) await alarm({ incident: `i-${index}`, title: `Incident ${index}` });
    expect(told().map(({ threading }) => threading.subject)).toEqual([
      ...[0, 1, 2].map((index) => `[FIRING] Incident ${index}`),
      '[FIRING] Storm of alarms: many different incidents',
    ]);
    await until(() => entries()[3]!.plainText.includes('Alarms: 27 '));
    for (let index = 3; index < 30; index += 1) await alarm({ incident: `i-${index}`, title: `Incident ${index}`, status: 'resolved' });
    await until(() => entries()[3]!.plainText.startsWith('[RESOLVED]'));
  });

  it('that are over and never fired here make no ticket', async () => {
    await open();
    expect((await alarm({ incident: 'db', status: 'resolved' })).status).toBe(200);
    expect(inbox.context.emitted).toHaveLength(0);
  });

  it('are taken from nobody else', async () => {
    await open();
    const body = '{"title":"x"}';
    expect(await inbox.refusalOf({ body })).toBe('401 missing_id');
    expect(await inbox.refusalOf({ body, headers: { authorization: 'Bearer wrong-wrong-wrong-wrong' } })).toBe('401 missing_id');
    expect(await inbox.refusalOf({ ...signed('x', {}), body })).toBe('401 wrong_signature');
    const byToken = (text: string) => inbox.refusalOf({ body: text, headers: { authorization: `Bearer ${TOKEN}` } });
    expect(await byToken('{"groupKey":"a","status":"on fire","alerts":[]}')).toBe('400 wrong_alarm');
    expect(await byToken('{"alerts":[{"name":"no title"}]}')).toBe('400 wrong_alarm');
    expect(await byToken('[]')).toBe('400 no_object');
    expect(await inbox.refusalOf({ method: 'GET' })).toBe('405 method_not_allowed');
    await inbox.close();
    await open({ secret: undefined });
    expect(await inbox.refusalOf({ body })).toBe('401 wrong_key');
  });
});
