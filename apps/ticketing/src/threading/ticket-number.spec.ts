import { describe, expect, it } from '@jest/globals';
import { readTopic } from './normalise-subject.js';

const numbersIn = (subject: string) => readTopic(subject).numbers;

describe('ticket numbers in a subject', () => {
  it.each([
    'Re: 【技术支持】20261123-EML-001 打印机',
    '【技術支持】 20261123-EML-001',
    '[技术支持] 20261123-EML-001',
    '［＃２０２６１１２３－ＥＭＬ－００１］ 打印机',
    'Re: [#20261123-EML-001] Printer',
    'my ticket 20261123-eml-001, please',
    '关于工单20261123–EML–001的问题',
    '工单：20261123-EML-\r\n 001',
  ])('%s', (subject) => {
    expect(numbersIn(subject)).toEqual(['20261123-EML-001']);
  });

  it('are found in order, each once, and may be long', () => {
    expect(numbersIn('20261123-EML-1234 and 20261101-WEB-002, again 20261123-EML-1234')).toEqual(['20261123-EML-1234', '20261101-WEB-002']);
  });

  it.each(['order 20261123-77', 'tel 20264523-EML-001', '20261123-EML-01', 'x20261123-EML-001', '20261123-EML-001a', '20261123 EML 001'])(
    '%s has none',
    (subject) => {
      expect(numbersIn(subject)).toEqual([]);
    },
  );
});
