import { describe, expect, it } from '@jest/globals';
import type { Clock } from './clock.js';
import { CALLS, MOVED, moveClocks } from './moved-clocks.js';
import { openClocks } from './testing/clock-book.js';
import { ANSWERING } from './ticket-clocks.js';
import type { ThreadItem } from './waiting-rounds.js';

const NOW = 500;

interface Said {
  readonly id: string;
  readonly at: number;
  readonly by: 'customer' | 'agent';
  /** Answered in a thread that it left. */
  elsewhere?: boolean;
}

const inOrder = (said: readonly Said[]) => [...said].sort((one, other) => one.at - other.at);
const toItem = ({ id: entryId, at, by }: Said): ThreadItem =>
  by === 'customer'
    ? { entryId, asked: { entryId, at, channel: 'mail', ivr: [] }, acted: null }
    : { entryId, asked: null, acted: { entryId, at, by: 'answer' } };
const toThread = (said: readonly Said[]) => inOrder(said).map(toItem);
const waitingSince = (clocks: readonly Clock[]) =>
  clocks
    .filter(({ kind, metAt, cancelledAt }) => ANSWERING.has(kind) && metAt === null && cancelledAt === null)
    .map(({ startedAt }) => startedAt);

/** The first word that nobody answered, there or where it came from. Shares nothing with the clocks. */
function naive(said: readonly Said[]): number[] {
  const answered = Math.max(-1, ...said.filter(({ by }) => by === 'agent').map(({ at }) => at));
  const waits = said.filter(({ by, at, elsewhere }) => by === 'customer' && at > answered && elsewhere !== true).map(({ at }) => at);
  return waits.length === 0 ? [] : [Math.min(...waits)];
}

/** Numbers below 1, always the same ones for a seed. */
function seeded(seed: number): () => number {
  let state = seed * 1_000_003;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function openTicket(said: readonly Said[]) {
  const book = openClocks();
  for (const { id: entryId, at, by } of inOrder(said))
    if (by === 'customer') book.ticket.customerWrote({ entryId, at }, 'mail');
    else book.ticket.answered({ entryId, at }, 'answer');
  return book;
}

type Book = ReturnType<typeof openTicket>;
const side = ({ ticket }: Book, said: readonly Said[], ended = false) => ({ clocks: ticket, thread: toThread(said), ended });

/** Moves some of what was said, in the books and by naive rule. */
function move(from: Book, to: Book, here: readonly Said[], there: readonly Said[], moved: ReadonlySet<string>, ended = false) {
  const stays = here.filter(({ id }) => !moved.has(id));
  const goes = here.filter(({ id }) => moved.has(id));
  const came = goes.map((each) => ({
    ...each,
    elsewhere: each.elsewhere === true || stays.some(({ by, at }) => by === 'agent' && at >= each.at),
  }));
  const after = [...there, ...came];
  moveClocks({ entries: moved, from: side(from, stays), to: side(to, after, ended), now: NOW });
  return { stays, after };
}

describe('clocks of entries that go to another ticket', () => {
  it('agree with both threads, whatever is moved, and again when it is moved back', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = seeded(seed);
      const say = (name: string): Said[] => {
        const times = new Set(Array.from({ length: Math.floor(random() * 6) }, () => 1 + Math.floor(random() * 90)));
        return [...times].map((at) => ({
          id: `${name}${at}`,
          at: at + (name === 'a' ? 0 : 0.5),
          by: random() < 0.6 ? 'customer' : 'agent',
        }));
      };
      const [one, other] = [say('a'), say('b')];
      const [from, to] = [openTicket(one), openTicket(other)];
      const moved = new Set(one.filter(() => random() < 0.5).map(({ id }) => id));
      const { stays, after } = move(from, to, one, other, moved);
      const context = JSON.stringify({ seed, one, other, moved: [...moved] });
      expect([context, waitingSince(from.clocks), waitingSince(to.clocks)]).toEqual([context, naive(stays), naive(after)]);
      const back = move(to, from, after, stays, moved);
      expect([context, waitingSince(to.clocks), waitingSince(from.clocks)]).toEqual([context, naive(back.stays), naive(back.after)]);
    }
  });

  const ask = (id: string, at: number): Said => ({ id, at, by: 'customer' });
  const say = (id: string, at: number): Said => ({ id, at, by: 'agent' });

  it('are what was promised there, as far as it had come: told once, not again', () => {
    const one = [ask('a', 10)];
    const [from, to] = [openTicket(one), openTicket([])];
    const [told] = from.of('response');
    Object.assign(told!, { warnedAt: 100, breachedAt: 110 });
    move(from, to, one, [], new Set(['a']));
    expect(to.of('response')).toMatchObject([{ startedAt: 10, startedBy: 'a', dueAt: 110, warnedAt: 100, breachedAt: 110, metAt: null }]);
    expect(from.of('response')).toMatchObject([{ cancelledAt: NOW, cancelledFor: MOVED, warnedAt: 100, breachedAt: 110 }]);
    expect(to.told()).not.toContain('response breached');
  });

  it('are met where the answer went along, and by the answer that stays where it is known', () => {
    const both = [ask('a', 10), say('b', 20)];
    const [along, taker] = [openTicket(both), openTicket([])];
    move(along, taker, both, [], new Set(['a', 'b']));
    expect(taker.of('response')).toMatchObject([{ metAt: 20, metBy: 'b' }]);
    const [stays, other] = [openTicket(both), openTicket([])];
    move(stays, other, both, [], new Set(['a']));
    expect(other.of('response')).toMatchObject([{ metAt: 20, metBy: 'b' }]);
    const [asked, answered] = [openTicket(both), openTicket([])];
    move(asked, answered, both, [], new Set(['b']));
    expect(asked.of('response')).toMatchObject([{ metAt: null, metBy: null, cancelledAt: null }]);
    expect(answered.of('response')).toEqual([]);
  });

  it('do not begin for a question that nobody waited for any more, nor where all is over', () => {
    const one = [ask('a', 10)];
    const solved = openTicket(one);
    solved.ticket.statusChanged('open', 'solved', 40);
    const open = openTicket([]);
    move(solved, open, one, [], new Set(['a']));
    expect(waitingSince(open.clocks)).toEqual([]);
    const [from, closed] = [openTicket(one), openTicket([])];
    move(from, closed, one, [], new Set(['a']), true);
    expect(closed.clocks).toEqual([]);
    expect(waitingSince(from.clocks)).toEqual([]);
  });

  it('leave with the last question, what has to be solved too; back they go on as they were', () => {
    const one = [ask('a', 10)];
    const [from, to] = [openTicket(one), openTicket([])];
    move(from, to, one, [], new Set(['a']));
    for (const kind of ['resolution', 'progress'] as const) {
      expect(from.of(kind)).toMatchObject([{ cancelledFor: MOVED }]);
      expect(to.of(kind)).toMatchObject([{ startedAt: 10, startedBy: 'a', channel: 'mail', cancelledAt: null }]);
    }
    move(to, from, one, [], new Set(['a']));
    for (const kind of ['response', 'resolution', 'progress'] as const) {
      expect(from.of(kind)).toMatchObject([{ startedAt: 10, cancelledAt: null, cancelledFor: null, metAt: null }]);
      expect(to.of(kind)).toMatchObject([{ cancelledFor: MOVED }]);
    }
  });

  it('stay where another question is, and begin no second time where one runs', () => {
    const one = [ask('a', 10), ask('b', 30)];
    const there = [ask('c', 5)];
    const [from, to] = [openTicket(one), openTicket(there)];
    move(from, to, one, there, new Set(['a']));
    expect(from.of('resolution')).toMatchObject([{ startedAt: 10, cancelledAt: null }]);
    expect(to.of('resolution')).toMatchObject([{ startedAt: 5 }]);
    expect([waitingSince(from.clocks), waitingSince(to.clocks)]).toEqual([[30], [5]]);
  });

  it('take a call along as it was: taken, or still ringing', () => {
    expect([...CALLS]).toEqual(['pickup', 'greeting', 'firstLine']);
    const [from, to] = [openClocks(), openClocks()];
    from.ticket.start('pickup', 'call', 3, { channel: 'phone', ivr: ['3'], startedBy: 'call' });
    from.ticket.start('pickup', 'other', 4, { channel: 'phone', ivr: [], startedBy: 'other' });
    from.ticket.meet(from.of('pickup')[0]!, 9, 'call');
    const entries = new Set(['call']);
    const thread = [toItem(ask('other', 4))];
    const moveCall = (one: typeof from, other: typeof to, now: number, left: ThreadItem[], come: ThreadItem[]) =>
      moveClocks({
        entries,
        from: { clocks: one.ticket, thread: left, ended: false },
        to: { clocks: other.ticket, thread: come, ended: false },
        now,
      });
    moveCall(from, to, 50, thread, []);
    expect(to.of('pickup')).toMatchObject([{ round: 'call', startedAt: 3, metAt: 9, metBy: 'call', channel: 'phone', ivr: ['3'] }]);
    expect(from.of('pickup')).toMatchObject([
      { round: 'call', cancelledAt: 50, cancelledFor: MOVED },
      { round: 'other', cancelledAt: null },
    ]);
    moveCall(to, from, 60, [], thread);
    expect(from.of('pickup')[0]).toMatchObject({ cancelledFor: null, cancelledAt: null, metAt: 9, metBy: 'call' });
    expect(to.of('pickup')).toMatchObject([{ cancelledFor: MOVED }]);
  });

  it('are called off once each when one after the other leaves', () => {
    const one = [ask('a', 10), ask('b', 20)];
    const [from, to] = [openTicket(one), openTicket([])];
    const first = move(from, to, one, [], new Set(['a']));
    const before = from.told().filter((each) => each === 'response cancelled').length;
    move(from, to, first.stays, first.after, new Set(['b']));
    expect(from.told().filter((each) => each === 'response cancelled')).toHaveLength(before + 1);
    expect(waitingSince(to.clocks)).toEqual([10]);
  });
});
