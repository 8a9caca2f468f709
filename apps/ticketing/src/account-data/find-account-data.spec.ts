import { describe, expect, it } from '@jest/globals';
import { ACCOUNT_DATA_KINDS, findAccountDataFaults } from '../desk/schema/account-data.js';
import { findAccountData } from './find-account-data.js';

const find = (text: string, patterns: Record<string, string> = {}) => findAccountData(text, { find: [...ACCOUNT_DATA_KINDS], patterns });

describe('account data in an answer', () => {
  it.each([
    ['card', 'Your card 4111 1111 1111 1111 was charged.'],
    ['card', '卡号5555555555554444已扣款'.replace('卡号', '卡号 ').replace('已', ' 已')],
    ['card', 'card ４１１１１１１１１１１１１１１１'],
    ['iban', 'We paid to DE89 3704 0044 0532 0130 00 today'],
    ['iban', 'gb29nwbk60161331926819'],
    ['cn-id', '身份证 11010519491231002X 已核对'],
    ['password', 'Your password is: hunter22'],
    ['password', '您的新密码为：abc12345，请修改'],
    ['password', 'Das Passwort ist geheim123'],
    ['token', 'use sk_live_4eC39HqLyjWDarjtT1zdp7dc here'],
    ['token', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'],
    ['token', 'API key: 9f8e7d6c5b4a39281706f5e4d3c2b1a0'],
  ])('%s: %s', (kind, text) => {
    expect(find(text)).toEqual([kind]);
  });

  it.each([
    'Your order 4111 1111 1111 1112 is on its way.',
    'Ticket ONL-20260302-001, opened 2026-03-02 09:00',
    'Call us: +86 400 800 1234, or 0086 400 800 1234 5678',
    'Please change your password in the settings; the password must have ten letters.',
    '请在设置里修改密码。忘记密码怎么办？',
    '单号 110105194912310021',
    'DE89 3704 0044 0532 0130 02 and more',
    'Your password is required, and case-sensitive.',
    'The tracking number is 1Z999AA10123456784',
    'A token of our thanks: 10 % off',
  ])('none: %s', (text) => {
    expect(find(text)).toEqual([]);
  });

  it('is also what the desk says its numbers look like', () => {
    expect(find('Ihr Konto SH-12345678', { 'shop-account': '\\bSH-\\d{8}\\b' })).toEqual(['shop-account']);
    const section = {
      find: [],
      patterns: { open: '(', empty: '.*', good: 'x+' },
      openChannels: [],
      unverified: true,
      override: 'nobody' as const,
    };
    expect(findAccountDataFaults({ accountData: section }).map(({ path }) => path[2])).toEqual(['open', 'empty']);
  });
});
