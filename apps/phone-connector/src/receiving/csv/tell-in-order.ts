import type { CallLedger } from '../call-ledger.js';
import type { OpenCall } from './open-calls.js';
import type { QueueLog } from './queue-log-file.js';

const AT_ONCE = 16;

/** Calls of one counterpart one after the other, those of others beside them. Rejects with the first fault, when all that ran is over. */
export async function tellInOrder(
  calls: readonly OpenCall[],
  ledger: CallLedger,
  queueLog: QueueLog | null,
  told: (callId: string) => void,
): Promise<void> {
  const byCounterpart = new Map<string, OpenCall[]>();
  for (const call of calls) byCounterpart.set(call.counterpart, [...(byCounterpart.get(call.counterpart) ?? []), call]);
  const groups = [...byCounterpart.values()];
  const work = async () => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift())
      for (const { callId, rows } of group) {
        const visits = queueLog?.find(rows.map(({ row }) => row.uniqueid)) ?? [];
        await ledger.tellRows(
          callId,
          rows.map(({ row, raw }) => ({ row, raw: raw.toString('base64') })),
          visits,
        );
        told(callId);
      }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, groups.length) }, work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
