import { describe, expect, it } from '@jest/globals';
import type { BlobRef, MessagePart } from '#contracts';
import { adaptParts } from './adapt-parts.js';
import { splitText } from './split-text.js';

const capabilities = {
  out: ['text', 'image', 'video'],
  text: { max: 20, unit: 'bytes', formats: ['plain'] },
  media: { image: { maxBytes: 100, mimes: ['image/png'] }, video: { maxBytes: 100, mimes: ['video/mp4'] } },
} as const;
const text = (words: string, partId = '1'): MessagePart => ({ partId, type: 'text', text: words, fallback: words });
const media = (type: 'image' | 'file', detectedType: string, sizeBytes = 10): MessagePart => ({
  partId: 'm',
  type,
  media: { state: 'stored', blobRef: 'sha256:0' as BlobRef, fileName: 'a.bin', detectedType, sizeBytes },
  fallback: '[a.bin]',
});
const adapt = (parts: MessagePart[], how: 'strict' | 'degrade' = 'strict') =>
  adaptParts({ parts, adapt: how }, capabilities as never, 'zh');

describe('a reply for a channel that carries little', () => {
  it('is as few messages as possible', () => {
    expect(adapt([text('a'), text('b', '2')])).toEqual({ pieces: [{ kind: 'text', text: 'a\n\nb' }] });
    expect(adapt([text('a'), { partId: '2', type: 'html', html: '<p>a</p>', fallback: 'a' }])).toEqual({
      pieces: [{ kind: 'text', text: 'a' }],
    });
    expect(adapt([{ partId: '1', type: 'link', url: 'https://a.test', title: 'A', fallback: '' }])).toEqual({
      pieces: [{ kind: 'text', text: 'A\nhttps://a.test' }],
    });
  });

  it('carries a picture that was attached as a file as a picture', () => {
    expect(adapt([media('file', 'image/png')])).toMatchObject({ pieces: [{ kind: 'image', contentType: 'image/png' }] });
  });

  it('fails where it must be whole, and tells of what is missing where it may be changed', () => {
    expect(adapt([media('file', 'application/pdf')])).toMatchObject({ error: { category: 'unsupported_part', permanent: true } });
    expect(adapt([media('image', 'image/webp')])).toMatchObject({ error: { category: 'unsupported_part' } });
    expect(adapt([media('image', 'image/png', 101)])).toMatchObject({ error: { category: 'too_large' } });
    expect(adapt([{ partId: '1', type: 'sticker', fallback: ':)' }], 'degrade')).toEqual({ pieces: [{ kind: 'text', text: ':)' }] });
    const told = adapt([media('file', 'application/pdf')], 'degrade');
    expect('pieces' in told && told.pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')).toContain('a.bin');
  });

  it('without anything to show is refused', () => {
    expect(adapt([text(' \n ')])).toMatchObject({ error: { code: 'reply_empty' } });
  });
});

describe('a text that is too long', () => {
  it('is cut between paragraphs, lines, sentences, words, in this order, and never within a character', () => {
    expect(splitText('first one\n\nsecond one', 15)).toEqual(['first one', 'second one']);
    expect(splitText('one two. three four', 12)).toEqual(['one two.', 'three four']);
    expect(splitText('aaaa bbbb cccc', 10)).toEqual(['aaaa bbbb', 'cccc']);
    expect(splitText('😀😀😀', 9)).toEqual(['😀😀', '😀']);
    expect(splitText('😀', 2)).toEqual(['😀']);
  });

  it('loses nothing but white space at the cuts', () => {
    const words = Array.from({ length: 500 }, (_, index) => `${index}${['，', '。', '\n', ' ', '\n\n', '😀'][index % 6]}`).join('');
    const pieces = splitText(words, 64);
    expect(pieces.every((piece) => Buffer.byteLength(piece) <= 64 && piece !== '')).toBe(true);
    expect(pieces.join('').replace(/\s/g, '')).toBe(words.replace(/\s/g, ''));
  });
});
