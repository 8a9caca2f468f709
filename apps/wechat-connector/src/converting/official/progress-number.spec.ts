import { describe, expect, it } from '@jest/globals';
import { readProgressNumber } from './progress-number.js';

describe('a number that asks for progress', () => {
  it('of a ticket is known in any writing, without a button', () => {
    const writings = [
      '20261129-WCT-003',
      ' 20261129-wct-003 ',
      '#20261129-WCT-003',
      '２０２６１１２９－ＷＣＴ－００３',
      '20261129 – WCT – 003',
      '工单号：20261129-WCT-003',
      '单号20261129-WCT-003',
    ];
    expect(writings.map((text) => readProgressNumber(text, false))).toEqual(writings.map(() => '20261129-WCT-003'));
  });

  it('of an order counts only right after the button', () => {
    expect(readProgressNumber('订单号：SO88001234', true)).toBe('SO88001234');
    expect(readProgressNumber('88001234', true)).toBe('88001234');
    expect(readProgressNumber('88001234', false)).toBeNull();
  });

  it('is not what somebody says with a number in it', () => {
    for (const text of ['', 'hello', '12', 'my ticket 20261129-WCT-003 is late', '13800138000 请回电', 'a--1234', 'x'.repeat(200), '好的'])
      expect(readProgressNumber(text, true)).toBeNull();
  });
});
