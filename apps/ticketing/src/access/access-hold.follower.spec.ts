import { describe, expect, it } from '@jest/globals';
import type { Sql } from '#database';
import type { DeskProfiles } from '../desk/desk-profiles.js';
import { Desk } from '../desk/desk-schema.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { RoutingHolds } from '../routing/waiting/routing-holds.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { AccessHold, AccessHoldRepository } from './access-hold.repository.js';
import { AccessHoldFollower } from './access-hold.follower.js';
import type { AccessReview } from './access-review.js';

const words = { name: '热线', explain: '付费', needs: { plans: ['pro'] } };
const RULES = { phone: { ...words, channels: ['phone'] }, chat: { ...words, channels: ['webchat'], hold: false } };

/** `held`: what waits, by which rule. */
function open(held: readonly AccessHold[], access: object = RULES) {
  const done = { released: [] as unknown[], reviewed: [] as string[], asked: [] as unknown[] };
  const [followers, routing] = [new Followers(), new RoutingHolds()];
  const desk = Desk.parse({ access });
  const within = (ids: readonly string[]) => held.filter(({ ticketId }) => ids.includes(ticketId));
  const holds = {
    findHeld: (_: Sql, ids: readonly string[], rules: readonly string[]) => {
      done.asked.push([ids, rules]);
      return Promise.resolve(new Set(within(ids).flatMap(({ ticketId, rule }) => (rules.includes(rule) ? [ticketId] : []))));
    },
    list: (_: Sql, ids: readonly string[]) => Promise.resolve(within(ids)),
    release: (_: Sql, which: readonly AccessHold[]) => (done.released.push(...which), Promise.resolve()),
  } as unknown as AccessHoldRepository;
  const review = {
    review: (_: WorkUnit, ids: readonly string[]) => (done.reviewed.push(...ids), Promise.resolve()),
  } as unknown as AccessReview;
  const profiles = { current: () => ({ version: 1, desk }) } as unknown as DeskProfiles;
  new AccessHoldFollower(followers, routing, profiles, holds, review).onModuleInit();
  const follow = async (...happenings: Happening[]) => {
    await followers.inOrder()[0]!.follow({ transaction: {} } as unknown as WorkUnit, happenings);
    return done;
  };
  return { done, followers, follow, find: (...ids: string[]) => routing.find({} as Sql, ids) };
}

const hold = (ticketId: string, rule = 'phone'): AccessHold => ({ ticketId, rule, entryId: null });
const happening = (ticketId: string, type: string, data: object = {}) => ({ type, ticketId, data }) as unknown as Happening;
const assigned = (ticketId: string, assignee: string | null) => happening(ticketId, 'ticket.assigned.v1', { assignee });
const moved = (ticketId: string, kind: string, changes: object = { group: { to: 'g' } }) =>
  happening(ticketId, 'ticket.changed.v1', { changes, by: { kind } });

describe('the ticket of who came by a door that is not for him', () => {
  it('is given to nobody, by the rules that hold and no others', async () => {
    const { find, done } = open([hold('t'), hold('u', 'chat')]);
    expect([...(await find('t', 'u', 'v'))]).toEqual(['t']);
    expect(done.asked).toEqual([[['t', 'u', 'v'], ['phone']]]);
  });

  it('is not looked for where no rule holds any', async () => {
    const { find, done } = open([hold('t')], { chat: RULES.chat });
    expect([[...(await find('t'))], done.asked]).toEqual([[], []]);
  });

  it.each([
    ['is let go when somebody takes it', assigned('t', 'ann'), true],
    ['is let go when an agent says which group is to have it', moved('t', 'agent'), true],
    ['waits on when a rule says which group is to have it', moved('t', 'rule'), false],
    ['waits on when an agent changes something else', moved('t', 'agent', { priority: {} }), false],
    ['waits on when it is nobody’s any more', assigned('t', null), false],
    ['waits on when its customer writes', happening('t', 'ticket.entry_added.v1', { direction: 'inbound' }), false],
    ['waits on when it goes on', happening('t', 'ticket.status_changed.v1', { assignee: 'ann' }), false],
  ])('%s', async (_, happened, isTaken) => {
    const { released, reviewed } = await open([hold('t'), hold('t', 'chat'), hold('other')]).follow(happened);
    expect(released).toEqual(isTaken ? [hold('t'), hold('t', 'chat')] : []);
    // Else it may be open to him by now.
    expect(reviewed).toEqual(isTaken ? [] : ['t']);
  });

  it('is looked at once a batch, each apart from the others', async () => {
    const { follow } = open([hold('t'), hold('u')]);
    const { released, reviewed } = await follow(
      moved('t', 'rule'),
      assigned('u', 'ann'),
      moved('u', 'rule'),
      moved('t', 'bot'),
      moved('v', 'rule'),
    );
    expect([released, reviewed]).toEqual([[hold('u')], ['t', 'v']]);
  });

  it('is looked at only where one is held', async () => {
    const { released, reviewed } = await open([hold('other')]).follow(assigned('t', 'ann'), moved('u', 'rule'));
    expect([released, reviewed]).toEqual([[], []]);
  });

  it('is held before it is routed, and after access says what is held', () => {
    expect(open([]).followers.inOrder()).toMatchObject([{ name: 'access-holds', order: 32 }]);
  });
});
