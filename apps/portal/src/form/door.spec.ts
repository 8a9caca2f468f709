import { describe, expect, it } from '@jest/globals';
import { askedFields, type DoorField, doorOf, read } from './door.js';

const field = (name: string, more: Partial<DoorField> = {}): DoorField => ({
  ...{ name, label: name, kind: 'text', required: false, choices: [] },
  ...more,
});

describe('a form’s door', () => {
  it('speaks Chinese or English', () => {
    expect([doorOf('tickets', 'zh'), doorOf('tickets', 'ar')]).toEqual(['/in/tickets?lang=zh', '/in/tickets?lang=en']);
  });

  it('asks for a field only where its condition holds, and that of the one before', () => {
    const fields = [
      field('os'),
      field('os_other', { when: { field: 'os', is: ['other'] } }),
      field('why', { when: { field: 'os_other', is: ['x'] } }),
    ];
    const names = (values: Record<string, string>) => askedFields(fields, values).map(({ name }) => name);
    expect(names({ os: 'mac', os_other: 'x' })).toEqual(['os']);
    expect(names({ os: 'other', os_other: 'x' })).toEqual(['os', 'os_other', 'why']);
  });

  it('takes, finds faults, or refuses', () => {
    expect(read(202, '{"id":"i","receipt":"R-1"}')).toEqual({ kind: 'taken', id: 'i', receipt: 'R-1' });
    expect(read(422, '{"fields":[{"name":"email","fault":"no_email"}]}')).toEqual({ kind: 'faults', faults: { email: 'no_email' } });
    expect(read(502, '<html>')).toEqual({ kind: 'refused', code: '502', detail: '' });
  });
});
