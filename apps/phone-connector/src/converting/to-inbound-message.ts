import type { Identity, InboundMessage, InboxRef, RawPayload } from '#contracts';
import { toConversationKey, toRevisionIds } from '../phone.ids.js';
import { begin } from './begin.js';
import type { CallFacts } from './call-facts.js';
import { toCallState, type CallState } from './call-state.js';
import { describeMore, describeNotes, describeTranscript, summarise } from './describe-call.js';
import type { DeskRules } from './desk-rules.js';
import { toPhoneIdentity } from './numbers.js';
import { toCallRecord } from './to-call-record.js';
import { toHandling } from './to-handling.js';
import { toParts } from './to-parts.js';

const DAY_MS = 24 * 3_600_000;
const MOST_TEXT = 65_000;

export interface CallArrival {
  readonly inbox: InboxRef;
  /** 1 for the first state of a call. */
  readonly revision: number;
  /** When we first heard of the call, and when of this. */
  readonly firstAt: Date;
  readonly receivedAt: Date;
  readonly raw: Omit<RawPayload, 'retentionUntil'>;
}

/** One call in one state as a message: the same call again is another revision of it. */
export function toInboundMessage(told: CallFacts, arrival: CallArrival, rules: DeskRules): InboundMessage {
  const { inbox, revision, firstAt, receivedAt, raw } = arrival;
  const call = begin(told);
  const occurredAt = new Date(call.startedAt ?? firstAt.getTime());
  const state = toCallState(call, rules);
  const { subject, summary } = summarise(call, state, rules);
  const record = toCallRecord(call, revision, firstAt.getTime(), rules);
  const lines = [summary, ...describeMore(call, state, rules), describeNotes(call, rules), describeTranscript(call)].filter(
    (line) => line !== null,
  );
  const plainText = lines.join('\n').slice(0, MOST_TEXT);
  const ours = call.direction === 'outbound' || call.direction === 'internal';
  const caller = toPhoneIdentity(call.caller, rules);
  const callee = toPhoneIdentity(call.callee, rules);
  const retentionUntil = new Date(occurredAt.getTime() + rules.retentionDays * DAY_MS).toISOString();
  return {
    ...toRevisionIds(inbox, call.callId, revision),
    deliveryId: `${call.callId.slice(0, 240)}:r${revision}`,
    remoteMessageId: call.callId.slice(0, 998),
    revision,
    inbox,
    direction: ours ? 'echo' : 'inbound',
    occurredAt: occurredAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    occurredPrecision: call.precision ?? 's',
    sender: {
      role: ours ? 'agent' : 'customer',
      ...(call.callerName === undefined ? {} : { displayName: call.callerName }),
      identities: [caller ?? toUnknown(inbox, call)],
    },
    recipients: callee === null ? [] : [{ kind: ours ? 'to' : 'line', identity: callee }],
    conversation: {
      key: toConversationKey(inbox, ours ? callee : caller, call.callId),
      remoteId: call.callId,
      kind: 'call',
      title: subject,
      continues: false,
    },
    threading: { references: [], subject },
    parts: toParts(call, record, state, summary, rules),
    plainText,
    newText: plainText,
    replyWindow: { open: false, reason: 'a call cannot be answered by a message' },
    flags: {},
    mayAutoReply: !ours,
    raw: { ...raw, retentionUntil },
    ...known(toHandling(call, state, rules)),
    channelContext: { callId: call.callId },
    extras: { phone: toExtras(call, state, retentionUntil) },
  };
}

function known(handling: InboundMessage['handling']): Pick<InboundMessage, 'handling'> {
  return handling === undefined ? {} : { handling };
}

/** A number that is hidden, or not told yet, joins this call to no other. */
function toUnknown(inbox: InboxRef, call: CallFacts): Identity {
  return { scheme: 'phone_hidden', value: call.callId.slice(0, 320), raw: call.caller ?? '', scope: inbox.id, assurance: 'anonymous' };
}

/** What rules, screens and queues look at, without reading parts. */
function toExtras(call: CallFacts, state: CallState, retentionUntil: string): Record<string, unknown> {
  return {
    ...state,
    ringing: [...(call.ringing ?? [])],
    agents: [...(call.agents ?? [])],
    ...(call.mood === undefined ? {} : { mood: call.mood, moodFrom: 'speech_service' }),
    ...(call.video === true ? { video: true } : {}),
    ...(call.transcript === undefined ? {} : { transcribed: true }),
    recordings: (call.recordings ?? []).slice(0, 20).map(({ id, kind, stored }) => ({
      id,
      kind,
      state: stored?.state ?? 'pending',
      ...(stored !== undefined && stored.state !== 'stored' ? { reason: stored.reason } : {}),
      retentionUntil,
    })),
  };
}
