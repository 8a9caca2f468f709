import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInboxRequest, createTestContext } from '#connector-sdk/testing';
import type { EventData } from '#contracts';
import { KfInboxConfig } from '../../../apps/wechat-connector/src/kf.config.js';
import { toOwnMsgId } from '../../../apps/wechat-connector/src/kf.ids.js';
import { sealCallback, sealEcho } from '../../simulators/wecom/callbacks.js';
import { createKfReply, type KfBench, openKfBench, ring, toKfSettings } from './kf-bench.js';

const HOUR = 3_600_000;
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 8_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`did not happen: ${what}`);
    await sleep(10);
  }
}

describe('a kf account that is read', () => {
  let bench: KfBench;
  const open = async (more: Record<string, unknown> = {}) => (bench = await openKfBench(more));
  afterEach(() => bench.close());
  const texts = () => bench.messages().map(({ newText }) => newText);
  const eventsOf = <T extends 'contact.event.v1' | 'inbox.gap.v1' | 'media.ready.v1' | 'message.recalled.v1'>(type: T) =>
    bench.context.emitted.flatMap((event) => (event.type === type ? [event.data as EventData<T>] : []));

  it('loses nothing where the bell is lost', async () => {
    await open({ pollIntervalMs: 1_000 });
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.account.write('wmAda', 'text', { content: 'nobody rang' });
    await until('the message', () => texts().includes('nobody rang'));
  });

  it('is fetched to the end, over pages and over pages that are empty, each message once', async () => {
    await open();
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.account.pageSize = 7;
    bench.account.emptyPages = 2;
    const wanted = Array.from({ length: 50 }, (_, index) => `line ${index}`);
    for (const content of wanted) bench.account.write('wmAda', 'text', { content });
    expect(await bench.ring()).toMatchObject({ status: 200, body: 'success' });
    await until('all of them', () => texts().length === wanted.length);
    expect(texts()).toEqual(wanted);
    // The token of the ring rides on its pages.
    expect(bench.account.syncs.filter(({ token }) => typeof token === 'string').length).toBeGreaterThan(5);
  });

  it('is fetched from where it was, in the next process too', async () => {
    await open();
    bench.account.write('wmAda', 'text', { content: 'one' });
    await bench.ring();
    await until('the cursor', async () => (await bench.context.state.get('cursor')) !== null && texts().includes('one'));
    bench = await bench.restart();
    bench.account.write('wmAda', 'text', { content: 'two' });
    await bench.ring();
    await until('the second', () => texts().includes('two'));
    expect(texts()).toEqual(['two']);
  });

  it('begins again with what is kept where the platform does not take the cursor any more', async () => {
    await open();
    bench.account.write('wmAda', 'text', { content: 'one' });
    await bench.ring();
    await until('one', () => texts().includes('one'));
    const [first] = bench.messages();
    await bench.context.state.set('cursor', 'a cursor of another time and account');
    await bench.ring();
    await until('one again', () => texts().length === 2);
    expect(bench.messages()[1]?.id).toBe(first?.id);
  });

  it('tells an operator when it was away for more than a day, and what was lost after three', async () => {
    await open();
    await until('a look', () => bench.context.reports.some(({ state }) => state === 'connected'));
    const away = bench.clock.now();
    bench.account.write('wmAda', 'text', { content: 'too early' });
    bench.clock.advance(26 * HOUR);
    bench = await bench.restart();
    await until('the alarm', () => bench.context.reports.some(({ state, detail }) => state === 'degraded' && detail!.includes('26 h ago')));
    expect(bench.context.reports.find(({ state }) => state === 'degraded')?.hint).toMatch(/within 46 h/);
    await until('all well again', () => bench.context.reports.at(-1)?.state === 'connected');
    expect(eventsOf('inbox.gap.v1')).toEqual([]);
    expect(texts()).toEqual(['too early']);

    const left = bench.clock.now();
    bench.account.write('wmAda', 'text', { content: 'lost' });
    bench.clock.advance(100 * HOUR);
    bench.account.write('wmAda', 'text', { content: 'kept' });
    bench = await bench.restart();
    await until('what is kept', () => texts().includes('kept'));
    expect(texts()).toEqual(['kept']);
    const [gap] = eventsOf('inbox.gap.v1');
    expect(Date.parse(gap!.from!)).toBeGreaterThanOrEqual(left.getTime());
    expect(Date.parse(gap!.from!)).toBeGreaterThan(away.getTime());
    expect(gap!.until).toBe(new Date(bench.clock.now().getTime() - 72 * HOUR).toISOString());
  });

  it('rests where the platform rations what was not rung for, and listens to the bell all the same', async () => {
    await open({ pollIntervalMs: 1_000 });
    bench.account.ration = 1;
    await until('rationed', () => bench.context.reports.some(({ detail }) => detail?.includes('45009')));
    const looks = bench.account.syncs.length;
    bench.account.write('wmAda', 'text', { content: 'rung' });
    await bench.ring();
    await until('the message', () => texts().includes('rung'));
    expect(bench.account.syncs.length).toBe(looks + 1);
    expect(bench.account.syncs.at(-1)).toHaveProperty('token');
  });

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

  it('goes on behind a token that ended', async () => {
    await open();
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.wecom.expireTokens();
    bench.account.write('wmAda', 'text', { content: 'after' });
    await bench.ring();
    await until('the message', () => texts().includes('after'));
  });

  it('hears a bell that another process was rung by', async () => {
    await open();
    await until('the first look', () => bench.account.syncs.length > 0);
    bench.account.write('wmAda', 'text', { content: 'rung elsewhere' });
    await bench.context.state.set('bell', { token: bench.account.ringToken(), at: bench.clock.now().getTime() });
    await until('the message', () => texts().includes('rung elsewhere'));
    expect(bench.account.syncs.at(-1)).toHaveProperty('token');
  });

  it('passes on a bell that is for another account of the company', async () => {
    await open();
    const other = bench.wecom.account('wkOther');
    const context = createTestContext({ inbox: { id: 'other', channel: 'wechat', provider: 'wecom-kf' }, clock: bench.clock });
    const connector = bench.factory.create(context.inbox, KfInboxConfig.parse(toKfSettings(bench.wecom, { openKfId: 'wkOther' })));
    await connector.start(context);
    try {
      await until('its first look', () => other.syncs.length > 0);
      other.write('wmAda', 'text', { content: 'to the other' });
      expect(await ring(bench.connector, bench.wecom, other)).toMatchObject({ status: 200 });
      await until('the message', () => context.emitted.length > 0);
      expect(await ring(bench.connector, bench.wecom, bench.wecom.account('wkNobodys'))).toMatchObject({ status: 200 });
    } finally {
      context.abort();
      await connector.stop();
    }
  });

  it('tells how long it has been away while it cannot be read', async () => {
    await open();
    await until('a look', () => bench.context.reports.some(({ state }) => state === 'connected'));
    bench.clock.advance(30 * HOUR);
    bench.wecom.mishap('/cgi-bin/kf/sync_msg', { kind: 'status', status: 502 });
    await bench.ring();
    await until('the trouble', () => bench.context.reports.some(({ detail }) => /502.*30 h ago/.test(detail ?? '')));
    expect(bench.context.reports.find(({ detail }) => detail?.includes('502'))).toMatchObject({
      state: 'degraded',
      hint: expect.stringMatching(/within 42 h: .*lost/),
    });
    await until('all well again', () => bench.context.reports.at(-1)?.state === 'connected');
  });

  it('answers the check of its address, and nobody who cannot sign', async () => {
    await open();
    const { wecom, connector, clock } = bench;
    const now = clock.now().getTime();
    const echo = await connector.answer(createInboxRequest({ method: 'GET', query: String(sealEcho(wecom.callback, '4321', now)) }));
    expect(String(echo.body)).toBe('4321');
    const refusedBy = (settings: Partial<typeof wecom.callback>, at = now) => {
      const { query, body } = sealCallback({ ...wecom.callback, ...settings }, '<xml><Event>kf_msg_or_event</Event></xml>', at);
      return connector.answer(createInboxRequest({ query: String(query), body })).then(
        () => 'taken',
        (error: { status: number; code: string }) => `${error.status} ${error.code}`,
      );
    };
    expect(await refusedBy({ token: 'another' })).toBe('401 wrong_signature');
    expect(await refusedBy({ receiver: 'ww-another-company' })).toBe('403 wrong_receiver');
    expect(await refusedBy({}, now - 400_000)).toBe('403 stale_timestamp');
    expect(await refusedBy({})).toBe('taken');
  });
});
