import type { CallOutcome } from '#contracts';
import { asText, pick, type Json } from '../json-values.js';
import { readTime } from '../read-time.js';

/** How a call ended that was not answered, by the name of its Q.850 cause. */
const OF_CAUSE: Readonly<Record<string, CallOutcome>> = {
  NO_ANSWER: 'no_answer',
  NO_USER_RESPONSE: 'no_answer',
  ORIGINATOR_CANCEL: 'no_answer',
  ALLOTTED_TIMEOUT: 'no_answer',
  NORMAL_CLEARING: 'no_answer',
  LOSE_RACE: 'no_answer',
  PICKED_OFF: 'no_answer',
  USER_BUSY: 'busy',
  CALL_REJECTED: 'rejected',
  OUTGOING_CALL_BARRED: 'rejected',
  INCOMING_CALL_BARRED: 'rejected',
};

/** mod_callcenter answers the channel before it queues it: being billed for says nothing of having talked. */
export function toFreeswitchOutcome(
  variables: Json,
  talkMs: number,
  answeredAt: number | null,
): { readonly outcome: CallOutcome; readonly queueAnsweredAt?: number } {
  const text = (...names: string[]) => asText(pick(variables, ...names));
  if (text('cc_queue') !== undefined) {
    const queueAnsweredAt = readTime(pick(variables, 'cc_queue_answered_epoch'));
    if (text('cc_cause')?.toLowerCase() === 'answered' || queueAnsweredAt !== null)
      return { outcome: 'answered', ...(queueAnsweredAt === null ? {} : { queueAnsweredAt }) };
    const reason = text('cc_cancel_reason') ?? '';
    if (/TIMEOUT|NO_AGENT/i.test(reason)) return { outcome: 'queue_timeout' };
    if (text('cc_cause')?.toLowerCase() === 'cancel' || /BREAK_OUT|EXIT/i.test(reason)) return { outcome: 'abandoned_queue' };
  }
  if (text('last_app', 'current_application') === 'voicemail' && text('bridge_uuid', 'last_bridge_to') === undefined)
    return { outcome: 'voicemail' };
  if (talkMs > 0 || answeredAt !== null) return { outcome: 'answered' };
  const cause = text('hangup_cause');
  return { outcome: cause === undefined ? 'unknown' : (OF_CAUSE[cause] ?? 'failed') };
}
