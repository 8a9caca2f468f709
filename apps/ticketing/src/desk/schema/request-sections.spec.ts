import { describe, expect, it } from '@jest/globals';
import { AccessSection, findAccessFaults } from './access.js';
import { ClosingSection, findClosingFaults } from './archive.js';
import { EvidenceSection, findEvidenceFaults } from './evidence.js';
import { FieldsSection, findFieldFaults } from './fields.js';
import { findFormFaults, FormsSection } from './forms.js';
import { findRequestTypeFaults, RequestTypesSection } from './request-types.js';
import { Term } from './terms.js';

const FIELDS = FieldsSection.parse({
  os: { name: 'OS', kind: 'choice', choices: [{ value: 'mac', name: 'Mac' }] },
  cause: { name: '原因', seenBy: 'agents', required: [{ requestTypes: ['fualt'], stages: ['done'], field: 'os', is: ['beos'] }] },
});
const TYPES = RequestTypesSection.parse({
  fault: {
    name: '故障',
    categories: ['tech'],
    fields: ['os', 'browser'],
    stages: [
      { key: 'intake', name: '受理', next: ['done', 'gone'], deadline: { within: '24 h', calendar: 'moon' } },
      { key: 'done', name: '完成', outcomes: [{ key: 'ok', name: 'ok', to: 'end', requires: { evidence: ['photo'] } }] },
      { key: 'lost', name: '孤立', asksCustomer: { yes: 'done', no: 'intake' } },
    ],
  },
  other: { name: '其他', categories: ['tech'], group: 'nobody' },
});
const told = (faults: readonly { path: readonly (string | number)[]; problem: string }[]) =>
  faults.map(({ path, problem }) => `${path.join('.')}: ${problem}`);

describe('what the sections of requests refer to', () => {
  it('is told with its place, all together', () => {
    const desk = {
      requestTypes: TYPES,
      fields: FIELDS,
      evidence: {},
      groups: {},
      categories: { tech: { children: { net: {} } } },
      calendars: { cn: {} },
    };
    expect(told(findRequestTypeFaults({ ...desk, defaultRequestType: 'inquiry' }))).toEqual([
      'requestTypes.fault.fields.1: there is no field "browser"',
      'requestTypes.fault.stages.0.next.1: there is no stage "gone"',
      'requestTypes.fault.stages.0.deadline.calendar: there is no calendar "moon"',
      'requestTypes.fault.stages.1.outcomes.0.to: there is no stage "end"',
      'requestTypes.fault.stages.1.outcomes.0.requires.evidence.0: there is no evidence "photo"',
      'requestTypes.fault.stages.2.key: nothing leads to the stage lost',
      'requestTypes.fault.stages.2.asksCustomer: nothing is asked',
      'requestTypes.other.categories.0: the category "tech" belongs to fault already',
      'requestTypes.other.group: there is no group "nobody"',
      'defaultRequestType: there is no request type "inquiry"',
    ]);
    expect(told(findFieldFaults(desk))).toEqual([
      'fields.cause.required.0.requestTypes.0: there is no request type "fualt"',
      'fields.cause.required.0.is.0: there is no choice of os "beos"',
    ]);
  });

  it('is looked at in forms, evidence, access and closing, too', () => {
    const forms = FormsSection.parse({ help: { name: '工单', fields: ['os', 'cause'], subjectField: 'summary', requestTypes: ['x'] } });
    const desk = { fields: FIELDS, requestTypes: TYPES, categories: { tech: {} } };
    expect(told(findFormFaults({ forms, ...desk }))).toEqual([
      'forms.help.fields.1: there is no field that everyone may see called "cause"',
      'forms.help.subjectField: there is no field of the form "summary"',
      'forms.help.requestTypes.0: there is no request type "x"',
    ]);
    const evidence = EvidenceSection.parse({ logs: { name: '日志', requestTypes: ['x'], categories: ['y'], field: 'z' } });
    expect(findEvidenceFaults({ evidence, ...desk })).toHaveLength(3);
    const access = AccessSection.parse({ a: { name: 'a', explain: 'b', requestTypes: ['x'], needs: { login: true } } });
    expect(findAccessFaults({ access, ...desk })).toHaveLength(1);
    const closing = ClosingSection.parse({
      archive: [{ fields: ['z'] }],
      followUps: { call: { within: '3 working days', text: '回访', categories: ['y'] } },
    });
    expect(findClosingFaults({ closing, ...desk })).toHaveLength(2);
  });

  it('refuses what says nothing', () => {
    const fails = (parse: () => unknown) => expect(parse).toThrow();
    fails(() => AccessSection.parse({ a: { name: 'a', explain: 'b', channels: ['phone'], needs: {} } }));
    fails(() => AccessSection.parse({ a: { name: 'a', explain: 'b', needs: { login: true } } }));
    fails(() => EvidenceSection.parse({ a: { name: 'a' } }));
    fails(() => EvidenceSection.parse({ a: { name: 'a', pattern: '(' } }));
    fails(() => FieldsSection.parse({ a: { name: 'a', kind: 'choice' } }));
    fails(() => FieldsSection.parse({ a: { name: 'a', required: [{}] } }));
    for (const term of ['3 weeks', '0 h', 'soon', '24', '-1 h']) fails(() => Term.parse(term));
    for (const term of ['24 h', '3 working days', '30 min', '1 day', '4 working h']) expect(Term.parse(term)).toBe(term);
  });
});
