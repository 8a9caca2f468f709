import { SystemClock } from '@tributary/connector-sdk/runtime';
import { createTestContext, openDoor } from '@tributary/connector-sdk/testing';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WeiboConfig } from '../src/weibo.config.js';
import { WeiboConnector } from '../src/weibo.connector.js';
import { createReply } from './harness.js';
import { WeiboSimulator } from './simulator/weibo-simulator.js';

async function onWeibo(
  work: (bench: { remote: WeiboSimulator; connector: WeiboConnector; context: ReturnType<typeof createTestContext> }) => Promise<void>,
) {
  const remote = await new WeiboSimulator().open();
  const context = createTestContext({ inbox: { id: 'test', channel: 'weibo', provider: 'fan-service' }, clock: new SystemClock() });
  const connector = new WeiboConnector(WeiboConfig.parse(remote.settings));
  const door = await openDoor(connector, { signal: context.signal });
  remote.callbackUrl = door.url;
  await connector.start(context);
  try {
    await work({ remote, connector, context });
  } finally {
    context.abort();
    await connector.stop();
    await door.close();
    await remote.close();
  }
}

describe('over the host’s own door', () => {
  it('shakes hands, and refuses what is signed for another time', () =>
    onWeibo(async ({ remote, context }) => {
      assert.equal(await remote.shakeHands('e-1'), 'e-1');
      assert.equal(await remote.postNow({ id: 'm', from: '1', text: 'x' }, { at: Date.now() - 400_000 }), 403);
      assert.equal(context.offered.length, 0);
    }));

  it('tells of a follower, and keeps what nobody can read', () =>
    onWeibo(async ({ remote, context }) => {
      await remote.postNow({ id: 'f', from: '5', text: '', type: 'event', data: '{"subtype":"follow"}' });
      await remote.postNow({ id: 'b', from: '"', text: '' });
      assert.deepEqual(
        context.emitted.map(({ type }) => type),
        ['contact.event.v1', 'message.parked.v1'],
      );
    }));

  it('answers a mention once', () =>
    onWeibo(async ({ remote, connector }) => {
      const answer = (text: string) =>
        connector.send(createReply(text, { once: true }), { attempt: 1, markSending: () => Promise.resolve() });
      assert.equal((await answer('sorry')).status, 'sent');
      await assert.rejects(answer('again'), { code: 'quota_exceeded' });
      assert.equal(remote.received.length, 1);
    }));

  it('refuses an answer to what is too old, before anything leaves', () =>
    onWeibo(async ({ remote, connector }) => {
      const late = createReply('late', { until: Date.now() + 1_000 });
      await assert.rejects(connector.send(late, { attempt: 1, markSending: () => Promise.resolve() }), { code: 'window_closed' });
      assert.equal(remote.received.length, 0);
    }));
});
