import { describe, expect, it } from '@jest/globals';
import { ChecklistsSection } from '../desk/schema/checklists.js';
import { type Case, offerChecklists } from './offer-checklists.js';

const steps = [{ key: 'look', text: 'Look' }];
const lists = ChecklistsSection.parse({
  symptoms: { slow: 'Slow', dead: 'Dead' },
  lists: {
    any: { name: 'Any', steps },
    gateway: { name: 'Gateway', productLines: ['gateway'], symptoms: ['slow'], words: ['loss'], steps },
    server: { name: 'Server', productLines: ['server'], symptoms: ['slow'], words: ['memory'], steps },
    customer: { name: 'Customer', for: 'customer', steps },
  },
});
const offered = (asked: Partial<Case>) =>
  offerChecklists(lists, { requestType: null, category: null, symptom: null, productLine: null, text: '', ...asked }, [
    'agent',
    'both',
  ]).map(({ key }) => key);

describe('checklists that are offered', () => {
  it('are those of the product line and the symptom, the most fitting first', () => {
    expect(offered({ symptom: 'slow', productLine: 'gateway' })).toEqual(['gateway', 'any']);
    expect(offered({ symptom: 'slow', productLine: 'server' })).toEqual(['server', 'any']);
    expect(offered({ symptom: 'dead', productLine: 'server' })).toEqual(['any']);
  });

  it('are those of all product lines where nobody said which it is, by what was written', () => {
    expect(offered({ symptom: 'slow' })).toEqual(['gateway', 'server', 'any']);
    expect(offered({ symptom: 'slow', text: 'All memory is gone' })).toEqual(['server', 'gateway', 'any']);
    expect(offered({ text: 'Much loss' })).toEqual(['gateway', 'any']);
  });
});
