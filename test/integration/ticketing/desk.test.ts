import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AutomaticMessages } from '../../../apps/ticketing/src/automatic/automatic-messages.js';
import { DeskGroups } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import { DeskSeeder } from '../../../apps/ticketing/src/desk/desk-seeder.js';
import { DeskVersionRepository } from '../../../apps/ticketing/src/desk/desk-version.repository.js';
import { Followers } from '../../../apps/ticketing/src/happenings/followers.js';
import type { Happening } from '../../../apps/ticketing/src/happenings/happening.js';
import { TicketFollower } from '../../../apps/ticketing/src/happenings/ticket-follower.js';
import { Notices } from '../../../apps/ticketing/src/notices/notices.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import type { Timer } from '../../../apps/ticketing/src/timers/timer.js';
import { TimerRunner } from '../../../apps/ticketing/src/timers/timer-runner.js';
import { Timers } from '../../../apps/ticketing/src/timers/timers.js';
import { silentLogger } from '#runtime';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, toRecord } from '../../support/ticketing-desk.js';

const DESK = {
  languages: ['zh', 'en'],
  groups: { technical: { name: { zh: '技术支持', en: 'Technical support' }, members: ['li@example.com'] }, billing: { name: 'Billing' } },
};

interface Page {
  readonly items: { readonly [name: string]: unknown; readonly id: string }[];
}

describe('a desk from configuration', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  });
  afterAll(() => api.close());

  const openTicket = async (fields: Parameters<typeof mail>[0] = {}) => {
    const message = mail(fields);
    await api.desk.take(message);
    const { body } = await api.ask<Page>('GET', `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
    return (
      await api.ask<{ id: string; version: number; deskVersion: number | null }>(
        'GET',
        `/api/v1/tickets/${String(body.items[0]!['ticketId'])}`,
      )
    ).body;
  };

  describe('its versions', () => {
    it('the file’s is the first; a ticket knows the one that was in force', async () => {
      const { body } = await api.ask<{ version: number; desk: { groups: object } }>('GET', '/api/v1/desk');
      expect(body.version).toBe(1);
      expect(Object.keys(body.desk.groups)).toEqual(['technical', 'billing']);
      expect((await openTicket()).deskVersion).toBe(1);
    });

    it('faults are listed together and nothing changes; what it would change is shown', async () => {
      const faulty = { groups: { 'No Key': { name: 'x' }, ok: { nam: 'x' } }, lang: ['zh'] };
      const check = await api.ask<{ faults: { path: string; allowed: string }[] }>('POST', '/api/v1/desk/checks', {
        body: { desk: faulty },
      });
      expect(check.body.faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['profile.lang', 'profile.groups.ok.nam']));
      expect(check.body.faults.find(({ path }) => path === 'profile.groups.ok.nam')!.allowed).toContain('did you mean name?');
      const refused = await api.ask<{ code: string }>('PUT', '/api/v1/desk', { body: { desk: faulty } });
      expect([refused.status, refused.body.code]).toEqual([422, 'desk_invalid']);
      const better = { ...DESK, groups: { ...DESK.groups, logistics: { name: 'Logistics' } } };
      const diff = await api.ask<{ changes: { path: string }[] }>('POST', '/api/v1/desk/checks', { body: { desk: better } });
      expect(diff.body.changes.map(({ path }) => path)).toEqual(['groups.logistics']);
    });

    it('a new one is in force at once and in other processes; the same makes no version; a stale writer is refused', async () => {
      const better = { ...DESK, groups: { ...DESK.groups, logistics: { name: 'Logistics' } } };
      const put = (expectedVersion?: number) =>
        api.ask<{ version: number; code: string }>('PUT', '/api/v1/desk', { body: { desk: better, expectedVersion } });
      expect((await put(1)).body.version).toBe(2);
      expect((await put()).body.version).toBe(2);
      expect((await put(1)).body.code).toBe('version_conflict');
      await api.desk.settle();
      expect(api.desk.get(DeskProfiles).current().version).toBe(2);
      const versions = await api.ask<Page>('GET', '/api/v1/desk/versions');
      expect(versions.body.items.map(({ version, source }) => [version, source])).toEqual([
        [2, 'api'],
        [1, 'file'],
      ]);
    });

    it('a file that changed replaces what was put since, and says what of', async () => {
      const { database, clock } = api.desk;
      const told: unknown[] = [];
      const log = { ...silentLogger, warn: (words: string, fields?: object) => void told.push([words, fields]) };
      const seeder = new DeskSeeder(api.desk.get(DeskVersionRepository), new DeskGroups(), database, clock, log);
      await seeder.seed({ profile: DESK, desk: 'example' });
      expect(told).toEqual([]);
      await seeder.seed({
        profile: { ...DESK, languages: ['en'], groups: { ...DESK.groups, logistics: { name: 'Logistics' } } },
        desk: 'example',
      });
      expect(told).toEqual([
        [
          'the desk’s file has changed and is in force in place of what was put since',
          expect.objectContaining({
            changes: ['languages'],
            more: 0,
            before: 2,
            source: 'api',
            hint: expect.stringContaining('/desk/versions/2'),
          }),
        ],
      ]);
      await api.ask('PUT', '/api/v1/desk', { body: { desk: DESK } });
    });
  });

  it('a ticket is given to a group by key, and told with what it was before', async () => {
    const ticket = await openTicket();
    const change = { group: 'technical', tags: ['b', 'a', 'a'], fields: { order: 'A-1', draft: true }, category: 'printing' };
    const { body } = await api.ask<Record<string, unknown>>('PATCH', `/api/v1/tickets/${ticket.id}`, { body: change });
    expect(body).toMatchObject({ tags: ['a', 'b'], fields: { order: 'A-1', draft: true }, category: 'printing' });
    await api.ask('PATCH', `/api/v1/tickets/${ticket.id}`, { body: { fields: { draft: null }, category: 'printing' } });
    const told = (await api.desk.events(ticket.id)).filter(({ type }) => type === 'ticket.changed.v1').map(({ data }) => data['changes']);
    expect(told[0]).toMatchObject({ category: { from: null, to: 'printing' }, group: { from: null } });
    expect(told[1]).toEqual({ fields: { from: { order: 'A-1', draft: true }, to: { order: 'A-1' } } });
    const refused = await api.ask<{ code: string; hint: string }>('PATCH', `/api/v1/tickets/${ticket.id}`, { body: { group: 'nobody' } });
    expect(refused.body).toMatchObject({ code: 'group_unknown' });
  });

  it('what the desk knows of a contact is kept, changed by name', async () => {
    await openTicket({ from: 'vip@example.com' });
    const { body } = await api.ask<Page>('GET', '/api/v1/contacts?identity=vip@example.com');
    const path = `/api/v1/contacts/${body.items[0]!.id}`;
    await api.ask('PATCH', path, { body: { plan: 'enterprise', vip: true, fields: { region: 'east', size: 3 } } });
    await api.ask('PATCH', path, { body: { company: 'Acme', fields: { size: null } } });
    const profile = (await api.ask<{ profile: object }>('GET', path)).body.profile;
    expect(profile).toMatchObject({ plan: 'enterprise', vip: true, company: 'Acme', fields: { region: 'east' } });
  });

  it('followers see each event once, whoever hands it over again', async () => {
    const seen: Happening[] = [];
    api.desk.get(Followers).add({ name: 'test', order: 99, follow: (_, happenings) => Promise.resolve(void seen.push(...happenings)) });
    const ticket = await openTicket({ from: 'once@example.com' });
    await api.desk.settle();
    const mine = () => seen.filter(({ ticketId }) => ticketId === ticket.id).map(({ type }) => type);
    const first = mine();
    // What rooms changed (its language) comes back behind.
    expect(first.slice(0, 3)).toEqual(['ticket.opened.v1', 'ticket.entry_added.v1', 'ticket.entry_added.v1']);
    const again = seen.map(({ id, type, data }) => ({
      ...toRecord(type, data),
      envelope: { ...toRecord(type, data).envelope, id: id as never },
    }));
    await api.desk.get(TicketFollower).take(again);
    expect(mine()).toEqual(first);
  });

  it('timers run when they are due, once for all who look, and one that fails holds up no other', async () => {
    const ran: string[] = [];
    const timers = api.desk.get(Timers);
    timers.handle('test', (_, due: readonly Timer[]) => {
      if (due.some(({ key }) => key === 'bad')) throw new Error('on purpose');
      ran.push(...due.map(({ key }) => key));
      return Promise.resolve();
    });
    const now = api.desk.clock.now().getTime();
    const at = (ms: number) => new Date(now + ms);
    const keys = ['a', 'b', 'bad', 'later', 'gone'];
    await api.desk.database.run(async (transaction) => {
      await timers.set(
        transaction,
        keys.map((key) => ({ kind: 'test', key, dueAt: at(key === 'later' ? 60_000 : 1_000) })),
      );
      await timers.cancel(transaction, 'test', ['gone']);
    });
    const runner = api.desk.get(TimerRunner);
    await runner.runDue();
    expect(ran).toEqual([]);
    api.desk.clock.advance(1_000);
    await Promise.all([runner.runDue(), runner.runDue(), runner.runDue()]);
    expect([...ran].sort()).toEqual(['a', 'b']);
    api.desk.clock.advance(60_000);
    await runner.runDue();
    expect(ran.filter((key) => key === 'later')).toEqual(['later']);
    const left = await api.desk.database.sql.query<{ key: string; tries: number }>(`select key, tries from timers where kind = 'test'`);
    expect(left).toEqual([{ key: 'bad', tries: 2 }]);
    await api.desk.database.sql.query(`delete from timers where kind = 'test'`);
  });

  it('the desk writes by itself once for a key, and no more than it allows', async () => {
    const ticket = await openTicket({ from: 'auto@example.com' });
    const send = (key: string) =>
      api.desk.get(TicketWork).run(async (unit) => {
        const draft = await unit.lockLead(ticket.id);
        const actor = { kind: 'rule' as const, displayName: 'Desk' };
        return api.desk
          .get(AutomaticMessages)
          .send(unit, draft, { key: `${ticket.id}:${key}`, text: `Hello ${key}`, reason: 'test', actor });
      });
    expect([await send('1'), await send('1')]).toEqual(['queued', 'repeated']);
    for (const key of ['2', '3', '4', '5', '6']) expect(await send(key)).toBe('queued');
    expect(await send('7')).toBe('capped');
    const requests = (await api.desk.requests()).filter(({ to }) => to[0]?.value === 'auto@example.com');
    expect(requests.filter(({ automatic }) => automatic?.reason === 'test')).toHaveLength(6);
    const { body } = await api.ask<{ status: string }>('GET', `/api/v1/tickets/${ticket.id}`);
    expect(body.status).toBe('new');
  });

  it('a notice is told once for its key, to those it is for', async () => {
    await api.desk.get(TicketWork).run(async (unit) => {
      const notice = { to: { role: 'supervisor' as const }, kind: 'test', text: 'Look here', key: 'one' };
      await api.desk.get(Notices).tell(unit, [notice, notice]);
    });
    const { body } = await api.ask<Page>('GET', '/api/v1/notices?kind=test');
    expect(body.items.map(({ text }) => text)).toEqual(['Look here']);
  });
});
