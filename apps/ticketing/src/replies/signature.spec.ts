import { describe, expect, it } from '@jest/globals';
import { signAnswer } from './signature.js';

const grace = { agent: 'Grace <b>', group: null, desk: 'Acme\nSupport' };

describe('the signature of an answer', () => {
  it("is the group's, else the desk's, with the names filled in", () => {
    const settings = {
      signature: { text: '{agent}\n{desk}', html: '<b>{agent}</b> at {desk}' },
      groupSignatures: { repairs: { text: '{agent}, {group}' }, silent: {} },
    };
    expect(signAnswer(settings, grace)).toEqual({ text: 'Grace <b>\nAcme Support', html: '<b>Grace &lt;b&gt;</b> at Acme Support' });
    expect(signAnswer(settings, { ...grace, group: 'repairs' })).toEqual({ text: 'Grace <b>, repairs' });
    expect(signAnswer(settings, { ...grace, group: 'sales' })?.text).toContain('Acme Support');
    expect(signAnswer(settings, { ...grace, group: 'silent' })).toBeUndefined();
  });

  it('leaves out the line of a name that nobody has, and is none without words', () => {
    expect(
      signAnswer({ signature: { text: '{agent}\nKind regards\n\n{desk}' }, groupSignatures: {} }, { ...grace, agent: null })?.text,
    ).toBe('Kind regards\n\nAcme Support');
    expect(signAnswer({ signature: { text: '{agent}' }, groupSignatures: {} }, { ...grace, agent: null })).toBeUndefined();
    expect(signAnswer({ signature: {}, groupSignatures: {} }, grace)).toBeUndefined();
  });

  it('fills in names only: a name that reads like a place for one stays', () => {
    const settings = { signature: { text: '{agent} {constructor}' }, groupSignatures: {} };
    expect(signAnswer(settings, { ...grace, agent: '{desk}$&' })?.text).toBe('{desk}$& {constructor}');
    expect(signAnswer(settings, { ...grace, group: 'constructor' })?.text).toBe('Grace <b> {constructor}');
  });
});
