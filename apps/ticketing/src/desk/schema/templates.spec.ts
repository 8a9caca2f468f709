import { describe, expect, it } from '@jest/globals';
import { findChecklistFaults, ChecklistsSection } from './checklists.js';
import { findTemplateFaults, MacrosSection, TemplatesSection } from './templates.js';

describe('faults of what is said and checked', () => {
  it('name a key point that is filled into a contact and is not recorded', () => {
    const script = { name: 'Call', kind: 'script', text: 'Hello', keyPoints: ['caller'], fills: { caller: 'name', mobile: 'phone' } };
    const templates = TemplatesSection.parse({ call: script });
    const faults = findTemplateFaults({ templates, macros: MacrosSection.parse({}), checklists: { lists: {} }, groups: {} });
    expect(faults).toEqual([
      { path: ['templates', 'call', 'fills', 'mobile'], problem: 'there is no key point mobile', allowed: 'caller' },
    ]);
    expect(TemplatesSection.safeParse({ call: { ...script, fills: { caller: 'plan' } } }).success).toBe(false);
  });

  it('name a product line that the help does not have', () => {
    const list = { name: 'Network', productLines: ['gateway', 'phone'], steps: [{ key: 'ping', text: 'Ping' }] };
    const checklists = ChecklistsSection.parse({ lists: { network: list } });
    const faults = findChecklistFaults({ checklists, knowledge: { articles: {}, productLines: [{ key: 'gateway' }] } });
    expect(faults.map(({ path }) => path)).toEqual([['checklists', 'lists', 'network', 'productLines', 1]]);
  });
});
