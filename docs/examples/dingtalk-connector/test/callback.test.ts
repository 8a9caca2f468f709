import { createInboxRequest, createTestContext } from '@tributary/connector-sdk/testing';
import { SystemClock } from '@tributary/connector-sdk/runtime';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { DingtalkConfig } from '../src/dingtalk.config.js';
import { DingtalkCallbackConnector, DingtalkStreamConnector } from '../src/dingtalk.connector.js';
import { createReply } from './harness.js';
import { DingtalkSimulator } from './simulator/dingtalk-simulator.js';

const inbox = { id: 'test', channel: 'dingtalk', provider: 'robot' };

describe('with a simulated DingTalk', () => {
  let remote: DingtalkSimulator;
  before(async () => {
    remote = await new DingtalkSimulator().open();
  });
  after(() => remote.close());

  async function started(more: object = {}) {
    const context = createTestContext({ inbox, clock: new SystemClock() });
    const connector = new DingtalkCallbackConnector(DingtalkConfig.parse({ ...remote.settings, ...more }));
    await connector.start(context);
    const stop = () => (context.abort(), connector.stop());
    return { connector, context, stop };
  }

  function request(body: string, at = Date.now(), secret = remote.appSecret) {
    const sign = createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64');
    return createInboxRequest({ body, headers: { timestamp: String(at), sign } });
  }

  it('a timestamp of more than an hour ago is refused, one of less is taken', async () => {
    const { connector, stop } = await started();
    const body = '{"msgId":"m","conversationId":"c","msgtype":"text","text":{"content":"x"}}';
    await assert.rejects(connector.answer(request(body, Date.now() - 3_700_000)), { status: 403, code: 'stale_timestamp' });
    await assert.rejects(connector.answer(request(body, Date.now(), 'x')), { status: 401 });
    assert.equal((await connector.answer(request(body, Date.now() - 3_500_000))).status, 200);
    await stop();
  });

  it('what nobody can read is kept with its bytes, and a message of another robot is refused', async () => {
    const { connector, context, stop } = await started();
    await connector.answer(request('{"msgId":"m"'));
    await connector.answer(request('{"msgtype":"text"}'));
    assert.deepEqual(
      context.emitted.map(({ type }) => type),
      ['message.parked.v1', 'message.parked.v1'],
    );
    await assert.rejects(connector.answer(request('{"msgId":"m","conversationId":"c","robotCode":"other"}')), {
      status: 403,
      code: 'other_robot',
    });
    await stop();
  });

  it('an ended token is asked for anew, and an answer can be taken back, in a group too', async () => {
    const { connector, stop } = await started({ replyBy: 'api' });
    const send = (text: string) => connector.send(createReply(text), { attempt: 1, markSending: () => Promise.resolve() });
    await send('one');
    remote.expireTokens();
    const sent = await send('two');
    const inGroup = await connector.send(createReply('three', { group: 'cid-7' }), { attempt: 1, markSending: () => Promise.resolve() });
    for (const { remoteMessageId = '' } of [sent, inGroup] as { remoteMessageId?: string }[]) {
      const about = { commandId: createReply('').commandId, remoteMessageId, sentAt: new Date() };
      assert.equal((await connector.recall!(about, 1)).status, 'recalled');
      assert.equal((await connector.recall!(about, 1)).status, 'refused');
      await assert.rejects(connector.recall!(about, 2), /a second time/);
    }
    assert.deepEqual(remote.recalled, ['two', 'three']);
    await stop();
  });

  it('a stream that DingTalk closes is opened again, and nothing comes twice under two ids', async () => {
    const context = createTestContext({ inbox, clock: new SystemClock() });
    const connector = new DingtalkStreamConnector(DingtalkConfig.parse({ ...remote.settings, mode: 'stream' }));
    await connector.start(context);
    const taken = (id: string) => context.emitted.some(({ data }) => 'remoteMessageId' in data && data.remoteMessageId === id);
    remote.push({ id: 's-1', from: 'ada', text: 'before' });
    await until(() => taken('s-1'));
    remote.stream.disconnect();
    remote.push({ id: 's-2', from: 'ada', text: 'after' });
    await until(() => taken('s-2') && remote.stream.acknowledged.includes('s-2'));
    assert.equal(new Set(context.emitted.map(({ data }) => data.id)).size, 2);
    context.abort();
    await connector.stop();
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 10)))
    assert.ok(performance.now() < end, 'did not happen');
}
