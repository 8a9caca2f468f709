import type { CallFacts } from '../call-facts.js';
import { readTime } from '../read-time.js';
import { toExtension, type AggregateRules } from './aggregate.js';
import { AmiCall } from './ami-call.js';
import { readRow, type CdrRow } from './cdr-row.js';
import { toColumnName } from './columns.js';

/** One event of the manager interface: names as written. */
export type AmiEvent = Readonly<Record<string, string>>;

export type AmiNews =
  | { readonly kind: 'state'; readonly facts: CallFacts }
  | { readonly kind: 'row'; readonly callId: string; readonly row: CdrRow };

/** Rows come within moments of the end. */
const KEEP_MS = 60_000;
const VOICEMAIL = /^(?:VoiceMail|MiniVM)/i;

/** Calls as events tell of them: gives what is news, and no more. Pure but for what it remembers. */
export class AmiCalls {
  private readonly calls = new Map<string, AmiCall>();
  /** Channel → call: `Cdr` events name the channel alone. */
  private readonly callOf = new Map<string, string>();

  constructor(
    private readonly rules: AggregateRules,
    private readonly timeZone: string,
  ) {}

  /** `now` in ms, for events without a time of their own (`timestampevents=no`). */
  take(event: AmiEvent, now: number): AmiNews[] {
    this.forget(now);
    const at = readTime(event['Timestamp']) ?? now;
    if (event['Event'] === 'Cdr') return this.takeRow(event);
    const callId = event['Linkedid'] || event['DestLinkedid'];
    if (callId === undefined) return [];
    for (const name of ['Uniqueid', 'DestUniqueid']) if (event[name]) this.callOf.set(event[name], callId);
    const call = this.calls.get(callId) ?? new AmiCall(callId, at);
    this.calls.set(callId, call);
    const changed = event['Event'] === 'Hangup' ? this.listOfChannel(event['Uniqueid'] ?? '', call) : [call];
    return changed
      .filter((each) => each.endedAt === undefined && apply(each, event, at) && each.isTellable)
      .map((each) => ({ kind: 'state' as const, facts: each.toFacts(this.rules) }));
  }

  /** Has it begun, and not ended as far as was told? */
  goesOn(callId: string): boolean {
    const call = this.calls.get(callId);
    return call !== undefined && call.endedAt === undefined;
  }

  /** A channel that was joined to another call says so when it hangs up, and was of its own call too. */
  private listOfChannel(channel: string, named: AmiCall): AmiCall[] {
    return [named, ...[...this.calls.values()].filter((call) => call !== named && call.channels.has(channel))];
  }

  /** Links are lost, calls go on: those that are not among the channels that are there now ended while nobody listened. */
  resume(live: ReadonlySet<string>, now: number): AmiNews[] {
    const over = [...this.calls.values()].filter((call) => call.endedAt === undefined && !live.has(call.callId));
    return over.flatMap((call) => {
      call.endedAt = now;
      this.calls.delete(call.callId);
      // How it ended nobody saw.
      return call.isTellable
        ? [
            {
              kind: 'state' as const,
              facts: { ...call.toFacts(this.rules), outcome: call.answeredAt === undefined ? ('unknown' as const) : ('answered' as const) },
            },
          ]
        : [];
    });
  }

  private takeRow(event: AmiEvent): AmiNews[] {
    const values = Object.fromEntries(Object.entries(event).map(([name, value]) => [toColumnName(name), value]));
    values['clid'] ??= '';
    const uniqueid = values['uniqueid'] ?? '';
    values['linkedid'] ||= this.callOf.get(uniqueid) ?? uniqueid;
    for (const name of ['event', 'privilege', 'timestamp']) delete values[name];
    const row = readRow(values, this.timeZone);
    return 'reason' in row || row.linkedid === '' ? [] : [{ kind: 'row', callId: row.linkedid, row }];
  }

  private forget(now: number): void {
    for (const [id, { endedAt }] of this.calls) if (endedAt !== undefined && now - endedAt > KEEP_MS) this.calls.delete(id);
    if (this.callOf.size > 10_000) for (const [channel, id] of this.callOf) if (!this.calls.has(id)) this.callOf.delete(channel);
  }
}

/** Changes the call; true when somebody should hear of it. */
function apply(call: AmiCall, event: AmiEvent, at: number): boolean {
  switch (event['Event']) {
    case 'Newchannel':
    case 'CoreShowChannel':
      call.channels.add(event['Uniqueid']!);
      if (event['ChannelState'] === '6') call.up = true;
      return false;
    case 'Newstate':
      if (event['ChannelState'] === '6' && event['Uniqueid'] === call.callId) call.up = true;
      return false;
    case 'Newexten':
      if (VOICEMAIL.test(event['Application'] ?? '')) call.voicemail = true;
      return false;
    case 'QueueCallerJoin':
      tellParties(call, event);
      call.queue = event['Queue'];
      call.queuedAt = at;
      return true;
    case 'QueueCallerAbandon':
      call.abandoned = true;
      call.waitMs = toMs(event['HoldTime']);
      call.hangupBy = 'caller';
      return false;
    case 'QueueCallerLeave':
      // Neither joined to an agent nor given up: by its time, or because nobody is there.
      call.timedOut = call.answeredAt === undefined && !call.abandoned;
      return false;
    case 'DialBegin':
      // Without a channel that dials it is the switch itself that calls somebody up (an originated call), and not the caller's leg.
      if (!event['Channel']) return false;
      tellParties(call, event);
      call.ringing.set(event['DestUniqueid'] ?? '', toExtension(event['DestChannel'] ?? ''));
      return true;
    case 'DialEnd':
      if (!event['Channel']) return false;
      return endDial(call, event, at);
    case 'AgentConnect':
      call.waitMs = toMs(event['HoldTime']);
      call.timedOut = false;
      return false;
    case 'AgentComplete':
      call.hangupBy = event['Reason'] === 'agent' ? 'agent' : event['Reason'] === 'caller' ? 'caller' : call.hangupBy;
      return false;
    case 'Hangup':
      return hangUp(call, event, at);
    default:
      return false;
  }
}

/** Who called whom says the first that dials or queues: legs dialled further on carry other numbers. */
function tellParties(call: AmiCall, event: AmiEvent): void {
  if (call.callee !== null) return;
  call.caller = known(event['CallerIDNum']) ?? null;
  call.callerName = known(event['CallerIDName']);
  if (call.callerName === call.caller) call.callerName = undefined;
  call.callee = known(event['Exten']) ?? known(event['DestExten']) ?? null;
  call.context = event['Context'] ?? '';
}

function endDial(call: AmiCall, event: AmiEvent, at: number): boolean {
  const extension = call.ringing.get(event['DestUniqueid'] ?? '');
  call.ringing.delete(event['DestUniqueid'] ?? '');
  call.dialStatus = event['DialStatus'];
  if (event['DialStatus'] !== 'ANSWER') return extension !== undefined;
  const first = call.answeredAt === undefined;
  call.answeredAt ??= at;
  // One took it: the others that rang with his are given up, as the switch says moments later.
  call.ringing.clear();
  if (extension === undefined) return first;
  if (extension !== '') {
    // To the end: who was given it back speaks now.
    call.agents.delete(extension);
    call.agents.add(extension);
  }
  return true;
}

function hangUp(call: AmiCall, event: AmiEvent, at: number): boolean {
  call.channels.delete(event['Uniqueid']!);
  call.ringing.delete(event['Uniqueid']!);
  if (event['Uniqueid'] === call.callId || call.hangupCause === undefined)
    call.hangupCause = known(event['Cause-txt']) ?? known(event['Cause']);
  if (call.channels.size > 0) return false;
  call.endedAt = at;
  return true;
}

/** Asterisk writes what it does not know as `<unknown>`. */
function known(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === '<unknown>' ? undefined : value;
}

function toMs(seconds: string | undefined): number | undefined {
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
