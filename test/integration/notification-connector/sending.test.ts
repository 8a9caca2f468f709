import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signTwilioRequest, toWebhookHeaders, type ConnectorFactory, type SendResult } from '#connector-sdk';
import { createTestContext, openDoor, type DoorUnderTest, type TestContext } from '#connector-sdk/testing';
import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import { RetriableError, SystemClock } from '#runtime';
import {
  RobotFactory,
  SignedHttpFactory,
  SmsFactory,
  type NotificationConnector,
} from '../../../apps/notification-connector/src/notification.connector.js';
import { NotificationSimulator } from '../../simulators/notification/notification-simulator.js';
import { ACCOUNT } from '../../simulators/notification/providers.js';

let simulator: NotificationSimulator;
let connector: NotificationConnector;
let context: TestContext;
let door: DoorUnderTest | null = null;
beforeEach(async () => {
  simulator = await NotificationSimulator.start();
});
afterEach(async () => {
  await door?.close();
  door = null;
  context?.abort();
  await connector?.stop();
  await simulator.stop();
});

const start = async (factory: unknown, settings: object) => {
  const { descriptor, create } = factory as ConnectorFactory;
  const inbox = { id: 'sms' as InboxId, channel: 'notification', provider: descriptor.provider };
  context = createTestContext({ inbox, clock: new SystemClock() });
  connector = create.call(factory, inbox, descriptor.configSchema.parse(settings)) as NotificationConnector;
  await connector.start(context);
};
const twilio = (more: object = {}) =>
  start(new SmsFactory(), {
    ...{
      gateway: 'twilio',
      baseUrl: simulator.urlOf('twilio'),
      accountSid: ACCOUNT.twilioSid,
      authToken: ACCOUNT.twilioToken,
      from: 'MG1',
    },
    ...more,
  });
const reply = (text: string, more: Partial<ReplyRequested> = {}): ReplyRequested => ({
  commandId: randomUUID() as CommandId,
  inboxId: 'sms' as InboxId,
  to: [{ scheme: 'phone', value: '+8613800138000' }],
  parts: [{ partId: '1', type: 'text', fallback: text, text }],
  ttlMs: 60_000,
  onWindowClosed: 'fail',
  adapt: 'degrade',
  actor: { kind: 'system' },
  ...more,
});
const send = (message: ReplyRequested): Promise<SendResult | RetriableError> =>
  connector.send(message, { attempt: 1, markSending: () => Promise.resolve() }).catch((error: unknown) => {
    if (error instanceof RetriableError) return error;
    throw error;
  });

describe('a notice', () => {
  it('is put into the words of its reason, and cut where it is too long', async () => {
    await twilio({ templates: { incident: '【示例】{text} 单号 {ticketNumber}', default: '【示例】{text}' } });
    await send(reply('已恢复 {ticketNumber}', { automatic: { reason: 'incident' }, ticketNumber: '20260302-ALM-001' }));
    await send(reply('x'.repeat(3_000)));
    expect(simulator.said[0]!.text).toBe('【示例】已恢复 {ticketNumber} 单号 20260302-ALM-001');
    expect(simulator.said[1]!.text).toHaveLength(1_600);
    expect(await send(reply('x'.repeat(3_000), { adapt: 'strict' }))).toMatchObject({ status: 'failed', error: { category: 'too_large' } });
    expect(await send(reply('x', { to: [{ scheme: 'email', value: 'a@b.example' }] }))).toMatchObject({
      error: { code: 'no_recipient', category: 'recipient_invalid' },
    });
  });

  it('tells of each of several recipients', async () => {
    await twilio();
    const to = ['+8613800138000', '+8613800138001', '+8613800138002'].map((value) => ({ scheme: 'phone', value }));
    simulator.answerNext('take');
    simulator.answerNext('refuse');
    expect(await send(reply('hi', { to }))).toMatchObject({
      status: 'sent',
      perRecipient: [
        { status: 'sent' },
        { status: 'failed', error: { category: 'recipient_invalid', nativeCode: '21211' } },
        { status: 'sent' },
      ],
    });
    simulator.answerNext('take');
    simulator.answerNext('vanish');
    expect(await send(reply('hi', { to }))).toMatchObject({ status: 'unknown' });
  });

  it('waits when its provider asks it to, or its own pace does', async () => {
    await twilio({ perMinute: 2 });
    simulator.answerNext('later');
    const asked = (await send(reply('a'))) as RetriableError;
    expect([asked.code, asked.retryAfterMs]).toEqual(['gateway_rate_limited', 2_000]);
    expect(await send(reply('a'))).toMatchObject({ status: 'sent' });
    const paced = (await send(reply('b'))) as RetriableError;
    expect(paced).toBeInstanceOf(RetriableError);
    expect(paced.retryAfterMs).toBeGreaterThan(50_000);
    expect(simulator.said).toHaveLength(1);
  });

  it('is not sent where nobody is there, and uncertain after a server error', async () => {
    await twilio();
    simulator.answerNext('fail');
    expect(await send(reply('a'))).toMatchObject({ status: 'unknown', error: { nativeCode: '500' } });
    await simulator.stop();
    const away = await send(reply('a'));
    expect(away).toMatchObject({ code: 'gateway_unreachable' });
    simulator = await NotificationSimulator.start();
  });

  it('follows no redirect and reads no endless answer', async () => {
    let hits = 0;
    const server = createServer((request, response) => {
      hits += 1;
      if (request.url === '/go') response.writeHead(307, { location: 'http://127.0.0.1:1/elsewhere' }).end();
      else response.writeHead(200).end('x'.repeat(1_000_000));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await start(new SignedHttpFactory(), { url: `${url}/go`, secret: ACCOUNT.httpSecret });
    expect(await send(reply('a'))).toMatchObject({ status: 'failed', error: { category: 'misconfigured', nativeCode: '307' } });
    await connector.stop();
    await start(new SignedHttpFactory(), { url: `${url}/big`, secret: ACCOUNT.httpSecret });
    await expect(send(reply('a'))).rejects.toThrow('no whole answer');
    expect(hits).toBe(2);
    server.closeAllConnections();
    server.close();
  });

  it('arrives once by a bridge that knows its key', async () => {
    await start(new SignedHttpFactory(), { url: simulator.urlOf('http'), secret: ACCOUNT.httpSecret });
    const message = reply('once');
    simulator.answerNext('vanish');
    await expect(send(message)).rejects.toThrow('no whole answer');
    expect(await send(message)).toMatchObject({ status: 'sent', remoteMessageId: 'b-1' });
    expect(simulator.said).toHaveLength(1);
  });

  it('of a robot with a wrong secret says who must act', async () => {
    await start(new RobotFactory(), { robot: 'dingtalk', urlSecret: simulator.urlOf('dingtalk'), secret: 'SECwrong' });
    expect(await send(reply('a'))).toMatchObject({ status: 'failed', error: { category: 'auth', nativeCode: '310000' } });
  });
});

describe('reports of providers', () => {
  const post = (path: string, body: string, headers: Record<string, string>) =>
    fetch(`${door!.url}${path}`, { method: 'POST', body, headers }).then(({ status }) => status);

  it("of Twilio's kind are believed by their signature only", async () => {
    await twilio({ reportUrl: 'https://desk.example/in/sms' });
    door = await openDoor(connector);
    const commandId = randomUUID();
    const fields = { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30003', To: '+8613800138000' };
    const signature = signTwilioRequest(`https://desk.example/in/sms/reports/${commandId}`, fields, ACCOUNT.twilioToken);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
    const body = new URLSearchParams(fields).toString();
    expect(await post(`/reports/${commandId}`, body, headers)).toBe(200);
    expect(context.deliveries).toMatchObject([
      {
        commandId,
        recipient: '+8613800138000',
        status: 'failed',
        final: true,
        error: { category: 'recipient_blocked', nativeCode: '30003' },
      },
    ]);
    expect(await post(`/reports/${randomUUID()}`, body, headers)).toBe(401);
    expect(await post(`/reports/${commandId}`, body.replace('undelivered', 'delivered'), headers)).toBe(401);
    context.setEmits('refuse');
    expect(await post(`/reports/${commandId}`, body, headers)).toBe(503);
    expect(context.deliveries).toHaveLength(1);
  });

  it("of Aliyun's come in lists, at an address that is the secret", async () => {
    const reportToken = 'report-token-0123456789';
    await start(new SmsFactory(), {
      ...{ gateway: 'aliyun', baseUrl: simulator.urlOf('aliyun'), accessKeyId: ACCOUNT.aliyunId, accessKeySecret: ACCOUNT.aliyunSecret },
      ...{ signName: '示例', approved: { default: { code: 'SMS_1' } }, reportToken },
    });
    door = await openDoor(connector);
    const ids = [randomUUID(), randomUUID()];
    const reports = ids.map((id, index) => ({
      ...{ phone_number: '13800138000', out_id: id, success: index === 0, report_time: '2026-03-02 17:00:00', biz_id: '1^0' },
      ...{ err_code: index === 0 ? 'DELIVERED' : 'MOBILE_IN_BLACK', err_msg: '' },
    }));
    expect(await post('/reports/wrong', JSON.stringify(reports), {})).toBe(401);
    expect(await post(`/reports/${reportToken}`, JSON.stringify(reports), {})).toBe(200);
    expect(context.deliveries).toMatchObject([
      { commandId: ids[0], status: 'delivered', at: '2026-03-02T09:00:00.000Z', recipient: '+8613800138000' },
      { commandId: ids[1], status: 'failed', error: { category: 'recipient_blocked' } },
    ]);
  });

  it('of a bridge are signed as its messages are', async () => {
    await start(new SignedHttpFactory(), { url: simulator.urlOf('http'), secret: ACCOUNT.httpSecret });
    door = await openDoor(connector);
    const commandId = randomUUID();
    const body = JSON.stringify({ id: commandId, to: '+8613800138000', status: 'delivered' });
    const signed = toWebhookHeaders({ id: 'r1', timestampS: Math.floor(Date.now() / 1000), payload: body }, [ACCOUNT.httpSecret]);
    expect(await post('/reports', body, signed)).toBe(200);
    expect(await post('/reports', `${body} `, signed)).toBe(401);
    expect(await post('/', body, signed)).toBe(404);
    expect(context.deliveries).toMatchObject([{ commandId, status: 'delivered', final: false, evidence: 'provider_ack' }]);
  });
});
