import { describe, expect, it } from '@jest/globals';
import { readDesk } from '../desk/read-desk.js';
import { complexTypesOf, isComplex } from './complex-case.js';

const { desk } = readDesk({ requestTypes: { fault: { name: 'Fault', complex: true }, question: { name: 'Question' } } });
const PLAIN = { tags: ['a'], urgency: null, level: null, requestType: null };

describe('a complex case', () => {
  it.each([
    ['a tag', { tags: ['a', 'complex'] }],
    ['its urgency', { urgency: 'complex' }],
    ['its level', { level: 2 }],
    ['its type', { requestType: 'fault' }],
  ])('is one by %s', (_, more) => expect(isComplex({ ...PLAIN, ...more }, desk!)).toBe(true));

  it('is nothing else', () => {
    expect([isComplex(PLAIN, desk!), isComplex({ ...PLAIN, level: 1, urgency: 'urgent', requestType: 'question' }, desk!)]).toEqual([
      false,
      false,
    ]);
    expect(complexTypesOf(desk!)).toEqual(['fault']);
  });
});
