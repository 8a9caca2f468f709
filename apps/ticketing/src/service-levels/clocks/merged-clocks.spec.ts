import { describe, expect, it } from '@jest/globals';
import { followCall } from './call-clocks.js';
import type { Clock } from './clock.js';
import { mergeClocks, unmergeClocks, waitAgain } from './merged-clocks.js';
import { answer, call, openClocks, wrote } from './testing/clock-book.js';
import { ANSWERING } from './ticket-clocks.js';
import type { ThreadItem } from './waiting-rounds.js';

const MERGED_AT = 100;
const UNDONE_AT = 200;
const running = (clocks: readonly Clock[]) =>
  clocks.filter(({ kind, metAt, cancelledAt }) => ANSWERING.has(kind) && metAt === null && cancelledAt === null);

interface Said {
  readonly at: number;
  readonly by: 'customer' | 'agent';
}

/** Since when somebody waits who said that: the first word that nobody answered since. Shares nothing with the clocks. */
function waitsSince(said: readonly Said[]): number | null {
  const answered = Math.max(-1, ...said.filter(({ by }) => by === 'agent').map(({ at }) => at));
  const unanswered = said.filter(({ by, at }) => by === 'customer' && at > answered).map(({ at }) => at);
  return unanswered.length === 0 ? null : Math.min(...unanswered);
}

function toItem({ at, by }: Said): ThreadItem {
  const entryId = `${at <= MERGED_AT ? 'into' : 'later'}${at}`;
  return by === 'customer'
    ? { entryId, asked: { entryId, at, channel: 'mail', ivr: [] }, acted: null }
    : { entryId, asked: null, acted: { entryId, at, by: 'answer' } };
}

/** Numbers below 1, always the same ones for a seed. */
function seeded(seed: number): () => number {
  let state = seed * 1_000_003;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

describe('clocks of a ticket that goes into another', () => {
  it('agree with the threads, whoever waited longer, whatever comes meanwhile, also when it is undone', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = seeded(seed);
      const say = (from: number, most: number): Said[] => {
        const count = Math.floor(random() * most);
        const times = new Set(Array.from({ length: count }, () => from + 1 + Math.floor(random() * 90)));
        return [...times].sort((a, b) => a - b).map((at) => ({ at, by: random() < 0.6 ? 'customer' : 'agent' }));
      };
      const [from, into] = [openClocks(), openClocks()];
      const tell = ({ ticket }: typeof from, name: string, said: readonly Said[]) => {
        for (const { at, by } of said)
          if (by === 'customer') ticket.customerWrote({ entryId: `${name}${at}`, at }, 'mail');
          else ticket.answered({ entryId: `${name}${at}`, at }, 'answer');
      };
      const [one, other, later] = [say(0, 6), say(0, 6), say(MERGED_AT, 4)];
      tell(from, 'from', one);
      tell(into, 'into', other);
      mergeClocks(from.ticket, into.ticket, MERGED_AT);
      const expected = [waitsSince(one), waitsSince(other)].filter((at) => at !== null);
      const context = JSON.stringify({ seed, one, other, later });
      expect([context, running(into.clocks).map(({ startedAt }) => startedAt)]).toEqual([
        context,
        expected.length === 0 ? [] : [Math.min(...expected)],
      ]);
      expect([context, running(from.clocks)]).toEqual([context, []]);
      tell(into, 'later', later);
      unmergeClocks(from.ticket, into.ticket, UNDONE_AT);
      waitAgain(into.ticket, [...other, ...later].map(toItem));
      // What was answered meanwhile was answered to both; what was asked meanwhile stays.
      const answers = later.filter(({ by }) => by === 'agent');
      const after = [waitsSince([...one, ...answers]), waitsSince([...other, ...later])];
      expect([context, ...[from, into].map(({ clocks }) => running(clocks).map(({ startedAt }) => startedAt)[0] ?? null)]).toEqual([
        context,
        ...after,
      ]);
      for (const { clocks } of [from, into]) expect(running(clocks).length).toBeLessThanOrEqual(1);
    }
  });

  it('keep the promise of who waited longer, told of what he was told; the other comes back when it is undone', () => {
    const [from, into] = [openClocks(), openClocks()];
    from.ticket.customerWrote(wrote(0), 'mail');
    from.of('response')[0]!.warnedAt = 90;
    into.ticket.customerWrote(wrote(50), 'mail');
    mergeClocks(from.ticket, into.ticket, 95);
    expect(into.of('response')).toMatchObject([
      { startedAt: 50, cancelledFor: 'moved' },
      { startedAt: 0, startedBy: 'in0', dueAt: 100, warnedAt: 90, breachedAt: null },
    ]);
    expect(from.of('response')).toMatchObject([{ cancelledAt: 95, cancelledFor: 'merged' }]);
    unmergeClocks(from.ticket, into.ticket, 97);
    expect(from.of('response')).toMatchObject([{ cancelledAt: null, warnedAt: 90 }]);
    expect(into.of('response')).toMatchObject([{ cancelledAt: null }, { cancelledFor: 'moved' }]);
  });

  it('that ran out are not told of again', () => {
    const [from, into] = [openClocks(), openClocks()];
    from.ticket.customerWrote(wrote(0), 'mail');
    mergeClocks(from.ticket, into.ticket, 120);
    expect(from.told().filter((news) => news === 'response breached')).toHaveLength(1);
    expect(into.of('response')).toMatchObject([{ startedAt: 0, breachedAt: 100 }]);
    expect(into.told()).not.toContain('response breached');
  });

  it('are answered where the answer came meanwhile, and a call is taken where it rang', () => {
    const [from, into] = [openClocks(), openClocks()];
    from.ticket.customerWrote(wrote(0), 'mail');
    followCall(from.ticket, 'call', call, 'phone');
    mergeClocks(from.ticket, into.ticket, 10);
    expect(into.of('pickup')).toMatchObject([{ startedAt: 0, cancelledAt: null, metAt: null }]);
    into.ticket.answered(answer(30), 'answer');
    into.ticket.meet(into.of('pickup')[0]!, 20, 'call');
    unmergeClocks(from.ticket, into.ticket, 40);
    expect(from.of('response')).toMatchObject([{ metAt: 30, metBy: 'out30', cancelledAt: null }]);
    expect(from.of('pickup')).toMatchObject([{ metAt: 20 }]);
    expect([into.of('response')[0]!.cancelledFor, into.of('pickup')[0]!.cancelledFor]).toEqual(['moved', 'moved']);
  });
});
