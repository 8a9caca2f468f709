import { describe, expect, it } from '@jest/globals';
import { groupIdOf } from '../../desk/desk-groups.js';
import { toMove } from './successions.js';

describe('what takes another’s place', () => {
  it('has the tickets of a group, a category or an agent; of an agent nobody’s too', () => {
    expect(toMove({ what: 'group', from: 'chat', to: 'mail' })).toEqual({
      column: 'group_id',
      value: groupIdOf('chat'),
      edit: { group: 'mail' },
    });
    expect(toMove({ what: 'category', from: 'login', to: 'account' })).toEqual({
      column: 'category',
      value: 'login',
      edit: { category: 'account' },
    });
    expect(toMove({ what: 'agent', from: 'ann', to: null })).toEqual({ column: 'assignee_id', value: 'ann', edit: { assignee: null } });
  });
});
