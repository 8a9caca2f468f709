import { describe, expect, it } from '@jest/globals';
import { FieldsSection, findFieldFaults } from '../../desk/schema/fields.js';
import { keepRaised } from './priority-field.js';

const choices = [
  { value: 'low', name: '不急', priority: 'low' },
  { value: 'usual', name: '普通', priority: 'normal' },
  { value: 'critical', name: '特急', priority: 'urgent' },
];
const FIELDS = FieldsSection.parse({ urgency: { name: '紧急程度', kind: 'choice', choices }, note: { name: '备注' } });

describe('the field that says how urgent a ticket is', () => {
  it.each([
    ['usual', 'urgent', 'critical'],
    ['usual', 'high', 'usual'],
    ['critical', 'high', 'critical'],
    ['low', 'normal', 'low'],
  ] as const)('chosen as %s by a customer whose ticket is %s it says %s', (chosen, priority, kept) => {
    expect(keepRaised({ urgency: chosen, note: 'x' }, priority, FIELDS)).toEqual({ urgency: kept, note: 'x' });
  });

  it('is one of the desk, and one choice of several', () => {
    const two = FieldsSection.parse({ ...FIELDS, second: { name: '急', kind: 'choice', choices } });
    expect(findFieldFaults({ fields: two, requestTypes: {} })).toEqual([
      { path: ['fields', 'second', 'choices'], problem: 'urgency says the priority already' },
    ]);
    expect(FieldsSection.safeParse({ urgency: { name: '急', kind: 'choices', choices } }).error?.issues[0]?.message).toMatch(
      /kind is choice/,
    );
  });
});
