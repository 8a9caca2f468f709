import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventData } from '#contracts';
import { toOwnMsgId } from '../../../apps/wechat-connector/src/kf.ids.js';
import { createKfReply, type KfBench, openKfBench, until } from './kf-bench.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('what comes out of a kf account', () => {
  let bench: KfBench;
  const open = async (more: Record<string, unknown> = {}) => (bench = await openKfBench(more));
  afterEach(() => bench.close());
  const eventsOf = <T extends 'contact.event.v1' | 'media.ready.v1' | 'message.recalled.v1'>(type: T) =>
    bench.context.emitted.flatMap((event) => (event.type === type ? [event.data as EventData<T>] : []));

  it('gives pictures later, and says so where they will not come', async () => {
    await open();
    const id = bench.wecom.addMedia(PNG, 'image/jpeg', 'cat.jpg');
    bench.account.write('wmAda', 'image', { media_id: id });
    bench.account.write('wmAda', 'file', { media_id: 'unknown', filename: 'contract.pdf' });
    await bench.ring();
    await until('both told', () => eventsOf('media.ready.v1').length === 2);
    expect(bench.messages().map(({ parts }) => parts[0])).toMatchObject([
      { type: 'image', media: { state: 'pending', source: { ref: id } } },
      { type: 'file', media: { state: 'pending', fileName: 'contract.pdf' } },
    ]);
    const told = eventsOf('media.ready.v1').map(({ media }) => media);
    expect(told.find(({ state }) => state === 'stored')).toMatchObject({
      detectedType: 'image/png',
      declaredType: 'image/jpeg',
      fileName: 'cat.jpg',
    });
    expect(told.find(({ state }) => state === 'failed')).toMatchObject({ fileName: 'contract.pdf' });
    const { blobRef } = told.find(({ state }) => state === 'stored')!;
    expect(await bench.context.blobs.get(blobRef!)).toEqual(PNG);
  });

  it('fetches a picture that could not be had once more, over a restart', async () => {
    await open();
    const id = bench.wecom.addMedia(PNG, 'image/png', 'cat.png');
    bench.wecom.mishap('/cgi-bin/media/get', { kind: 'status', status: 502 });
    bench.account.write('wmAda', 'image', { media_id: id });
    await bench.ring();
    await until(
      'the first try',
      async () => ((await bench.context.state.get<{ waiting: unknown[] }>('media:progress'))?.waiting.length ?? 0) === 1,
    );
    bench = await bench.restart();
    bench.clock.advance(5_000);
    await until('the picture', () => eventsOf('media.ready.v1').some(({ media }) => media.state === 'stored'));
  });

  it('shows what people in WeCom answered, who they are, what was taken back and what happened', async () => {
    await open({ welcomeText: '您好，请问有什么可以帮您？' });
    bench.account.customer('wmAda').nickname = '小艾';
    bench.account.customer('wmAda').unionId = 'oUnion';
    bench.account.enter('wmAda');
    const id = bench.account.write('wmAda', 'text', { content: '发票在哪里？' });
    bench.account.answerInClient('wmAda', 'zhangsan', '请稍等');
    bench.account.event('user_recall_msg', { open_kfid: bench.account.openKfId, external_userid: 'wmAda', recall_msgid: id });
    await bench.ring();
    await until('the recall', () => eventsOf('message.recalled.v1').length === 1);
    const [question, echo] = bench.messages();
    expect(question).toMatchObject({ direction: 'inbound', remoteMessageId: id, replyWindow: { open: true, remaining: 5 } });
    expect(question!.sender).toMatchObject({
      displayName: '小艾',
      identities: [
        { scheme: 'wecom_external', value: 'wmAda', scope: bench.wecom.corpId },
        { scheme: 'wechat_unionid', value: 'oUnion' },
      ],
    });
    expect(echo).toMatchObject({
      direction: 'echo',
      newText: '请稍等',
      sender: { role: 'agent', identities: [{ scheme: 'wecom_user', value: 'zhangsan' }] },
    });
    expect(echo!.conversation.key).toBe(question!.conversation.key);
    expect(eventsOf('message.recalled.v1')[0]!.idempotencyKey).toBe(`${question!.idempotencyKey}:x`);
    await until('the greeting', () => eventsOf('contact.event.v1').length === 2);
    expect(bench.account.customer('wmAda').received).toMatchObject([{ content: { content: '您好，请问有什么可以帮您？' } }]);
    expect(JSON.stringify(eventsOf('contact.event.v1'))).not.toContain('welcome_code');
  });

  it('greets nobody who entered too long ago', async () => {
    await open({ welcomeText: 'hello' });
    bench.account.enter('wmAda', 'website', bench.clock.now().getTime() - 21_000);
    await bench.ring();
    await until('the event', () => eventsOf('contact.event.v1').length === 1);
    expect(bench.wecom.calls).not.toContain('/cgi-bin/kf/send_msg_on_event');
  });

  it('tells that a reply did not arrive after all, and why', async () => {
    await open();
    const reply = createKfReply('hello');
    bench.account.failLater(toOwnMsgId(reply.commandId, 0), 'wmAda', 6);
    await bench.ring();
    await until('the failure', () => bench.context.deliveries.length === 1);
    expect(bench.context.deliveries[0]).toMatchObject({
      commandId: reply.commandId,
      status: 'failed',
      final: true,
      error: { category: 'quota_exceeded', nativeCode: 'fail_type:6' },
    });
  });

  it('keeps the bytes of each message, and of no other', async () => {
    await open();
    for (const customer of ['wmAda', 'wmBob']) bench.account.write(customer, 'text', { content: `secret of ${customer}` });
    await bench.ring();
    await until('both', () => bench.messages().length === 2);
    const raw = await bench.context.blobs.get(bench.messages()[0]!.raw.ref);
    expect(JSON.parse(String(raw))).toMatchObject({ text: { content: 'secret of wmAda' } });
    expect(String(raw)).not.toContain('wmBob');
  });
});
