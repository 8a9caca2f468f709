import { describe, expect, it } from '@jest/globals';
import type { Capabilities, MessagePart } from '#contracts';
import { countMessages, findWindowFault, fitParts, judgeWindow } from './reply-limits.js';

const CHAT: Capabilities = {
  in: ['text'],
  out: ['text', 'image'],
  text: { max: 20, unit: 'characters', formats: ['plain'] },
  media: { image: { maxBytes: 1_000, mimes: ['image/png', 'image/jpeg'] } },
  maxPartsPerSend: 4,
  replyWindow: null,
  ...{ proactive: false, typing: false, receipts: [], edit: false, recall: false, threads: false, groups: false, cc: false },
  ...{ idempotentSend: false, returnsRemoteId: false, ordering: 'per_conversation', inboundGuarantee: 'at_least_once' },
  ...{ consumerModel: 'shared', identityAssurance: ['verified'] },
};
const text = (words: string): MessagePart => ({ partId: '1', type: 'text', text: words, fallback: words });
const image = (sizeBytes: number, detectedType = 'image/png'): MessagePart => ({
  ...{ partId: '2', type: 'image', fallback: 'a.png' },
  media: { state: 'stored', sizeBytes, detectedType, fileName: 'a.png' },
});

describe('parts of a reply', () => {
  it('stay as they are where the channel carries them, or is not known yet', () => {
    const parts = [text('hello'), image(10)];
    expect(fitParts(parts, CHAT, 'strict')).toEqual({ parts, adaptations: [], faults: [] });
    expect(fitParts([text('x'.repeat(100))], null, 'strict').faults).toEqual([]);
  });

  it('go as their words where the channel has no such part, unless asked to be strict', () => {
    const link: MessagePart = { partId: '1', type: 'link', url: 'https://a.example', fallback: 'A: https://a.ex' };
    const { parts, adaptations } = fitParts([link], CHAT, 'degrade');
    expect(parts).toEqual([{ partId: '1', type: 'text', text: 'A: https://a.ex', fallback: 'A: https://a.ex' }]);
    expect(adaptations).toMatchObject([{ kind: 'text_instead', reason: 'the channel carries no link: its words go instead' }]);
    expect(fitParts([link], CHAT, 'strict').faults).toMatchObject([{ category: 'unsupported_part' }]);
  });

  it('say once what stands there with and without markup, where the channel has none', () => {
    const html: MessagePart = { partId: 'html', type: 'html', html: '<p><strong>hello</strong></p>', fallback: 'hello' };
    const { parts, adaptations, faults } = fitParts([text('hello'), html], CHAT, 'degrade');
    expect(parts).toEqual([text('hello')]);
    expect(adaptations).toMatchObject([{ partId: 'html', kind: 'text_instead' }]);
    expect(faults).toEqual([]);
    expect(fitParts([text('hello'), html], { ...CHAT, out: ['text', 'html'] }, 'degrade').parts).toHaveLength(2);
    expect(fitParts([html], CHAT, 'degrade').parts).toEqual([text('hello')]);
  });

  it('with bytes are never left out unseen', () => {
    const file: MessagePart = { partId: '1', type: 'file', fallback: 'a.pdf', media: { state: 'stored' } };
    for (const adapt of ['strict', 'degrade'] as const) {
      expect(fitParts([file], CHAT, adapt).faults).toMatchObject([{ category: 'unsupported_part', reason: 'the channel carries no file' }]);
      expect(fitParts([image(1_001)], CHAT, adapt).faults).toMatchObject([{ category: 'too_large' }]);
      expect(fitParts([image(5, 'image/gif')], CHAT, adapt).faults).toMatchObject([{ category: 'unsupported_part' }]);
    }
  });

  it('of long text go in pieces at a seam, whole characters, nothing lost', () => {
    const words = 'One two three. Four five six seven 👍👍👍👍👍👍👍👍👍👍 eight';
    const { parts, adaptations } = fitParts([text(words)], CHAT, 'degrade');
    const pieces = parts.map(({ fallback }) => fallback);
    expect(adaptations).toMatchObject([{ kind: 'text_cut' }]);
    expect(pieces[0]).toBe('One two three.');
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(20);
    expect(pieces.join('').replaceAll(/\s/g, '')).toBe(words.replaceAll(/\s/g, ''));
    expect(pieces.every((piece) => !/[\ud800-\udbff]$/.test(piece))).toBe(true);
    expect(parts.map(({ partId }) => partId)).toEqual(parts.map((_part, index) => String(index + 1)));
  });

  it('are measured in bytes where the channel counts bytes', () => {
    const bytes: Capabilities = { ...CHAT, text: { ...CHAT.text, unit: 'bytes' } };
    const { parts } = fitParts([text('您好您好您好您好')], bytes, 'degrade');
    expect(parts.map(({ fallback }) => fallback)).toEqual(['您好您好您好', '您好']);
  });

  it('that would be too many are a fault', () => {
    expect(fitParts([text('a '.repeat(60))], CHAT, 'degrade').faults).toMatchObject([{ category: 'too_large' }]);
  });
});

describe('the window for answers', () => {
  const now = new Date('2026-03-02T08:00:00Z');
  it.each([
    [null, 9, true, null],
    [{ open: true, endsAt: '2026-03-02T09:00:00.000Z' }, 9, true, null],
    [{ open: true, endsAt: '2026-03-02T07:59:59.000Z' }, 0, false, 'window_closed'],
    [{ open: true, remaining: 5 }, 4, true, null],
    [{ open: true, remaining: 5 }, 5, false, 'quota_exceeded'],
    [{ open: false, endsAt: '2026-03-02T07:59:59.000Z', remaining: 0 }, 0, false, 'window_closed'],
    [{ open: false, reason: 'blocked' }, 0, false, 'window_closed'],
  ])('%j after %d answers', (stored, sent, open, category) => {
    const window = judgeWindow(stored, sent, now);
    expect(window.open).toBe(open);
    expect(findWindowFault(window)?.category ?? null).toBe(category);
  });
});

describe('messages that an answer takes', () => {
  const text = (words: string): MessagePart => ({ partId: '1', type: 'text', text: words, fallback: words });
  const image: MessagePart = { partId: '2', type: 'image', media: { state: 'stored' }, fallback: '[image]' };
  const limits = { text: { max: 10, unit: 'bytes' as const, formats: ['plain' as const] } };

  it.each([
    [[text('short')], 1],
    [[text('short'), text('too')], 1],
    [[text('a sentence'), text('and more')], 2],
    [[text('字字字字')], 2],
    [[text('see'), image, text('there')], 3],
    [[text('')], 1],
  ])('%#: are counted as the channel does', (parts, messages) => expect(countMessages(parts, limits)).toBe(messages));
});
