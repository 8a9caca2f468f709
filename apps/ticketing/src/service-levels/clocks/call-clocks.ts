import type { CallRecord } from '#contracts';
import type { ClockKind } from '../../desk/schema/targets.js';
import { isRunning } from './clock.js';
import type { TicketClocks } from './ticket-clocks.js';

type Call = Pick<CallRecord, 'startedAt' | 'queuedAt' | 'answeredAt' | 'endedAt' | 'outcome' | 'ivr'>;

/** When a person took it; null while nobody has. A mailbox that answers is no person. */
export function takenAt({ answeredAt, outcome }: Pick<CallRecord, 'answeredAt' | 'outcome'>): number | null {
  const byPerson = outcome === undefined || outcome === 'answered' || outcome === 'transferred_out';
  return answeredAt === undefined || !byPerson ? null : Date.parse(answeredAt);
}

/** What is promised to who calls, by the times of his call; said again as the call goes on. */
export function followCall(clocks: TicketClocks, entryId: string, call: Call, channel: string | null): void {
  const began: readonly [ClockKind, string | undefined][] = [
    ['pickup', call.startedAt],
    ['greeting', call.startedAt],
    ['firstLine', call.queuedAt],
  ];
  const taken = takenAt(call);
  for (const [kind, from] of began) {
    if (from === undefined) continue;
    const where = { channel, ivr: call.ivr.map(({ key }) => key), startedBy: entryId };
    const clock = clocks.start(kind, entryId, Date.parse(from), where);
    if (clock === null || !isRunning(clock)) continue;
    if (taken !== null) clocks.meet(clock, taken, entryId);
    else if (call.endedAt !== undefined) clocks.cancel(clock, Date.parse(call.endedAt), 'ended');
  }
}
