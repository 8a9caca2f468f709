import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SendResult } from '#connector-sdk';
import type { BlobRef, CommandId, InboxId, MessagePart, ReplyRequested } from '#contracts';
import { RetriableError } from '#runtime';
import { PuppetService } from '../../support/services/puppet.js';
import { PersonalBench } from './personal-bench.js';

const ROOM = 'printers@chatroom';

describe('answers through a personal account', () => {
  let service: PuppetService;
  let bench: PersonalBench;
  let marks: number;
  beforeAll(async () => {
    service = await PuppetService.start();
    await service.person({ id: 'ada', name: 'Ada' });
    await service.room({ id: ROOM, topic: 'Printers', members: ['ada'] });
  });
  afterAll(() => service.kill());
  beforeEach(async () => {
    marks = 0;
    bench = await PersonalBench.start(service);
    await bench.connected();
  });
  afterEach(() => bench.stop());

  const text = (words: string): MessagePart => ({ partId: '1', type: 'text', text: words, fallback: words });
  const send = (parts: MessagePart[], more: Partial<ReplyRequested> = {}): Promise<SendResult> => {
    const reply: ReplyRequested = {
      ...{ commandId: randomUUID() as CommandId, inboxId: 'wx' as InboxId, to: [], parts, ttlMs: 60_000 },
      ...{ onWindowClosed: 'fail', adapt: 'strict', actor: { kind: 'agent' } },
      channelContext: { counterpart: { kind: 'contact', id: 'ada' } },
      ...more,
    };
    return bench.connector.send(reply, {
      attempt: 1,
      markSending: () => {
        marks += 1;
        return Promise.resolve();
      },
    });
  };
  const newest = async () => (await service.delivered()).at(-1);
  const file = async (content: Buffer, fileName: string, type: 'image' | 'file' | 'video' = 'file'): Promise<MessagePart> => {
    const { ref, bytes } = await bench.context.blobs.put(content);
    return { partId: '2', type, fallback: fileName, media: { state: 'stored', blobRef: ref, fileName, sizeBytes: bytes } };
  };

  it('reach the contact; the account sees them again, which is the evidence and no entry', async () => {
    const result = await send([text('It is repaired')]);
    expect(result).toMatchObject({ status: 'sent', remoteMessageId: expect.any(String) });
    expect(await newest()).toMatchObject({ to: 'ada', type: 'text', text: 'It is repaired' });
    expect(bench.context.deliveries).toMatchObject([
      { status: 'sent', evidence: 'self_echo', remoteMessageId: (result as { remoteMessageId: string }).remoteMessageId },
    ]);
    await service.text({ from: 'ada', text: 'thanks' });
    await bench.message();
    expect(bench.messages.map(({ plainText }) => plainText)).toEqual(['thanks']);
    expect(marks).toBe(1);
  });

  it('are unknown when the account does not see them again, and sent when it does later', async () => {
    await service.nextSend('silent');
    const result = await send([text('Are you there?')]);
    expect(result).toMatchObject({ status: 'unknown', error: { code: 'send_uncertain', hint: expect.stringContaining('phone') } });
    expect(bench.context.deliveries).toEqual([]);
    await service.phone({ to: 'ada', text: 'Are you there?' });
    await bench.until('the late word', () => bench.context.deliveries.length === 1);
    expect(bench.context.deliveries[0]).toMatchObject({ status: 'sent', evidence: 'self_echo' });
    expect(bench.messages).toEqual([]);
  });

  it('take files and pictures of any size along, byte for byte', async () => {
    for (const bytes of [10, 5_000, 30_000, 900_000]) {
      const content = randomBytes(bytes);
      expect(await send([await file(content, `${bytes}.pdf`)])).toMatchObject({ status: 'sent' });
      expect(await newest()).toMatchObject({
        type: 'file',
        name: `${bytes}.pdf`,
        bytes,
        sha256: createHash('sha256').update(content).digest('hex'),
      });
    }
    expect(await send([text('Look'), await file(randomBytes(50), 'photo', 'image')])).toMatchObject({ status: 'sent' });
    expect(await newest()).toMatchObject({ name: 'photo.jpg' });
    expect(bench.messages).toEqual([]);
  });

  it('send links as links', async () => {
    const link: MessagePart = { partId: '1', type: 'link', url: 'https://example.com/help', title: 'Help', fallback: 'Help' };
    expect(await send([link])).toMatchObject({ status: 'sent' });
    expect(await newest()).toMatchObject({ type: 'url', url: 'https://example.com/help', text: 'Help' });
  });

  it('mention in a room who asked', async () => {
    const channelContext = { counterpart: { kind: 'room', id: ROOM }, askerId: 'ada', askerName: 'Ada' };
    expect(await send([text('It is repaired')], { channelContext })).toMatchObject({ status: 'sent' });
    expect(await newest()).toMatchObject({ to: ROOM, text: '@Ada\u2005It is repaired', mentions: ['ada'] });
  });

  it('find their conversation by its key where nothing else came along', async () => {
    const conversationKey = 'wechat:wx:contact:ada' as ReplyRequested['conversationKey'];
    expect(await send([text('hello')], { channelContext: null, conversationKey })).toMatchObject({ status: 'sent' });
    expect(await send([text('hello')], { channelContext: null })).toMatchObject({
      status: 'failed',
      error: { category: 'recipient_invalid' },
    });
  });

  it('are refused with what WeChat said, before anything else happens where we know it ourselves', async () => {
    await service.nextSend('refuse');
    expect(await send([text('no')])).toMatchObject({ status: 'failed', error: { category: 'recipient_blocked', permanent: true } });
    marks = 0;
    const long = 'x'.repeat(2_001);
    expect(await send([text(long)])).toMatchObject({ status: 'failed', error: { category: 'too_large' } });
    const card: MessagePart = { partId: '1', type: 'card', kind: 'product', data: {}, fallback: 'A chair' };
    expect(await send([card])).toMatchObject({ status: 'failed', error: { category: 'unsupported_part' } });
    const lost: MessagePart = { partId: '1', type: 'file', fallback: 'x', media: { state: 'expired' } };
    expect(await send([lost])).toMatchObject({ status: 'failed', error: { category: 'content_rejected' } });
    const huge: MessagePart = {
      partId: '1',
      type: 'file',
      fallback: 'x',
      media: { state: 'stored', blobRef: `sha256:${'0'.repeat(64)}` as BlobRef, sizeBytes: 1e9 },
    };
    expect(await send([huge])).toMatchObject({ status: 'failed', error: { category: 'too_large' } });
    expect(marks).toBe(0);
  });

  it('are adapted where they may be: long texts in pieces, cards as words', async () => {
    const long = `${'word '.repeat(500)}\n${'more '.repeat(300)}`;
    const before = (await service.delivered()).length;
    expect(await send([text(long)], { adapt: 'degrade' })).toMatchObject({ status: 'sent' });
    const pieces = (await service.delivered()).slice(before);
    expect(pieces.length).toBeGreaterThan(1);
    expect(
      pieces
        .map((piece) => piece.text)
        .join(' ')
        .split(/\s+/)
        .filter(Boolean),
    ).toHaveLength(800);
    const card: MessagePart = { partId: '1', type: 'card', kind: 'product', data: {}, fallback: 'A chair' };
    expect(await send([card], { adapt: 'degrade' })).toMatchObject({ status: 'sent' });
    expect(await newest()).toMatchObject({ text: 'A chair' });
  });

  it('say how much of them was sent when the rest is refused', async () => {
    const parts = [text('one'), await file(randomBytes(20), 'two.bin')];
    await service.nextSend('refuse', 1);
    expect(await send(parts)).toMatchObject({
      status: 'failed',
      error: { code: 'partly_sent', message: expect.stringContaining('1 of 2') },
    });
    expect(await newest()).toMatchObject({ text: 'one' });
  });

  it('wait while the account is logged out', async () => {
    await service.nextSend('later');
    await expect(send([text('later')])).rejects.toThrow(RetriableError);
    await service.logout();
    await bench.until('logged out', () => bench.context.reports.at(-1)?.state === 'bad_credentials');
    await expect(send([text('later')])).rejects.toMatchObject({ code: 'logged_out' });
    await service.login();
    await bench.connected();
    expect(await send([text('now')])).toMatchObject({ status: 'sent' });
  });

  it('are unknown when the service dies over them, and wait while it is away', async () => {
    await service.nextSend('vanish');
    expect(await send([text('perhaps')])).toMatchObject({ status: 'unknown' });
    await expect(send([text('later')])).rejects.toThrow(RetriableError);
    await service.revive();
    await service.person({ id: 'ada', name: 'Ada' });
    await bench.connected();
    expect(await send([text('again')])).toMatchObject({ status: 'sent' });
  });
});
