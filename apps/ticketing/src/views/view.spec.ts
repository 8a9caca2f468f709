import { describe, expect, it } from '@jest/globals';
import { BUILT_IN_VIEWS, toCountedQuery } from './view.js';

describe('views', () => {
  it('that are built in are six, in their order', () => {
    expect(BUILT_IN_VIEWS.map(({ id }) => id)).toEqual(['mine', 'group', 'unassigned', 'overdue', 'review', 'spam']);
  });

  it('count open work, unless they say which states or look into a box', () => {
    expect(toCountedQuery({ tag: 'vip' })).toEqual({ tag: 'vip', status: 'new,open,pending' });
    expect(toCountedQuery({ status: 'solved' })).toEqual({ status: 'solved' });
    expect(toCountedQuery({ box: 'quarantine' })).toEqual({ box: 'quarantine' });
  });
});
