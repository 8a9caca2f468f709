import { describe, expect, it } from '@jest/globals';
import { composeReplySubject } from './reply-subject.js';

const tag = '【技术支持】';

describe('subject of an answer', () => {
  it('carries tag and number once, however often it went to and fro', () => {
    const first = composeReplySubject('Printer broken', tag, '20260302-EML-001');
    expect(first).toBe('Re: Printer broken 【技术支持】20260302-EML-001');
    expect(composeReplySubject(`回复：AW: ${first}`, tag, '20260302-EML-001')).toBe(first);
  });

  it('lets another number of a merged ticket go', () => {
    expect(composeReplySubject('打印机坏了 【技术支持】20260301-EML-009', tag, '20260302-EML-001')).toBe(
      'Re: 打印机坏了 【技术支持】20260302-EML-001',
    );
  });

  it.each(['Fwd: Leak', 'WG: AW: Leak', '转发：回复: Leak', 'RE[2]: Fw: Leak', 'Re：Leak'])(
    'of %s loses all marks before it',
    (subject) => {
      expect(composeReplySubject(subject, tag, '20260302-EML-001')).toBe('Re: Leak 【技术支持】20260302-EML-001');
    },
  );

  it('keeps words before a colon that are no marks', () => {
    expect(composeReplySubject('Printer: it burns', tag, '20260302-EML-001')).toBe('Re: Printer: it burns 【技术支持】20260302-EML-001');
  });

  it.each([
    '回復：【技術支持】20260301-EML-009 打印机坏了',
    '答覆: [技术支持] 20260301-EML-009 打印机坏了',
    'Antwort: （Support） 20260301-EML-009 打印机坏了',
    'Odp: 打印机坏了 「技術支援」20260301-EML-009',
  ])('has one tag, however the customer retyped it: %s', (subject) => {
    expect(composeReplySubject(subject, tag, '20260302-EML-001')).toBe('Re: 打印机坏了 【技术支持】20260302-EML-001');
  });

  it.each(['R: drive is full', 'What of 20260301-EML-009?', 'Reset: again', 'Printer (second floor) broken'])(
    'keeps its words: %s',
    (subject) => {
      expect(composeReplySubject(subject, tag, '20260302-EML-001')).toBe(`Re: ${subject} 【技术支持】20260302-EML-001`);
    },
  );

  it('is whole without a subject', () => {
    expect(composeReplySubject('', tag, '20260302-EML-001')).toBe('Re: 【技术支持】20260302-EML-001');
  });
});
