import { describe, expect, it } from '@jest/globals';
import { completeSearch, KNOWN_VALUES, readSearch, toQuery, writeSearch } from './filters.js';

describe('the search line', () => {
  it('is filters and words, and comes out as it went in', () => {
    const read = readSearch('status:open printer  tag:"big customer" is:overdue 打印机');
    expect(read).toEqual({
      chips: [
        { name: 'status', value: 'open' },
        { name: 'tag', value: 'big customer' },
        { name: 'is', value: 'overdue' },
      ],
      text: 'printer 打印机',
    });
    expect(readSearch(writeSearch(read.chips, read.text))).toEqual(read);
  });

  it('takes what it does not know for words', () => {
    expect(readSearch('re:invoice is:blue http://x.example')).toEqual({ chips: [], text: 're:invoice is:blue http://x.example' });
  });

  it('asks the API: several states mean any of them', () => {
    expect(toQuery(readSearch('status:new status:open assignee:me is:overdue refund'))).toEqual({
      status: 'new,open',
      assignee: 'me',
      overdue: true,
      text: 'refund',
    });
  });

  it('completes names, then values', () => {
    expect(completeSearch('foo sta', KNOWN_VALUES)).toEqual(['foo status:']);
    expect(completeSearch('foo status:o', KNOWN_VALUES)).toEqual(['foo status:open ']);
    expect(completeSearch('foo ', KNOWN_VALUES)).toEqual([]);
  });
});
