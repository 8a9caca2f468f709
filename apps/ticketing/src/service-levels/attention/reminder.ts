import { showMoment } from '../../desk/show-moment.js';
import type { NewNotice } from '../../notices/notices.js';
import type { Unseen } from './unseen.js';

export interface Reminder {
  readonly tell: 'owner' | 'supervisor' | null;
  /** Null: there is nothing more to tell of it. */
  readonly lookAgainAt: number | null;
}

/**
 * What is due for a ticket that nobody looked at since `since`. `reminded`: of what its owner was reminded last; something else when it was looked at
 * meanwhile and the customer wrote again. `first` and `second`: when the owner, and when the supervisor is to be told.
 */
export function remind(
  since: number,
  reminded: unknown,
  { now, first, second }: { readonly now: number; readonly first: number; readonly second: number },
): Reminder {
  if (reminded === since) return { tell: 'supervisor', lookAgainAt: null };
  return now < first ? { tell: null, lookAgainAt: first } : { tell: 'owner', lookAgainAt: Math.max(second, now) };
}

export function toNotice({ id, number, assignee, group, since }: Unseen, whom: 'owner' | 'supervisor', timeZone: string): NewNotice {
  const at = showMoment(since, timeZone);
  const owner = assignee !== null ? { agent: assignee } : group !== null ? { group } : { role: 'supervisor' as const };
  return {
    to: whom === 'owner' ? owner : { role: 'supervisor' },
    kind: whom === 'owner' ? 'ticket_not_looked_at' : 'ticket_still_not_looked_at',
    key: `attention:${id}:${since.getTime()}:${whom}`,
    text: `${number}: 客户 ${at} 来信后尚无人查看。Nobody has looked at it since the customer wrote at ${at}.`,
    ticketId: id,
  };
}
