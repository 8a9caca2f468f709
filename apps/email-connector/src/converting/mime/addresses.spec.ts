import { describe, expect, it } from '@jest/globals';
import { cutAddresses, parseAddresses } from './addresses.js';

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

  it.each([
    ['Ann  <ann@example.org>', 'Ann', 'ann@example.org'],
    ['"Ann Doe" <ann@example.org>', 'Ann Doe', 'ann@example.org'],
    ['<ann@example.org>', null, 'ann@example.org'],
    [' ann@example.org ', null, 'ann@example.org'],
  ])('reads the plain form %j', (value, name, address) => {
    expect(parseAddresses(value)).toEqual([{ name, address }]);
  });

  it.each([
    ['a: b: <ann@example.org>, "c:d" <bob@example.org>; carl@example.org', ['ann@example.org', 'bob@example.org', 'carl@example.org']],
    ['a: ann@example.org, b: bob@example.org; c: carl@example.org', ['ann@example.org', 'bob@example.org', 'carl@example.org']],
    ['a: "x\\":y" <ann@example.org>, (b:) bob@example.org;', ['ann@example.org', 'bob@example.org']],
    [`${'a:'.repeat(500)}ann@example.org`, ['ann@example.org']],
  ])('reads the members of groups in groups: %s', (value, addresses) => {
    expect(parseAddresses(value).map(({ address }) => address)).toEqual(addresses);
  });

  it.each(['a:', 'g:a@b.c,', '"a":', ':'])(
    'reads fields of a large header as fast as lists where they hold groups in groups: %s',
    (piece) => {
      const field = piece.repeat(Math.floor(199_000 / piece.length));
      const began = process.cpuUsage();
      for (let fields = 0; fields < 5; fields += 1) parseAddresses(field);
      expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_500);
    },
  );

  it('cuts a field that is too long at its last separator, else hard', () => {
    expect(cutAddresses('a@b.c, d@e.f; g@h.i', 15)).toBe('a@b.c, d@e.f');
    expect(cutAddresses('x'.repeat(100), 15)).toHaveLength(15);
    expect(cutAddresses('a@b.c', 15)).toBe('a@b.c');
  });

  it.each([
    ['blanks', `a${' '.repeat(60_000)}b`],
    ['blanks before a bracket', `<${' '.repeat(60_000)}b`],
    ['no comma', 'a@'.repeat(500_000)],
    ['nested groups', 'a:'.repeat(30_000)],
    ['bytes between encoded words', '=?a?q?b?=\xff\xe9'.repeat(5_000)],
  ])('reads a hostile field in no time: %s', (_, value) => {
    const began = process.cpuUsage();
    parseAddresses(value);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });
});
