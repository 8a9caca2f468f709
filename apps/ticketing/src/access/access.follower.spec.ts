import { describe, expect, it } from '@jest/globals';
import type { DeskProfiles } from '../desk/desk-profiles.js';
import { Desk } from '../desk/desk-schema.js';
import type { TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { MessageReader, ReadMessage } from '../request-types/message-reader.js';
import type { EntryRow } from '../tickets/entry-row.js';
import type { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { TicketEdit } from '../tickets/ticket-edit.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { AccessTeller } from './access-teller.js';
import { AccessFollower } from './access.follower.js';
import { STRANGER, type VisitorReader } from './visitor-reader.js';

const ACCESS = {
  phone: { name: { zh: '热线', en: 'Hotline' }, explain: '付费', channels: ['phone'], needs: { plans: ['pro'], company: true } },
  vip: { name: '专线', explain: '贵宾', inboxes: ['vip'], needs: { classes: ['gold'] }, mark: 'not_vip', hold: false, close: true },
  training: { name: '培训', explain: '企业', requestTypes: ['training'], needs: { company: true } },
};

interface Row {
  readonly ticket_id: string;
  readonly rule: string;
  readonly entry_id: string | null;
  readonly held: boolean;
}

const ticket = (id: string, more: Partial<TicketFacts> = {}) =>
  ({ id, tags: ['kept'], folded: false, quarantined: false, requestType: null, assigneeId: null, ...more }) as TicketFacts;
const message = (ticketId: string, channel: string, inboxId = `${channel}-inbox`, entryId = `${ticketId}-${channel}`) =>
  ({ ticketId, entryId, channel, inboxId }) as ReadMessage;
const came = ({ entryId, ticketId }: ReadMessage, direction = 'inbound') =>
  ({ type: 'ticket.entry_added.v1', ticketId, data: { entryId, direction } }) as unknown as Happening;
const changed = (ticketId: string, changes?: object) =>
  ({ type: 'ticket.changed.v1', ticketId, data: { changes } }) as unknown as Happening;

/** Lets the follower see what happened to tickets; answers all that it did. `known`: what was refused before, as `ticket rule`. */
async function follow(
  happenings: readonly Happening[],
  given: {
    readonly tickets: readonly TicketFacts[];
    readonly messages?: readonly ReadMessage[];
    readonly access?: object;
    readonly known?: string[];
  },
) {
  const { tickets, messages = [], access = ACCESS, known = [] } = given;
  const done = { read: 0, rows: [] as Row[], edits: [] as [string, TicketEdit][], answers: [] as unknown[], entries: [] as EntryRow[] };
  const desk = Desk.parse({ languages: ['zh', 'en'], requestTypes: { training: { name: '培训' } }, access });
  const pick = <T>(all: readonly T[], ids: readonly string[], idOf: (one: T) => string) => (
    (done.read += 1),
    all.filter((one) => ids.includes(idOf(one)))
  );
  const unit = {
    now: new Date('2026-03-02T09:00:00.000Z'),
    transaction: {
      query: (_sql: string, [json]: [string]) => {
        done.rows = (JSON.parse(json) as Row[]).filter(({ ticket_id, rule }) => !known.includes(`${ticket_id} ${rule}`));
        return Promise.resolve(done.rows.map(({ ticket_id, rule }) => ({ ticketId: ticket_id, rule })));
      },
    },
    lock: (ids: readonly string[]) => Promise.resolve(ids.map((id) => ({ id }))),
    addEntry: (_draft: TicketDraft, channel: string | null, make: (seq: number) => EntryRow) => {
      expect(channel).toBeNull();
      done.entries.push(make(7));
    },
  } as unknown as WorkUnit;
  const followers = new Followers();
  new AccessFollower(
    followers,
    { current: () => ({ version: 1, desk }) } as unknown as DeskProfiles,
    {
      read: (_: unknown, ids: string[]) => Promise.resolve(new Map(pick(tickets, ids, ({ id }) => id).map((facts) => [facts.id, facts]))),
    } as unknown as TicketFactsReader,
    { read: (_: unknown, ids: string[]) => Promise.resolve(pick(messages, ids, ({ entryId }) => entryId)) } as unknown as MessageReader,
    {
      read: (_: unknown, facts: TicketFacts[]) => Promise.resolve(new Map(facts.map(({ id }) => [id, STRANGER]))),
    } as unknown as VisitorReader,
    {
      change: (_: unknown, changes: { draft: TicketDraft; edit: TicketEdit }[], by: object) => {
        expect(by).toEqual({ actor: { kind: 'system' }, reason: 'access' });
        done.edits.push(...changes.map(({ draft, edit }): [string, TicketEdit] => [draft.id, edit]));
        return Promise.resolve();
      },
    } as unknown as TicketChanger,
    {
      answer: (_: unknown, draft: TicketDraft, refused: { message: ReadMessage | null; missed: { rule: string } }) => {
        done.answers.push([draft.id, refused.missed.rule, refused.message?.entryId ?? null]);
        return Promise.resolve('queued');
      },
    } as unknown as AccessTeller,
  ).onModuleInit();
  await followers.inOrder()[0]!.follow(unit, happenings);
  return done;
}

describe('who comes by a door that is not for him', () => {
  it('is kept and marked, answered, and the thread says what he lacks', async () => {
    const call = message('t', 'phone');
    const { rows, edits, answers, entries } = await follow([came(call)], { tickets: [ticket('t')], messages: [call] });
    expect(rows).toEqual([{ ticket_id: 't', rule: 'phone', entry_id: 't-phone', missing: ['plan', 'company'], held: true }]);
    expect(edits).toEqual([['t', { tags: ['kept', 'not_entitled'] }]]);
    expect(answers).toEqual([['t', 'phone', 't-phone']]);
    expect(entries).toEqual([
      expect.objectContaining({
        ticketId: 't',
        seq: 7,
        direction: 'system',
        plainText: 'Not entitled: 热线 (plan, company); answer: queued',
      }),
    ]);
    const data = { rule: 'phone', missing: ['plan', 'company'], told: 'queued' };
    expect(entries[0]!.parts[0]).toMatchObject({ type: 'system', code: 'access.refused', data });
  });

  it('is refused by each rule that he misses, marked by all of them, and closed where one says so', async () => {
    const call = message('t', 'phone', 'vip');
    const { edits, answers, rows } = await follow([came(call)], { tickets: [ticket('t', { assigneeId: 'ann' })], messages: [call] });
    const edit = { tags: ['kept', 'not_entitled', 'not_vip'], status: 'closed' };
    expect(edits).toEqual([
      ['t', edit],
      ['t', edit],
    ]);
    expect(answers).toEqual([
      ['t', 'phone', 't-phone'],
      ['t', 'vip', 't-phone'],
    ]);
    // Somebody has it already.
    expect(rows.map(({ held }) => held)).toEqual([false, false]);
  });

  it('is held only where the rule says so', async () => {
    const mail = message('t', 'email', 'vip');
    expect((await follow([came(mail)], { tickets: [ticket('t')], messages: [mail] })).rows).toMatchObject([{ rule: 'vip', held: false }]);
  });

  it('is told once a ticket and rule', async () => {
    const call = message('t', 'phone', 'vip');
    const given = { tickets: [ticket('t')], messages: [call] };
    const again = await follow([came(call)], { ...given, known: ['t phone'] });
    expect([again.answers, again.edits]).toEqual([[['t', 'vip', 't-phone']], [['t', { tags: ['kept', 'not_vip'], status: 'closed' }]]]);
    const never = await follow([came(call)], { ...given, known: ['t phone', 't vip'] });
    expect([never.answers, never.edits, never.entries]).toEqual([[], [], []]);
  });

  it('is told once where he came twice in a batch, by what he came last', async () => {
    const [first, second] = [message('t', 'phone', 'a', 'e1'), message('t', 'phone', 'b', 'e2')];
    const mail = message('t', 'email', 'c', 'e3');
    const { answers } = await follow([came(first), came(second), came(mail)], { tickets: [ticket('t')], messages: [first, second, mail] });
    expect(answers).toEqual([['t', 'phone', 'e2']]);
  });

  it('is looked at apart from who came beside him', async () => {
    const [call, mail] = [message('t', 'phone'), message('u', 'email')];
    const { answers } = await follow([came(call), came(mail)], { tickets: [ticket('t'), ticket('u')], messages: [call, mail] });
    expect(answers).toEqual([['t', 'phone', 't-phone']]);
  });

  it.each([
    ['out of the way', { folded: true }],
    ['in quarantine', { quarantined: true }],
  ])('is not answered where his ticket is %s', async (_, more) => {
    const call = message('t', 'phone');
    const { answers, rows } = await follow([came(call)], { tickets: [ticket('t', more)], messages: [call] });
    expect([answers, rows]).toEqual([[], []]);
  });

  it('is nobody whom the desk wrote to', async () => {
    const call = message('t', 'phone');
    expect((await follow([came(call, 'outbound')], { tickets: [ticket('t')], messages: [call] })).answers).toEqual([]);
  });
});

describe('a service that is not for everybody', () => {
  it('is refused to who asks for it by a door that is', async () => {
    const mail = message('t', 'email');
    const { answers, rows } = await follow([came(mail)], { tickets: [ticket('t', { requestType: 'training' })], messages: [mail] });
    expect(answers).toEqual([['t', 'training', 't-email']]);
    expect(rows).toMatchObject([{ rule: 'training', held: true }]);
  });

  it('is refused when a ticket becomes one, by no message', async () => {
    const { answers, rows } = await follow([changed('t', { requestType: { to: 'training' } })], {
      tickets: [ticket('t', { requestType: 'training' })],
    });
    expect(answers).toEqual([['t', 'training', null]]);
    expect(rows).toMatchObject([{ rule: 'training', entry_id: null }]);
  });

  it('is not looked at again for every other change', async () => {
    const tickets = [ticket('t', { requestType: 'training' })];
    for (const other of [changed('t', { priority: { to: 'high' } }), changed('t')])
      expect((await follow([other], { tickets })).answers).toEqual([]);
  });
});

it('a desk without such doors and services reads nothing', async () => {
  const call = message('t', 'phone');
  const { read, answers } = await follow([came(call)], { tickets: [ticket('t')], messages: [call], access: {} });
  expect([read, answers]).toEqual([0, []]);
});

it('stands behind the request types, which say what is asked for, and before evidence', () => {
  const followers = new Followers();
  new AccessFollower(followers, ...([] as unknown as [never, never, never, never, never, never])).onModuleInit();
  expect(followers.inOrder()).toMatchObject([{ name: 'access', order: 31 }]);
});
