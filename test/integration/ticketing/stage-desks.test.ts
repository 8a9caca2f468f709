import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import { StageJudge } from '../../../apps/ticketing/src/request-types/stage-judge.js';
import { HolidayFollower } from '../../../apps/ticketing/src/service-levels/holidays/holiday-follower.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, openDesk, type Desk } from '../../support/ticketing-desk.js';

const folder = mkdtempSync(join(tmpdir(), 'tributary-stages-'));
const settings = { deskSettings: { holidays: folder } };
const deskOf = (spans: string, more: object = {}) => ({
  calendars: { office: { zone: 'Asia/Shanghai', holidays: ['cn'], hours: [{ days: 'mon-fri', spans: [spans], moved: true }] } },
  channels: { mail: { name: 'Mail', media: ['email'], hours: 'office' } },
  defaultRequestType: 'fault',
  requestTypes: {
    fault: {
      name: 'Fault',
      stages: [
        { key: 'intake', name: 'Intake', deadline: { within: '4 working h', warn: '30 min' }, next: ['done'], ...more },
        { key: 'done', name: 'Done' },
      ],
    },
  },
});

describe('deadlines of stages when the desk or its holidays are others', () => {
  let api: Api;
  let other: Desk;
  beforeAll(async () => {
    api = await openApi({ desk: deskOf('9:00-18:00'), settings });
    other = await openDesk({ database: { url: api.desk.database.url, close: () => Promise.resolve() }, settings });
    // It looks when it is told to.
    (other.get(DeskProfiles) as unknown as { look: () => Promise<void> }).look = () => Promise.resolve();
  });
  afterAll(async () => {
    await other.close();
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (wall: string) => api.desk.clock.set(new Date(`2027-01-${wall}:00+08:00`));
  const open = async (from: string) => {
    const message = mail({ from, subject: from });
    await api.desk.take(message);
    await api.desk.settle();
    const path = `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`;
    return (await api.ask<{ items: { ticketId: string }[] }>('GET', path)).body.items[0]!.ticketId;
  };
  const due = async (id: string) => {
    const { body } = await api.ask<{ dueAt: string | null }>('GET', `/api/v1/tickets/${id}/request`);
    return body.dueAt === null ? null : new Date(Date.parse(body.dueAt) + 8 * 3_600_000).toISOString().slice(8, 16);
  };
  const apply = async (desk: object) => {
    expect((await api.ask('PUT', '/api/v1/desk', { body: { desk } })).status).toBe(200);
    for (const each of [api.desk, other]) {
      await each.get(DeskProfiles).reload();
      // It asks in the background.
      await new Promise((done) => setTimeout(done, 300));
      await api.desk.settle();
    }
  };
  const kinds = async (id: string) =>
    (await api.ask<{ items: { kind: string }[] }>('GET', `/api/v1/notices?ticket=${id}`)).body.items.map(({ kind }) => kind).sort();

  it('follow the calendar and the term of the file; of two processes that see it one judges them', async () => {
    at('05T17:00');
    const ticket = await open('calendar@example.org');
    expect(await due(ticket)).toBe('06T12:00');
    const judged = [api.desk, other].map((each) => jest.spyOn(each.get(StageJudge), 'judge'));
    await apply(deskOf('9:00-20:00'));
    expect(await due(ticket)).toBe('06T10:00');
    expect(judged.flatMap(({ mock }) => mock.calls)).toHaveLength(1);
    await apply(deskOf('9:00-20:00', { deadline: undefined }));
    expect(await due(ticket)).toBeNull();
    at('06T19:00');
    await api.desk.settle();
    expect(await kinds(ticket)).toEqual([]);
    await apply(deskOf('9:00-20:00', { deadline: { within: '2 working h' } }));
    expect([await due(ticket), await kinds(ticket)]).toEqual(['05T19:00', ['stage_missed', 'stage_missed']]);
  });

  it('follow a file of holidays', async () => {
    at('11T19:00');
    const ticket = await open('holiday@example.org');
    expect(await due(ticket)).toBe('12T10:00');
    writeFileSync(
      join(folder, 'own.yaml'),
      'key: cn\nname: { en: Own }\nyears:\n  2027:\n    source: us\n    holidays:\n      - { key: feast, name: { en: Feast }, from: 2027-01-12 }\n',
    );
    await api.desk.get(HolidayFollower).look();
    await api.desk.settle();
    expect(await due(ticket)).toBe('13T10:00');
  });
});
