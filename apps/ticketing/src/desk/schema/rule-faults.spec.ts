import { describe, expect, it } from '@jest/globals';
import { readDesk } from '../read-desk.js';

const faultsOf = (rules: unknown[], groups: object = { tech: { name: 'Tech' } }) =>
  readDesk({ groups, rules }).faults.map(({ path, found, allowed }) => `${path}: ${found} (${allowed})`);
const rule = (more: object) => ({ key: 'a', when: ['opened'], then: [{ raise: 'high' }], ...more });

describe('rules of a desk file', () => {
  it('has no fault where everything is known', () => {
    const whole = rule({
      when: ['opened', 'timer:later'],
      if: {
        all: [
          { fact: 'ticket.priority', in: ['high', 'urgent'] },
          { none: [{ fact: 'contact.vip', is: true }] },
          { fact: 'contact.fields.seats', above: 5 },
        ],
      },
      then: [{ set: { group: 'tech' } }, { startTimer: { name: 'later', after: '2h' } }, { notify: { text: { zh: '看', en: 'look' } } }],
    });
    expect(faultsOf([whole])).toEqual([]);
  });

  it.each([
    [
      'an unknown fact',
      { if: { fact: 'ticket.colour', is: 'red' } },
      'profile.rules.0.if.fact: there is no fact "ticket.colour" (ticket.priority,',
    ],
    ['a value that never is', { if: { fact: 'ticket.priority', is: 'hot' } }, 'is never "hot" (low, normal, high, urgent)'],
    ['a group that is not there', { if: { fact: 'ticket.group', is: 'sales' } }, 'is never "sales" (tech)'],
    ['a value of another type', { if: { fact: 'contact.vip', is: 'yes' } }, 'contact.vip is a flag, "yes" is none'],
    [
      'an operator of another type',
      { if: { fact: 'ticket.level', contains: '1' } },
      'ticket.level is a number, which has no "contains" (is, not,',
    ],
    ['two operators', { if: { fact: 'ticket.subject', is: 'a', contains: 'b' } }, 'asks is and contains at once'],
    ['no operator', { if: { fact: 'ticket.subject' } }, 'asks nothing of ticket.subject'],
    [
      'two groupings',
      { if: { all: [{ fact: 'contact.vip', is: true }], any: [{ fact: 'contact.vip', is: true }] } },
      'says all and any at once',
    ],
    ['a pattern nobody can read', { if: { fact: 'message.text', matches: '(a' } }, 'the pattern cannot be read: a ( without its )'],
    ['a pattern that looks around', { if: { fact: 'message.text', matches: '(?=a)' } }, 'look-around'],
    ['a channel nobody has', { if: { fact: 'channels.fax.open', is: true } }, 'there is no channel "fax"'],
    ['a calendar nobody has', { if: { fact: 'calendars.moon.day', is: 'holiday' } }, 'there is no calendar "moon"'],
    ['a change of hours of a calendar', { if: { fact: 'calendars.moon.override', exists: true } }, 'there is no fact'],
    ['a survey nobody wrote', { then: [{ survey: { form: 'mood' } }] }, 'there is no survey form "mood"'],
    ['a reason nobody named', { then: [{ escalate: { reason: 'tired' } }] }, 'there is no reason to escalate "tired"'],
    ['a sleep without an end', { then: [{ snooze: {} }] }, 'says no end, or two (for or until)'],
    ['a sleep with two ends', { then: [{ snooze: { for: '2 h', until: 'opening' } }] }, 'says no end, or two'],
    ['a sleep until no day', { then: [{ snooze: { until: '2026-02-30' } }] }, 'profile.rules.0.then.0.snooze.until'],
    ['two actions in one', { then: [{ raise: 'high', tag: 'x' }] }, 'does raise and tag at once'],
    ['an action nobody knows', { then: [{ dance: true }] }, 'profile.rules.0.then.0.dance: a name that the schema has not'],
    ['a group nobody has', { then: [{ set: { group: 'sales' } }] }, 'there is no group "sales" (tech)'],
    [
      'a group to be asked that nobody has',
      { then: [{ askGroups: { groups: ['tech', 'risk'], text: 'look' } }] },
      'there is no group "risk" (tech)',
    ],
    ['an event nobody knows', { when: ['exploded'] }, 'one of opened, customer_wrote'],
    ['a timer nobody starts', { when: ['timer:later'] }, 'there is no timer that a rule starts "later"'],
    ['a priority nobody knows', { then: [{ raise: 'hot' }] }, 'profile.rules.0.then.0.raise'],
  ])('tells of %s', (_, more, told) => {
    const faults = faultsOf([rule(more)]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(told);
  });

  it('tells of all of them together, and of two rules with one key', () => {
    const faults = faultsOf([rule({ if: { fact: 'x', is: 1 } }), rule({ if: { fact: 'y', is: 1 } })]);
    expect(faults).toHaveLength(3);
    expect(faults[2]).toContain('rule 1 is called "a" too');
  });
});
