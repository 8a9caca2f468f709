import { describe, expect, it } from '@jest/globals';
import type { Database } from '#database';
import type { DeskProfiles } from '../desk/desk-profiles.js';
import { Desk } from '../desk/desk-schema.js';
import { DoorList } from './door-list.js';
import { STRANGER, VisitorReader } from './visitor-reader.js';

const desk = Desk.parse({
  languages: ['zh', 'en'],
  access: {
    hotline: {
      name: { zh: '热线', en: 'Hotline' },
      explain: { zh: '仅限付费', en: 'Paid plans only' },
      channels: ['phone'],
      shown: 'entitled',
      needs: { plans: ['pro'] },
    },
    training: {
      name: { zh: '培训', en: 'Training' },
      explain: { zh: '仅限企业', en: 'Companies only' },
      requestTypes: ['training'],
      needs: { company: true },
    },
  },
  requestTypes: { training: { name: 'Training' } },
  doors: {
    phone: { name: { zh: '电话', en: 'Phone' }, channel: 'phone', address: '400-800-1234' },
    mail: { name: { zh: '邮件', en: 'Mail' }, channel: 'email', address: 'support@example.com', purpose: { zh: '故障', en: 'Faults' } },
    form: { name: { zh: '表单', en: 'Form' }, channel: 'form' },
  },
});
const doors = new DoorList({ current: () => ({ version: 1, desk }) } as unknown as DeskProfiles, new VisitorReader(), {} as Database);

describe('ways to reach the desk, as anybody sees them', () => {
  it('have their addresses where those are for him, what they are for, and what they ask', () => {
    expect(doors.forVisitor(STRANGER, 'en').items).toEqual([
      {
        ...{ key: 'phone', name: 'Phone', channel: 'phone', address: null, purpose: null, open: false, missing: ['plan'] },
        conditions: ['Paid plans only'],
      },
      {
        key: 'mail',
        name: 'Mail',
        channel: 'email',
        address: 'support@example.com',
        purpose: 'Faults',
        open: true,
        missing: [],
        conditions: [],
      },
      { key: 'form', name: 'Form', channel: 'form', address: null, purpose: null, open: true, missing: [], conditions: [] },
    ]);
  });

  it('speak the language that is asked for, else the desk’s', () => {
    expect(doors.forVisitor(STRANGER).items.map(({ name, purpose, conditions }) => [name, purpose, conditions])).toEqual([
      ['电话', null, ['仅限付费']],
      ['邮件', '故障', []],
      ['表单', null, []],
    ]);
  });

  it('name services that are not for everybody, and no doors among them', () => {
    expect(doors.forVisitor(STRANGER, 'en').services).toEqual([
      { key: 'training', name: 'Training', explain: 'Companies only', requestTypes: ['training'] },
    ]);
  });
});
