import { afterEach, describe, expect, it } from '@jest/globals';
import type { MessagePart, ReplyRequested } from '#contracts';
import { ConfigurationError, RetriableError } from '#runtime';
import { openBench, type OfficialBench } from './official-bench.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const text = (words: string): MessagePart => ({ partId: '1', type: 'text', text: words, fallback: words });

describe('an answer to a follower', () => {
  let bench: OfficialBench;
  afterEach(() => bench.close());
  const file = async (type: 'image' | 'file', fileName: string, detectedType: string, content: Buffer): Promise<MessagePart> => {
    const { ref, bytes } = await bench.context.blobs.put(content);
    return {
      partId: fileName,
      type,
      media: { state: 'stored', blobRef: ref, fileName, detectedType, sizeBytes: bytes },
      fallback: `[${fileName}]`,
    };
  };
  const open = async (options: Parameters<typeof openBench>[0] = {}) => {
    bench = await openBench(options);
    await bench.platform.text('ada', 'hello');
  };

  it('has words, pictures and what cannot be carried told of, in their order', async () => {
    await open();
    const parts = [
      text('看图'),
      await file('image', 'a.png', 'image/png', PNG),
      text('完'),
      await file('file', 'b.pdf', 'application/pdf', Buffer.alloc(2_048)),
    ];
    expect(await bench.send({ parts, adapt: 'degrade' })).toMatchObject({ result: { status: 'sent' }, marks: 1 });
    expect(bench.texts()).toEqual([
      '看图',
      '<image>',
      '完\n\n[attachment b.pdf, 2 kB: it cannot be sent here; tell us a mail address if you need it]',
    ]);
    const strict = await bench.send({ parts, adapt: 'strict' });
    expect(strict).toMatchObject({ result: { status: 'failed', error: { category: 'unsupported_part' } }, marks: 0 });
  });

  it('that is longer than a message is several, cut where a person would', async () => {
    await open();
    const words = Array.from({ length: 60 }, (_, index) => `第${index}段。${'很长的一句话，'.repeat(5)}`).join('\n');
    expect((await bench.send(words)).result).toEqual({ status: 'sent' });
    expect(bench.texts().length).toBeGreaterThan(2);
    expect(bench.texts().every((piece) => Buffer.byteLength(piece) <= 2_048)).toBe(true);
    expect(bench.texts().join('\n')).toBe(words);
  });

  it('is refused before it leaves when the window is over, or too small for it', async () => {
    await open({ settings: { replyCount: 2 } });
    const long = 'x'.repeat(5_000);
    expect(await bench.send(long)).toMatchObject({ result: { status: 'failed', error: { category: 'quota_exceeded' } }, marks: 0 });
    await bench.send('1');
    await bench.send('2');
    expect(await bench.send('3')).toMatchObject({
      result: { status: 'failed', error: { category: 'quota_exceeded', code: 'reply_count_used_up' } },
      marks: 0,
    });
    const held = await bench.send({ parts: [text('3')], onWindowClosed: 'hold' });
    expect(held.thrown).toBeInstanceOf(RetriableError);
    await bench.platform.text('ada', 'again');
    expect((await bench.send('3')).result).toEqual({ status: 'sent' });
    const stranger = await bench.send({ parts: [text('hi')], to: [{ scheme: 'wechat_openid', value: 'eve' }], channelContext: undefined });
    expect(stranger).toMatchObject({ result: { status: 'failed', error: { category: 'window_closed' } }, marks: 0 });
    const stale = { openid: 'tim', heardAt: new Date(Date.now() - 49 * 3_600_000).toISOString() };
    const late: Partial<ReplyRequested> = {
      parts: [text('hi')],
      to: [{ scheme: 'wechat_openid', value: 'tim' }],
      channelContext: stale,
      onWindowClosed: 'fallback',
    };
    const refused = await bench.send({ ...late, fallback: [{ inboxId: 'mail' as never, to: { scheme: 'email', value: 'tim@a.test' } }] });
    expect(refused).toMatchObject({
      result: { status: 'failed', error: { category: 'window_closed', hint: expect.stringContaining('mail') } },
    });
  });

  it('believes the platform more than what it counted', async () => {
    await open({ platform: { count: 1 }, settings: { replyCount: 20 } });
    expect((await bench.send('1')).result).toEqual({ status: 'sent' });
    expect(await bench.send('2')).toMatchObject({
      result: { error: { category: 'quota_exceeded', nativeCode: '45047' }, replyWindow: { open: false, remaining: 0 } },
      marks: 1,
    });
    expect(await bench.send('3')).toMatchObject({ result: { error: { category: 'quota_exceeded' } }, marks: 0 });
    await bench.platform.text('ada', 'again');
    expect((await bench.send('4')).result).toEqual({ status: 'sent' });
  });

  it('is classed by what the platform says', async () => {
    await open();
    const classOf = async (code: number) => {
      bench.platform.desk.next = code;
      const { result, thrown } = await bench.send('x');
      return thrown instanceof RetriableError
        ? `later ${thrown.retryAfterMs}`
        : result?.status === 'failed'
          ? result.error.category
          : result?.status;
    };
    const classes: unknown[] = [];
    for (const code of [48002, 43019, 43004, 40003, 45002, 48001, 48004, 45009, 45011, -1, 99999, 87014]) classes.push(await classOf(code));
    expect(classes).toEqual([
      'recipient_blocked',
      'recipient_blocked',
      'recipient_blocked',
      'recipient_invalid',
      'too_large',
      'misconfigured',
      'misconfigured',
      'later 600000',
      'later 60000',
      'later 5000',
      'unknown',
      'content_rejected',
    ]);
  });

  it('of which only a part arrived says so, and is not sent again', async () => {
    await open({ platform: { count: 2 } });
    const { result } = await bench.send('x'.repeat(5_000));
    expect(result).toMatchObject({
      status: 'failed',
      error: { permanent: true, message: expect.stringContaining('The first 2 of 3 messages arrived') },
    });
  });

  it('waits for the operator when the secret is wrong, and for nobody when the platform is not there', async () => {
    await open({ settings: { appSecret: 'wrong' } });
    const refused = await bench.send('x');
    expect(refused.thrown).toBeInstanceOf(ConfigurationError);
    expect(refused.marks).toBe(0);
    const gone = await openBench({ settings: { apiUrl: 'http://127.0.0.1:9' } });
    const { thrown, marks } = await gone.send('x');
    expect(thrown).toBeInstanceOf(RetriableError);
    expect(marks).toBe(0);
    await gone.close();
  });

  it('gets a new token once when the old one was voided, and processes share theirs', async () => {
    await open();
    const other = await openBench({ beside: bench.platform, state: bench.context.state });
    await bench.send('1');
    const asked = bench.platform.tokens.asked;
    expect((await other.send('2')).result).toEqual({ status: 'sent' });
    expect(bench.platform.tokens.asked).toBe(asked);
    bench.platform.tokens.void();
    expect((await bench.send('3')).result).toEqual({ status: 'sent' });
    // Who still holds the voided one finds the new one in the state store.
    expect((await other.send('4')).result).toEqual({ status: 'sent' });
    expect(bench.platform.tokens.asked).toBe(asked + 1);
    expect(JSON.stringify(bench.context.state.entries())).not.toContain('access_token');
    await other.close();
  });

  it('to who left the account is refused by the platform', async () => {
    await open();
    await bench.platform.event('ada', 'unsubscribe');
    expect((await bench.send('x')).result).toMatchObject({ error: { category: 'recipient_blocked', nativeCode: '50005' } });
  });

  it('leaves the tokens of other programs alone where the account gives stable ones', async () => {
    await open({ settings: { stableToken: true } });
    const { url, account } = bench.platform;
    const ask = async () => {
      const json = { grant_type: 'client_credential', appid: account.appId, secret: account.appSecret };
      const answer = await fetch(`${url}/cgi-bin/stable_token`, { method: 'POST', body: JSON.stringify(json) });
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    expect((await bench.send('1')).result).toEqual({ status: 'sent' });
    const token = await ask();
    expect((await bench.send('2')).result).toEqual({ status: 'sent' });
    expect(await ask()).toBe(token);
  });
});
