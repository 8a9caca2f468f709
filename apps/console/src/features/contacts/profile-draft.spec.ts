import { describe, expect, it } from '@jest/globals';
import { findChanges, toDraft } from './profile-draft.js';

const profile = {
  ...{ plan: 'pro', class: null, company: 'Berg AG', department: null, phone: null, email: null, postalAddress: null, language: null },
  ...{ vip: false, accountManager: null },
};

describe('the profile of a contact while it is changed', () => {
  const before = toDraft({ displayName: 'Anna', profile });

  it('sends what is different and nothing else', () => {
    expect(findChanges(before, before)).toEqual({});
    expect(findChanges(before, { ...before, company: ' Berg & Co ', vip: true })).toEqual({ company: 'Berg & Co', vip: true });
  });

  it('takes away what was emptied', () => {
    expect(findChanges(before, { ...before, plan: ' ' })).toEqual({ plan: null });
  });
});
