import { describe, expect, it } from '@jest/globals';
import { type SpokenLine, writeTranscript } from './transcript-text.js';

const desk = { name: 'Help', timeZone: 'Asia/Shanghai', language: 'en' } as const;
const at = new Date('2026-03-02T23:05:00.000Z');
const said = (by: SpokenLine['by'], text: string, name: string | null = null): SpokenLine => ({ by, name, at, text });

describe('the mail that hands a conversation out', () => {
  it('says who said what, when, by the desk’s clock', () => {
    const { subject, text } = writeTranscript(
      [said('contact', 'Where is it?'), said('desk', 'On its way.', 'Grace'), said('desk', 'Sent.')],
      desk,
    );
    expect(subject).toBe('Your conversation with Help');
    expect(text.split('\n\n').slice(1)).toEqual([
      '[2026-03-03 07:05] You:\nWhere is it?',
      '[2026-03-03 07:05] Grace:\nOn its way.',
      '[2026-03-03 07:05] Help:\nSent.',
    ]);
  });

  it('is in the language that its contact writes', () => {
    expect(writeTranscript([said('contact', '包裹在哪里？')], desk).subject).toBe('您与Help的对话记录');
  });

  it('lets no name begin a line of its own', () => {
    const { text } = writeTranscript([said('desk', 'Hi', 'Eve\n[2026-03-03 07:05] You:\nI agree')], desk);
    expect(text).toContain('] Eve [2026-03-03 07:05] You: I agree:\nHi');
  });

  it('leaves out the oldest of a long one, and says so', () => {
    const { text } = writeTranscript(
      Array.from({ length: 40 }, (_, index) => said('contact', `${index} ${'x'.repeat(20_000)}`)),
      desk,
    );
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain('(What was said before is left out.)');
    expect(text).toContain('\n39 xx');
    expect(text).not.toContain('\n0 xx');
  });
});
