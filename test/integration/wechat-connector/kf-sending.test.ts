import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SendResult } from '#connector-sdk';
import type { MessagePart, ReplyRequested } from '#contracts';
import { RetriableError } from '#runtime';
import { readOwnMsgId } from '../../../apps/wechat-connector/src/kf.ids.js';
import { createKfReply, type KfBench, OPEN_KF_ID, openKfBench } from './kf-bench.js';

const HOUR = 3_600_000;

describe('a kf account that answers', () => {
  let bench: KfBench;
  beforeEach(async () => {
    bench = await openKfBench();
    bench.account.write('wmAda', 'text', { content: 'hello?' });
    await bench.ring();
    for (let tries = 0; bench.messages().length === 0 && tries < 500; tries += 1) await sleep(10);
  });
  afterEach(() => bench.close());

  const arrived = () => bench.account.customer('wmAda').received.map(({ content }) => content['content'] ?? Object.keys(content)[0]);
  const send = (reply: ReplyRequested, attempt = 1): Promise<SendResult> =>
    bench.connector.send(reply, { attempt, markSending: () => Promise.resolve() });
  const text = (words: string, more: Partial<ReplyRequested> = {}) =>
    send(createKfReply(words, { channelContext: bench.messages()[0]!.channelContext, ...more }));
  const errorOf = (result: SendResult) => (result.status === 'sent' ? null : result.error);

  it('uses an id that leads back to the reply', async () => {
    const reply = createKfReply('hi');
    const result = await send(reply);
    expect(result).toMatchObject({ status: 'sent' });
    const { remoteMessageId } = result as { remoteMessageId: string };
    expect(remoteMessageId).toMatch(/^[0-9a-zA-Z_-]{1,32}$/);
    expect(readOwnMsgId(remoteMessageId)).toEqual({ commandId: reply.commandId, index: 0 });
    expect(bench.account.customer('wmAda').received[0]?.msgid).toBe(remoteMessageId);
  });

  it.each(['as_first', 'refused'] as const)('arrives once where the answer was lost and the platform has it %s', async (repeated) => {
    bench.account.repeated = repeated;
    bench.wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'lost_answer' });
    expect(await text('once')).toMatchObject({ status: 'sent' });
    expect(arrived()).toEqual(['once']);
  });

  it('arrives once where the process ended between the call and its answer, the last of five too', async () => {
    for (const words of ['1', '2', '3', '4']) await text(words);
    const reply = createKfReply('5');
    await send(reply);
    expect(await send(reply, 2)).toMatchObject({ status: 'sent' });
    expect(arrived()).toEqual(['1', '2', '3', '4', '5']);
    expect(errorOf(await text('6'))).toMatchObject({ category: 'quota_exceeded' });
  });

  it('knows of five messages and 48 hours before it sends', async () => {
    for (const words of ['1', '2', '3', '4']) expect(await text(words)).toMatchObject({ status: 'sent' });
    const calls = bench.wecom.calls.length;
    const long = 'ä'.repeat(1_500);
    expect(errorOf(await text(long))).toMatchObject({ category: 'quota_exceeded', message: expect.stringContaining('2 messages') });
    expect(await text('5')).toMatchObject({ status: 'sent' });
    expect(errorOf(await text('6'))).toMatchObject({ category: 'quota_exceeded' });
    bench.clock.advance(49 * HOUR);
    expect(errorOf(await text('late'))).toMatchObject({ category: 'window_closed' });
    await expect(text('held', { onWindowClosed: 'hold' })).rejects.toBeInstanceOf(RetriableError);
    expect(bench.wecom.calls.slice(calls).filter((path) => path.endsWith('send_msg'))).toHaveLength(1);
    bench.account.write('wmAda', 'text', { content: 'still there?' });
    await bench.ring();
    for (let tries = 0; bench.messages().length < 2 && tries < 500; tries += 1) await sleep(10);
    await sleep(50);
    expect(await text('yes')).toMatchObject({ status: 'sent' });
  });

  it('gives back what was counted for a reply that surely did not leave', async () => {
    for (let times = 0; times < 7; times += 1) {
      bench.wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'refuse', errcode: 45009 });
      await expect(text('later')).rejects.toBeInstanceOf(RetriableError);
    }
    expect(await text('now')).toMatchObject({ status: 'sent' });
  });

  it('says in plain words that a person in WeCom has the conversation, and does not send', async () => {
    bench.account.changeSession('wmAda', 1, 'lisi');
    await bench.ring();
    for (let tries = 0; (await bench.context.state.get('session:wmAda')) === null && tries < 500; tries += 1) await sleep(10);
    const error = errorOf(await text('hello'));
    expect(error).toMatchObject({ category: 'window_closed', message: expect.stringContaining('in the hands of lisi') });
    expect(error?.hint).toContain('end the session in WeCom');
    expect(bench.wecom.calls).not.toContain('/cgi-bin/kf/send_msg');
  });

  it('says so as well where no event told of it', async () => {
    bench.account.customer('wmAda').state = 2;
    expect(errorOf(await text('hello'))).toMatchObject({ message: expect.stringContaining('waits in the pool') });
    bench.account.customer('wmAda').state = 4;
    expect(errorOf(await text('hello'))).toMatchObject({ message: expect.stringContaining('session has ended') });
  });

  it('claims a new session where the account wants that', async () => {
    bench.wecom.mishap('/cgi-bin/kf/send_msg', { kind: 'refuse', errcode: 95018 });
    expect(await text('hello')).toMatchObject({ status: 'sent' });
    expect(bench.account.customer('wmAda').state).toBe(1);
  });

  it('uploads files, and sends what fits no kind of its own as a file', async () => {
    const bytes = Buffer.from('GIF89a and so on');
    const { ref: blobRef } = await bench.context.blobs.put(bytes);
    const media = { state: 'stored', blobRef, sizeBytes: bytes.length } as const;
    const parts: MessagePart[] = [
      { partId: '1', type: 'text', text: 'see', fallback: 'see' },
      { partId: '2', type: 'image', fallback: '[image]', media: { ...media, fileName: 'a.png', detectedType: 'image/png' } },
      { partId: '3', type: 'image', fallback: '[image]', media: { ...media, fileName: '猫.gif', detectedType: 'image/gif' } },
      {
        partId: '4',
        type: 'location',
        fallback: '[here]',
        latitude: 31.2,
        longitude: 121.4,
        datum: 'gcj02',
        coordinatesAvailable: true,
        label: 'office',
      },
    ];
    expect(await text('', { parts })).toMatchObject({ status: 'sent' });
    const received = bench.account.customer('wmAda').received;
    expect(received.map(({ msgtype }) => msgtype)).toEqual(['text', 'image', 'file', 'location']);
    const [, , file] = received;
    expect(bench.wecom.media.get(String(file!.content['media_id']))).toMatchObject({ fileName: '猫.gif', bytes });
    expect(received[3]!.content).toMatchObject({ latitude: 31.2, name: 'office' });
  });

  it('sends a part that the platform has no form for in words, or refuses it, as was wanted', async () => {
    const parts: MessagePart[] = [{ partId: '1', type: 'sticker', fallback: '[sticker: thumbs up]' }];
    expect(errorOf(await text('', { parts, adapt: 'strict' }))).toMatchObject({ category: 'unsupported_part' });
    expect(await text('', { parts })).toMatchObject({ status: 'sent' });
    expect(arrived()).toEqual(['[sticker: thumbs up]']);
  });

  it('tells how much of a reply in pieces arrived', async () => {
    bench.account.customer('wmAda').sentSince = 4;
    const result = await text('ä'.repeat(1_500));
    expect(errorOf(result)).toMatchObject({ category: 'quota_exceeded', message: expect.stringContaining('first 1 of 2') });
  });

  it('waits for an operator where the secret is not taken', async () => {
    bench.wecom.expireTokens();
    bench.wecom.mishap('/cgi-bin/gettoken', { kind: 'refuse', errcode: 40001 });
    await expect(text('later')).rejects.toMatchObject({ name: expect.stringMatching(/Retriable|Configuration/) });
    expect(arrived()).toEqual([]);
  });

  it('answers nobody who never wrote', async () => {
    const to = [{ scheme: 'wecom_external', value: 'wmStranger' }];
    expect(errorOf(await send(createKfReply('hi', { to })))).toMatchObject({ category: 'window_closed' });
    expect(errorOf(await send(createKfReply('hi', { to: [] })))).toMatchObject({ category: 'recipient_invalid' });
    expect(OPEN_KF_ID).toBe(bench.account.openKfId);
  });
});
