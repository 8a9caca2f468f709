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
const ID = '3f0c1f3e-8a53-4d0a-9d5b-0c8f6a1f2b11';
/** Knows one person. */
const database = {
  sql: {
    query: (_: string, [id]: [string]) =>
      Promise.resolve(id === ID ? [{ plan: 'pro', class: null, company: '天海', fields: { city: '上海' }, verified: ['phone'] }] : []),
  },
} as unknown as Database;
const visitors = new VisitorReader();
const doors = new DoorList({ current: () => ({ version: 1, desk }) } as unknown as DeskProfiles, visitors, database);

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

  it('name of some services those that are for him', () => {
    const types = [{ key: 'training' }, { key: 'fault' }];
    expect(doors.offered(STRANGER, types)).toEqual([{ key: 'fault' }]);
    expect(doors.offered({ ...STRANGER, company: '天海' }, types)).toEqual(types);
  });
});

describe('ways to reach the desk, as one contact sees them', () => {
  it('are open by what the desk knows of him; signed in is nobody by that', async () => {
    expect((await doors.forContact(ID, 'en')).items[0]).toMatchObject({ key: 'phone', address: '400-800-1234', open: true, missing: [] });
    expect(await visitors.readContact(database.sql, ID)).toEqual({
      ...{ plan: 'pro', class: null, company: '天海', profile: { city: '上海' }, verified: ['phone'], signedIn: false, botSpoke: false },
    });
  });

  it('are nobody’s whom the desk does not know', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'ann'])
      await expect(doors.forContact(id)).rejects.toMatchObject({ code: 'contact_unknown' });
  });
});
