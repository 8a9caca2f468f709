import type { ClockKind } from '../../../desk/schema/targets.js';
import type { Judgement } from '../../targets/judge.js';
import type { Clock } from '../clock.js';
import { TicketClocks } from '../ticket-clocks.js';

export const KINDS = new Set<ClockKind>(['response', 'nextResponse', 'resolution', 'progress', 'pickup']);

/** Every clock is due 100 after it began, each pause apart; a bot stops none. */
export function openClocks(length = 100, kinds: ReadonlySet<ClockKind> = KINDS) {
  const clocks: Clock[] = [];
  const desk = { length };
  const judging = ({ startedAt, pauses }: Pick<Clock, 'startedAt' | 'pauses'>): Judgement => {
    const stood = pauses.reduce((sum, { from, to }) => sum + (to === null ? 0 : to - from), 0);
    const dueAt = pauses.at(-1)?.to === null ? null : startedAt + desk.length + stood;
    const warnAt = dueAt === null ? null : dueAt - 10;
    return {
      target: `t${desk.length}`,
      calendar: 'c',
      time: { of: 'clock', ms: desk.length },
      stoppedBy: ['answer', 'call'],
      dueAt,
      warnAt,
    };
  };
  const ticket = new TicketClocks('ticket', clocks, kinds, judging, 1);
  const of = (kind: ClockKind) => clocks.filter((clock) => clock.kind === kind);
  const told = () => ticket.news.map(({ clock, change }) => `${clock.kind} ${change}`);
  return { ticket, clocks, of, told, desk };
}
export const wrote = (at: number) => ({ entryId: `in${at}`, at });
export const answer = (at: number) => ({ entryId: `out${at}`, at });
/** A call that rang at 0. */
export const call = { startedAt: new Date(0).toISOString(), ivr: [{ key: '3' }] };
