import { describe, expect, it } from '@jest/globals';
import type { DeskProfiles } from '../../desk/desk-profiles.js';
import { Desk } from '../../desk/desk-schema.js';
import type { TicketFacts } from '../../facts/ticket-facts.js';
import type { GroupDirectory } from '../../groups/group-directory.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timers } from '../../timers/timers.js';
import type { ChannelHours } from '../hours/channel-hours.js';
import { DeskHours } from '../hours/desk-hours.js';
import type { Clock } from './clock.js';
import { ClockDesk } from './clock-desk.js';
import type { ClockRepository } from './clock.repository.js';
import { ClockTeller } from './clock-teller.js';

const target = (key: string, when: object, length: string) => ({ key, kind: 'response', when, length });
const deskWith = (more: object) =>
  Desk.parse({
    groups: { chat: { name: 'Chat' } },
    channels: { mail: { name: 'Mail', inboxes: ['support'] } },
    targets: { warnAt: 0.5, list: [target('all', {}, '10 clock hours')], ...more },
  });
const contact = { plan: 'pro', class: 'gold', vip: true };
const facts = {
  ...{ priority: 'high', category: 'login', requestType: 'fault', urgency: 'urgent', mood: 'angry', tags: ['a'], level: 2, groupId: 'g1' },
  contact,
} as unknown as TicketFacts;

function open(first: Desk) {
  const profile = { version: 1, desk: first };
  const profiles = { current: () => profile } as unknown as DeskProfiles;
  const hours = { current: () => new DeskHours(profile.desk, new Map()) } as unknown as ChannelHours;
  const groups = { keyOf: (id: string | null) => (id === 'g1' ? 'chat' : null) } as unknown as GroupDirectory;
  return { desk: new ClockDesk(profiles, hours, groups), profile };
}
const about = { kind: 'response' as const, channel: 'mail', ivr: ['3'], startedAt: 0, pauses: [] };

describe('a ticket’s clocks are judged', () => {
  it('by all that its desk may ask of it, its contact and the message', () => {
    const conditions = {
      ...{ channel: ['mail'], priority: ['high'], category: ['login'], requestType: ['fault'], group: ['chat'], plan: ['pro'] },
      ...{ class: ['gold'], vip: true, urgency: ['urgent'], mood: ['angry'], tag: ['a'], level: [2], ivr: ['3'] },
    };
    const { desk } = open(deskWith({ list: [target('all', {}, '10 clock hours'), target('this', conditions, '2 clock hours')] }));
    const judging = desk.judgingFor(facts, new Map());
    expect(judging(about)).toMatchObject({ target: 'this', dueAt: 7_200_000, warnAt: 3_600_000 });
    expect(judging({ ...about, channel: null })).toMatchObject({ target: 'all' });
    expect(judging({ ...about, ivr: [] })).toMatchObject({ target: 'all' });
    expect(desk.judgingFor({ ...facts, groupId: null } as TicketFacts, new Map())(about)).toMatchObject({ target: 'all' });
    expect(judging({ ...about, pauses: [{ from: 0, to: 1_000 }] })).toMatchObject({ dueAt: 7_201_000 });
    expect(judging({ ...about, kind: 'resolution' })).toBeNull();
  });

  it('by the desk in force: read once, and again when it is another', () => {
    const { desk, profile } = open(deskWith({}));
    const { book } = desk;
    expect([desk.book === book, desk.version]).toEqual([true, 1]);
    Object.assign(profile, { version: 2, desk: deskWith({ list: [target('other', {}, '1 clock hour')] }) });
    expect([desk.book === book, desk.version]).toEqual([false, 2]);
    expect(desk.judgingFor(facts, new Map())(about)).toMatchObject({ target: 'other' });
    expect([desk.channelOf('support', 'email'), desk.channelOf('other', 'email')]).toEqual(['mail', null]);
  });
});

describe('of a clock is told', () => {
  const clock = {
    ...{ id: 'c', ticketId: 't', kind: 'response', target: 'all', startedAt: 0, dueAt: 60_000, metAt: null, breachedAt: null },
  } as unknown as Clock;
  function tell(more: Partial<Clock>) {
    const sent: { readonly envelope: { readonly type: string; readonly data: unknown } }[] = [];
    const unit = { now: new Date(90_000), send: (record: never) => sent.push(record) } as unknown as WorkUnit;
    const teller = new ClockTeller({} as ClockRepository, {} as Timers);
    teller.tell(unit, { id: 't', number: 'A-1', version: 3 }, { clock: { ...clock, ...more }, change: 'met' });
    expect(sent.map(({ envelope }) => envelope.type)).toEqual(['ticket.clock_changed.v1']);
    return sent[0]!.envelope.data;
  }

  it('what runs since when and until when', () => {
    expect(tell({})).toEqual({
      ...{ ticketId: 't', number: 'A-1', version: 3, at: '1970-01-01T00:01:30.000Z', clockId: 'c', kind: 'response', change: 'met' },
      ...{ target: 'all', startedAt: '1970-01-01T00:00:00.000Z', dueAt: '1970-01-01T00:01:00.000Z' },
    });
    expect(tell({ dueAt: null })).toMatchObject({ dueAt: null });
  });

  it('when it was met, and whether in time', () => {
    expect(tell({ metAt: 30_000 })).toMatchObject({ metAt: '1970-01-01T00:00:30.000Z', inTime: true });
    expect(tell({ metAt: 70_000, breachedAt: 60_000 })).toMatchObject({ inTime: false });
  });
});
