import type { CallRecord } from '#contracts';
import type { ClockKind } from '../../desk/schema/targets.js';
import { type Clock, type ClockEvent, isRunning } from './clock.js';
import type { ClockWhere } from './clock-sheet.js';
import type { TicketClocks } from './ticket-clocks.js';

type Call = Pick<CallRecord, 'startedAt' | 'queuedAt' | 'answeredAt' | 'endedAt' | 'outcome' | 'ivr'>;

/** When a person took it; null while nobody has. A mailbox that answers is no person. */
export function takenAt({ answeredAt, outcome }: Pick<CallRecord, 'answeredAt' | 'outcome'>): number | null {
  const byPerson = outcome === undefined || outcome === 'answered' || outcome === 'transferred_out';
  return answeredAt === undefined || !byPerson ? null : Date.parse(answeredAt);
}

/**
 * What is promised to who calls, by the times of his call; said again as the call goes on. `identified`: when it was recorded who calls, in order of time,
 * for it may be recorded before the exchange tells that he was connected.
 */
export function followCall(
  clocks: TicketClocks,
  entryId: string,
  call: Call,
  channel: string | null,
  identified: readonly ClockEvent[] = [],
): void {
  const began: readonly [ClockKind, string | undefined][] = [
    ['pickup', call.startedAt],
    ['firstLine', call.queuedAt],
  ];
  const taken = takenAt(call);
  const where = { channel, ivr: call.ivr.map(({ key }) => key), startedBy: entryId };
  for (const [kind, from] of began) {
    if (from === undefined) continue;
    const clock = clocks.start(kind, entryId, Date.parse(from), where);
    if (clock === null || !isRunning(clock)) continue;
    if (taken !== null) clocks.meet(clock, taken, entryId);
    else if (call.endedAt !== undefined) clocks.cancel(clock, Date.parse(call.endedAt), 'ended');
  }
  const greeting = greetingOf(clocks, entryId, taken, where);
  if (greeting === null || !isRunning(greeting)) return;
  const known = identified.find(({ at }) => at >= greeting.startedAt);
  if (known !== undefined) clocks.meet(greeting, known.at, known.entryId);
  else if (call.endedAt !== undefined) clocks.cancel(greeting, Date.parse(call.endedAt), 'ended');
}

/** It runs from the connection; one that a mailbox turned out to have taken is the one that began then. */
function greetingOf(clocks: TicketClocks, entryId: string, taken: number | null, where: ClockWhere): Clock | null {
  if (taken !== null) return clocks.start('greeting', entryId, taken, where);
  return clocks.all.find(({ kind, round }) => kind === 'greeting' && round === entryId) ?? null;
}
