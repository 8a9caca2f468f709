import { describe, expect, it } from '@jest/globals';
import type { BlobRef, MessagePart, ReplyRequested } from '#contracts';
import { RetriableError } from '#runtime';
import { PuppetFailure } from '../../receiving/personal/puppet-failure.js';
import { classifyFailure } from './classify-failure.js';
import { planSends } from './plan-sends.js';

const LIMITS = { maxTextCharacters: 100, maxSendBytes: 1_000 };
const text = (words: string): MessagePart => ({ partId: '1', type: 'text', text: words, fallback: words });
const file = (type: 'image' | 'file' | 'video' | 'audio', more: object = {}): MessagePart => ({
  ...{ partId: '1', type, fallback: type },
  media: { state: 'stored', blobRef: `sha256:${'0'.repeat(64)}` as BlobRef, ...more },
});
const plan = (parts: MessagePart[], adapt: 'strict' | 'degrade', more: Partial<ReplyRequested> = {}) =>
  planSends({ parts, adapt, ...more }, LIMITS);

describe('a reply for a personal account', () => {
  it('is refused as a whole where it may not be changed', () => {
    for (const [part, category] of [
      [text('x'.repeat(101)), 'too_large'],
      [file('audio'), 'unsupported_part'],
      [file('file', { sizeBytes: 1_001 }), 'too_large'],
      [{ partId: '1', type: 'sticker', fallback: ':)' }, 'unsupported_part'],
    ] as const)
      expect(plan([text('fine'), part], 'strict')).toMatchObject({ category, permanent: true });
  });

  it('goes as words and pieces where it may', () => {
    const sticker: MessagePart = { partId: '1', type: 'sticker', fallback: ':)' };
    expect(plan([sticker, file('audio', { fileName: 'a.mp3' })], 'degrade')).toMatchObject([
      { kind: 'text', text: ':)' },
      { kind: 'file', name: 'a.mp3' },
    ]);
    const pieces = plan([text(`${'word '.repeat(30)}${'😀'.repeat(120)}`)], 'degrade') as { text: string }[];
    expect(
      pieces
        .map((piece) => piece.text)
        .join('')
        .replace(/ /g, ''),
    ).toBe('word'.repeat(30) + '😀'.repeat(120));
    for (const piece of pieces) {
      expect([...piece.text].length).toBeLessThanOrEqual(100);
      expect(piece.text.isWellFormed()).toBe(true);
    }
    expect(plan([text('x'.repeat(1_000))], 'degrade')).toMatchObject({ category: 'too_large' });
  });

  it('counts characters, not units: an emoji is one', () => {
    expect(plan([text('😀'.repeat(100))], 'strict')).toHaveLength(1);
  });

  it('names files so that puppets tell pictures from files, and never by a path', () => {
    const names = [
      file('image', { detectedType: 'image/jpeg' }),
      file('image', { fileName: 'photo', detectedType: 'image/png' }),
      file('video'),
      file('file', { fileName: '../../etc/passwd' }),
      file('file', { fileName: 'a/b\\c.pdf' }),
    ];
    const steps = plan(names, 'strict') as { name: string }[];
    expect(steps.map(({ name }) => name)).toEqual(['image.jpg', 'photo.png', 'video.mp4', '.._.._etc_passwd.bin', 'a_b_c.pdf']);
  });
});

describe('a call of the service that failed', () => {
  const classOf = (code: number, details: string) => {
    const { kind, error } = classifyFailure(new PuppetFailure(code, details, 'messageSendText'));
    return error instanceof RetriableError ? `${kind} ${String(error.fields['category'])}` : `${kind} ${error.category}`;
  };

  it('was surely not sent, refused, or nobody knows', () => {
    expect(classOf(14, 'No connection established. Last error: connect ECONNREFUSED')).toBe('not_sent provider_unavailable');
    expect(classOf(16, 'Invalid Wechaty TOKEN')).toBe('not_sent auth');
    expect(classOf(2, 'not logged in')).toBe('not_sent auth');
    expect(classOf(14, 'Connection dropped')).toBe('unknown unknown');
    expect(classOf(4, 'Deadline exceeded')).toBe('unknown unknown');
    expect(classOf(2, 'send timed out')).toBe('unknown unknown');
    expect(classOf(2, '消息已发出，但被对方拒收了')).toBe('refused recipient_blocked');
    expect(classOf(2, '操作太频繁')).toBe('refused rate_limited');
    expect(classOf(2, 'contact x does not exist')).toBe('refused recipient_invalid');
    expect(classOf(13, 'something else')).toBe('refused content_rejected');
  });
});
