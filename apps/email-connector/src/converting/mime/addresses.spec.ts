import { describe, expect, it } from '@jest/globals';
import { parseAddresses } from './addresses.js';

describe('addresses of a field', () => {
  it('decodes encoded names, also those that hold commas and brackets', () => {
    expect(parseAddresses('=?gbk?B?wdbQodPq?= <lin@example.cn>')).toEqual([{ name: '林小雨', address: 'lin@example.cn' }]);
    expect(parseAddresses('=?utf-8?Q?Doe,_Jane_<x>?= <jane@example.org>, bob@example.org')).toEqual([
      { name: 'Doe, Jane <x>', address: 'jane@example.org' },
      { name: null, address: 'bob@example.org' },
    ]);
  });

  it('unwraps groups and leaves comments out of addresses', () => {
    expect(parseAddresses('Team: Ann <ann@example.org>, <c@(host of Chris)example.org>;')).toEqual([
      { name: 'Ann', address: 'ann@example.org' },
      { name: null, address: 'c@example.org' },
    ]);
  });
});
