import type { Capabilities } from '#contracts';
import type { DeliveryState } from './delivery-rank.js';

/** Can an answer be taken back? `until`: no longer than that, where the channel has a limit; `reason`: why not, in words. */
export interface RecallView {
  readonly possible: boolean;
  readonly until: Date | null;
  readonly reason: string | null;
}

export interface RecallCase {
  readonly direction: string;
  readonly delivery: DeliveryState | null;
  /** When it was written. */
  readonly occurredAt: Date;
  /** Of its inbox; null where nobody has told them. */
  readonly capabilities: Pick<Capabilities, 'recall' | 'recallWithinMs'> | null;
}

/** What has not left can always be taken back; what was sent, where its channel does that, and in time. Pure. */
export function judgeRecall({ direction, delivery, occurredAt, capabilities }: RecallCase, now: Date): RecallView {
  if (direction !== 'outbound' || delivery === null) return no('only answers can be taken back');
  const { status, recall } = delivery;
  if (status === 'recalled' || status === 'cancelled') return no('it was taken back already');
  if (recall?.refused !== undefined) return no(recall.refused.message);
  if (recall !== undefined) return no('it is being taken back');
  if (status === 'accepted' || status === 'queued') return { possible: true, until: null, reason: null };
  if (status === 'failed' || status === 'expired') return no('it was not sent');
  if (status === 'unknown') return no('nobody knows whether it was sent');
  if (capabilities?.recall !== true) return no('the channel takes no sent message back');
  const { recallWithinMs } = capabilities;
  if (recallWithinMs === undefined) return { possible: true, until: null, reason: null };
  const sentAt = status === 'sent' ? new Date(delivery.at) : occurredAt;
  const until = new Date(sentAt.getTime() + recallWithinMs);
  return until > now ? { possible: true, until, reason: null } : no('it is too late: the channel takes it back no more');
}

function no(reason: string): RecallView {
  return { possible: false, until: null, reason };
}
