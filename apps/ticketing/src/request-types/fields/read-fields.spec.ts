import { describe, expect, it } from '@jest/globals';
import { DeskField } from '../../desk/schema/fields.js';
import { readFields, readKnownFields, showFieldValue } from './read-fields.js';
import { findMissingFields, findRequiredFields } from './required-fields.js';

const field = (given: object = {}) => DeskField.parse({ name: { zh: '名称', en: 'Name' }, ...given });
const choices = [
  { value: 'windows', name: 'Windows' },
  { value: 'phone', name: { zh: '手机', en: 'Mobile phone' } },
];

describe('values of fields', () => {
  it.each([
    [{ kind: 'text' }, '  Chrome 122 ', 'Chrome 122'],
    [{ kind: 'text' }, 5, '5'],
    [{ kind: 'email' }, 'wang@例子.中国', 'wang@例子.中国'],
    [{ kind: 'phone' }, '021-6000 1234 转 8', '021-6000 1234 转 8'],
    [{ kind: 'number' }, '12,500', 12_500],
    [{ kind: 'date' }, '2028-02-29', '2028-02-29'],
    [{ kind: 'datetime' }, '2026-03-02 09:30', '2026-03-02 09:30'],
    [{ kind: 'checkbox' }, '是', true],
    [{ kind: 'checkbox' }, false, false],
    [{ kind: 'choice', choices }, 'ＷＩＮＤＯＷＳ', 'windows'],
    [{ kind: 'choice', choices }, '手机', 'phone'],
    [{ kind: 'choices', choices }, 'Windows、手机、windows', ['windows', 'phone']],
    [{ kind: 'choices', choices }, ['phone'], ['phone']],
    [{ pattern: 'SN-\\d{4}' }, 'SN-2041', 'SN-2041'],
    [{ kind: 'choices', choices }, [], null],
    [{ kind: 'date' }, '  ', null],
    [{}, null, null],
  ])('%j takes %j as %j', (given, written, value) => {
    expect(readFields({ f: field(given) }, { f: written })).toEqual({ values: { f: value }, faults: [] });
  });

  it.each([
    [{ kind: 'email' }, 'wang at example', 'no_email'],
    [{ kind: 'phone' }, 'ring me', 'no_phone'],
    [{ kind: 'number' }, '1,2', 'no_number'],
    [{ kind: 'number', maximum: 10 }, 11, 'out_of_range'],
    [{ kind: 'date' }, '2026-02-29', 'no_date'],
    [{ kind: 'datetime' }, '2026-03-02 29:30', 'no_date'],
    [{ kind: 'choice', choices }, 'BeOS', 'no_choice'],
    [{ kind: 'choices', choices }, 'Windows, BeOS', 'no_choice'],
    [{ kind: 'checkbox' }, 'perhaps', 'no_answer'],
    [{ pattern: 'SN-\\d{4}' }, 'xSN-2041', 'not_as_written'],
    [{ maxLength: 3 }, 'four', 'too_long'],
    [{}, { a: 1 }, 'no_text'],
  ])('%j refuses %j: %s', (given, written, problem) => {
    expect(readFields({ f: field(given) }, { f: written }).faults).toMatchObject([{ field: 'f', problem }]);
  });

  it('tells all faults together, with what is allowed', () => {
    const { faults } = readFields(
      { os: field({ kind: 'choice', choices }), n: field({ kind: 'number' }) },
      { os: 'x', n: 'y', toString: 1 },
    );
    expect(faults.map((fault) => fault.problem)).toEqual(['no_choice', 'no_number', 'unknown_field']);
    expect(faults[0]!.allowed).toBe('windows, phone');
  });

  it('takes of a customer what can be read, and nothing that is for agents only', () => {
    const fields = { os: field({ kind: 'choice', choices }), n: field({ kind: 'number' }), fault: field({ seenBy: 'agents' }) };
    expect(readKnownFields(fields, { os: 'Windows', n: 'many', fault: 'ours', else: 'x' })).toEqual({ os: 'windows' });
  });

  it('are shown by the names of choices', () => {
    expect(showFieldValue(field({ kind: 'choices', choices }), ['phone', 'windows'], 'zh')).toBe('手机、Windows');
    expect(showFieldValue(field({ kind: 'checkbox' }), true, 'en')).toBe('yes');
  });
});

describe('required fields', () => {
  const pathOf = (category: string) => (category === 'refund' ? ['refund', 'payment'] : [category]);
  const fields = {
    summary: field({ required: true }),
    order: field({ required: [{ categories: ['payment'] }] }),
    os_other: field({ required: [{ field: 'os', is: ['other'] }] }),
    cause: field({ required: [{ requestTypes: ['fault'], stages: ['closed'] }] }),
    plain: field(),
  };
  const situation = { requestType: 'fault', category: 'refund', stage: 'closed', values: { os: 'other', summary: '', cause: 'cache' } };

  it('are those whose conditions hold, of categories above too', () => {
    expect(findRequiredFields(fields, situation, pathOf)).toEqual(['summary', 'order', 'os_other', 'cause']);
    expect(findRequiredFields(fields, { ...situation, stage: 'intake', category: 'login', values: { os: 'mac' } }, pathOf)).toEqual([
      'summary',
    ]);
    expect(findRequiredFields(fields, situation, pathOf, ['cause', 'plain'])).toEqual(['cause']);
  });

  it('are missing when nothing is in them', () => {
    expect(findMissingFields(findRequiredFields(fields, situation, pathOf), situation.values)).toEqual(['summary', 'order', 'os_other']);
  });
});
