import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestContext, type TestContext } from '#connector-sdk/testing';
import type { EventData, InboxId } from '#contracts';
import { ManualClock, RetriableError } from '#runtime';
import { WecomAppInboxConfig } from '../../../apps/wechat-connector/src/wecom-app.config.js';
import { type WecomAppConnector, WecomAppConnectorFactory } from '../../../apps/wechat-connector/src/wecom-app.connector.js';
import { WecomSimulator } from '../../simulators/wecom/wecom-simulator.js';
import { call, createAppReply, toAppSettings, toMessageXml } from './app-bench.js';
import { SECRET } from './kf-bench.js';

const inbox = { id: 'app' as InboxId, channel: 'wechat', provider: 'wecom' };

describe('an app of a WeCom company', () => {
  let wecom: WecomSimulator;
  let context: TestContext;
  let connector: WecomAppConnector;
  let clock: ManualClock;
  const open = async (more: Record<string, unknown> = {}) => {
    context = createTestContext({ inbox, clock });
    connector = new WecomAppConnectorFactory(SECRET).create(inbox, WecomAppInboxConfig.parse(toAppSettings(wecom, more)));
    await connector.start(context);
  };
  beforeEach(async () => {
    clock = new ManualClock(new Date());
    wecom = await WecomSimulator.start({ now: () => clock.now().getTime() });
    wecom.app.members.add('ada');
  });
  afterEach(async () => {
    context.abort();
    await connector.stop();
    await wecom.close();
  });
  const send = (text: string, more = {}) =>
    connector.send(createAppReply(text, more), { attempt: 1, markSending: () => Promise.resolve() });
  const messages = () =>
    context.emitted.flatMap(({ type, data }) => (type === 'message.received.v1' ? [data as EventData<'message.received.v1'>] : []));

  it('is written to by members of the company', async () => {
    await open();
    await call(
      connector,
      wecom,
      toMessageXml(wecom, 'ada', 'text', '<Content><![CDATA[ my laptop <b> & 0012 ]]></Content>', '6054768590064713728'),
    );
    const [message] = messages();
    expect(message).toMatchObject({
      remoteMessageId: '6054768590064713728',
      plainText: ' my laptop <b> & 0012 ',
      conversation: { kind: 'direct' },
      sender: { identities: [{ scheme: 'wecom_user', value: 'ada', scope: wecom.corpId, assurance: 'verified' }] },
    });
    expect(await send('Have you tried to switch it off and on?', { to: [], channelContext: message!.channelContext })).toMatchObject({
      status: 'sent',
    });
    expect(wecom.app.delivered).toMatchObject([{ user: 'ada', content: { content: 'Have you tried to switch it off and on?' } }]);
  });

  it('never sends more than WeCom delivers: the rest waits', async () => {
    await open();
    for (let count = 0; count < 30; count += 1) expect(await send(`${count}`)).toMatchObject({ status: 'sent' });
    const waits = await send('too much').catch((error: unknown) => error);
    expect(waits).toBeInstanceOf(RetriableError);
    expect((waits as RetriableError).retryAfterMs).toBeLessThanOrEqual(60_000);
    clock.advance((waits as RetriableError).retryAfterMs!);
    expect(await send('now')).toMatchObject({ status: 'sent' });
    expect(wecom.app.dropped).toEqual([]);
  });

  it('never sends more than WeCom delivers in an hour', async () => {
    wecom.app.perHour = 40;
    await open({ perHour: 40 });
    for (let count = 0; count < 40; count += 1) {
      expect(await send(`${count}`)).toMatchObject({ status: 'sent' });
      clock.advance(5_000);
    }
    const waits = (await send('too much').catch((error: unknown) => error)) as RetriableError;
    expect(waits.retryAfterMs).toBeGreaterThan(3_000_000);
    clock.advance(waits.retryAfterMs!);
    expect(await send('now')).toMatchObject({ status: 'sent' });
    expect(wecom.app.dropped).toEqual([]);
  });

  it('says whom WeCom does not know', async () => {
    await open();
    const result = await send('hello', { to: [{ scheme: 'wecom_user', value: 'nobody' }] });
    expect(result).toMatchObject({ status: 'failed', error: { category: 'recipient_invalid' } });
  });

  it('says the same thing twice where an agent does, unless told that it must not', async () => {
    await open();
    await send('ok');
    await send('ok');
    expect(wecom.app.delivered).toHaveLength(2);
    context.abort();
    await connector.stop();
    await open({ duplicateCheckS: 600 });
    await send('ok');
    expect(wecom.app.delivered).toHaveLength(2);
  });

  it('keeps group chats apart, and answers in none', async () => {
    await open();
    const said = `<xml><ChatId>wrChat</ChatId><ChatType>group</ChatType><From><UserId>ada</UserId><Name>Ada</Name></From><MsgType>text</MsgType><Text><Content><![CDATA[@desk the printer]]></Content></Text><MsgId>g1</MsgId></xml>`;
    await call(connector, wecom, said);
    const [message] = messages();
    expect(message).toMatchObject({
      newText: '@desk the printer',
      conversation: { kind: 'group', remoteId: 'wrChat' },
      sender: { identities: [{ value: 'ada' }] },
      recipients: [{ kind: 'room' }],
      replyWindow: { open: false },
    });
    const answer = await send('hello all', { to: [], channelContext: message!.channelContext });
    expect(answer).toMatchObject({ status: 'failed', error: { code: 'wecom_group_is_read_only' } });
  });

  it('tells what happens in customer groups', async () => {
    await open();
    await call(
      connector,
      wecom,
      `<xml><ToUserName>${wecom.corpId}</ToUserName><FromUserName>sys</FromUserName><CreateTime>1403610513</CreateTime><MsgType>event</MsgType><Event>change_external_chat</Event><ChatId>wrChat</ChatId><ChangeType>update</ChangeType><UpdateDetail>add_member</UpdateDetail></xml>`,
    );
    const [event] = context.emitted;
    expect(event).toMatchObject({
      type: 'contact.event.v1',
      data: { name: 'event change external chat: update', data: { ChatId: 'wrChat' } },
    });
    expect((event!.data as { conversationKey: string }).conversationKey).toContain('chat:wrChat');
  });

  it('fetches what members send', async () => {
    await open();
    const bytes = Buffer.from('#!AMR\n and a voice');
    const id = wecom.addMedia(bytes, 'audio/amr', 'voice.amr');
    await call(connector, wecom, toMessageXml(wecom, 'ada', 'voice', `<MediaId>${id}</MediaId><Format>amr</Format>`, '77'));
    for (let tries = 0; context.emitted.length < 2 && tries < 500; tries += 1) await sleep(10);
    expect(context.emitted[1]).toMatchObject({ type: 'media.ready.v1', data: { media: { state: 'stored', detectedType: 'audio/amr' } } });
  });

  it('is not taken in by what nobody can read', async () => {
    await open();
    for (const xml of ['', '<xml>', '<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>'])
      await expect(call(connector, wecom, xml)).rejects.toMatchObject({ status: 400 });
    expect(context.emitted).toEqual([]);
  });
});
