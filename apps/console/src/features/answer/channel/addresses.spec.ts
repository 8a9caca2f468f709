import { expect, it } from '@jest/globals';
import { readAddresses, writeAddresses } from './addresses.js';

it('reads addresses with and without names, in Chinese punctuation too, and says what is none', () => {
  const { addresses, wrong } = readAddresses('"Li, Ann" , Ann <ann@example.com>；王明 <wang@例子.公司>, bo@example.com');
  expect(addresses).toEqual([
    { scheme: 'email', value: 'ann@example.com', displayName: 'Ann' },
    { scheme: 'email', value: 'wang@例子.公司', displayName: '王明' },
    { scheme: 'email', value: 'bo@example.com' },
  ]);
  expect(wrong).toEqual(['"Li', 'Ann"']);
  expect(writeAddresses(addresses)).toBe('Ann <ann@example.com>, 王明 <wang@例子.公司>, bo@example.com');
});
