import type { ConnectorContext, TranscriptLine } from '#connector-sdk';
import { hash } from 'node:crypto';
import type { RawPayload } from '#contracts';
import type { AggregateRules } from '../converting/asterisk/aggregate.js';
import type { QueueVisit } from '../converting/asterisk/queue-log.js';
import type { CallFacts } from '../converting/call-facts.js';
import type { DeskRules } from '../converting/desk-rules.js';
import { toInboundMessage } from '../converting/to-inbound-message.js';
import { foldLines, listUnknown, rawOfRows, type KeptRow, type ToldLine } from '../converting/told-lines.js';
import { toTranscriptKey } from '../phone.ids.js';
import { KeyedQueue } from './keyed-queue.js';

export interface LedgerRules {
  readonly desk: DeskRules;
  readonly aggregate: AggregateRules;
  readonly keepInternal: boolean;
}

/** Something told of a call, and the bytes that told it. */
export interface Telling {
  readonly facts: CallFacts;
  readonly body: Buffer;
  readonly contentType: string;
  /** The same for the same telling told again; default: a hash of source and body. */
  readonly deliveryKey?: string;
}

/** More pieces than this no call comes in. */
const MOST_LINES = 1_000;

/**
 * What was told of each call, in the order told, and a revision of the call on the log for each. Told things lie in the SDK's transcript: it drops a
 * repeated one, and its numbers are the revisions, so two processes and a crash in between make neither a second first nor a hole.
 */
export class CallLedger {
  private readonly queue = new KeyedQueue();
  /** Hears of each new state of a call before it counts as told: what it owes is then noted. */
  onTold: (call: CallFacts) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly context: ConnectorContext,
    private readonly rules: LedgerRules,
  ) {}

  /** Resolves when the call's new state is durable. Told again it is a no-op. */
  tell({ facts, body, contentType, deliveryKey }: Telling): Promise<void> {
    const { callId } = facts;
    return this.queue.run(callId, async () => {
      const told = await this.read(callId);
      if (await this.isForgotten(callId, told)) return;
      const raw: RawPayload = { ...this.context.blobs.describe(body), contentType };
      const line: ToldLine = { kind: 'facts', facts, raw };
      if (this.isOurOwn(callId, [...told.map(toTold), line])) return;
      const id = deliveryKey ?? `${facts.source.slice(0, 120)}:${hash('sha256', body, 'hex')}`;
      const { seq } = await this.append(callId, id, line);
      const upTo = [...told.filter((each) => each.seq < seq).map(toTold), line];
      await this.emit(callId, seq, upTo, raw, body, told[0]?.at);
    });
  }

  /** Rows of one call; those that were told before change nothing. */
  tellRows(callId: string, rows: readonly KeptRow[], visits: readonly QueueVisit[] = []): Promise<void> {
    return this.queue.run(callId, async () => {
      const told = await this.read(callId);
      if (await this.isForgotten(callId, told)) return;
      const fresh = listUnknown(rows, told.map(toTold));
      if (fresh.length === 0) return this.emitAgain(callId, told);
      const line: ToldLine = { kind: 'rows', rows: fresh, ...(visits.length > 0 ? { visits } : {}) };
      const upTo = [...told.map(toTold), line];
      if (this.isOurOwn(callId, upTo)) return;
      const id = `rows:${hash('sha256', fresh.map(({ raw }) => raw).join('\n'), 'hex')}`;
      const { seq } = await this.append(callId, id, line);
      const body = rawOfRows(upTo);
      await this.emit(callId, seq, upTo, { ...this.context.blobs.describe(body), contentType: 'text/csv' }, body, told[0]?.at);
    });
  }

  /** The call as it stands, or null where nothing was told of it. */
  async find(callId: string): Promise<CallFacts | null> {
    const told = await this.read(callId);
    return told.length === 0 ? null : foldLines(callId, told.map(toTold), this.rules.aggregate);
  }

  idle(): Promise<void> {
    return this.queue.idle();
  }

  /** Told before, but perhaps a crash came before it was on the log: the same event again is a no-op there. */
  private async emitAgain(callId: string, told: readonly TranscriptLine[]): Promise<void> {
    const last = told.findLast((line) => toTold(line).kind === 'rows');
    if (last === undefined) return;
    const upTo = told.filter(({ seq }) => seq <= last.seq).map(toTold);
    const body = rawOfRows(upTo);
    await this.emit(callId, last.seq, upTo, { ...this.context.blobs.describe(body), contentType: 'text/csv' }, body, told[0]?.at);
  }

  private async emit(
    callId: string,
    seq: number,
    told: readonly ToldLine[],
    raw: RawPayload,
    body: Buffer,
    firstAt: Date | undefined,
  ): Promise<void> {
    const { inbox, clock } = this.context;
    const call = foldLines(callId, told, this.rules.aggregate);
    const receivedAt = clock.now();
    const arrival = { inbox, revision: seq, firstAt: firstAt ?? receivedAt, receivedAt, raw };
    const message = toInboundMessage(call, arrival, this.rules.desk);
    await this.context.emit(seq === 1 ? 'message.received.v1' : 'message.edited.v1', message, [body]);
    this.context.succeeded();
    await this.onTold(call);
  }

  /** Its person was taken out, or it is long over: what is told of it now would be a call of nobody, and is not kept. */
  private async isForgotten(callId: string, [first]: readonly TranscriptLine[]): Promise<boolean> {
    const forgotten = first === undefined ? (await this.context.transcript(toTranscriptKey(callId)).head()) > 0 : first.seq > 1;
    if (forgotten) this.context.log.info('told of a call that is forgotten', { callId });
    return forgotten;
  }

  /** A call between two colleagues is nobody's ticket. */
  private isOurOwn(callId: string, told: readonly ToldLine[]): boolean {
    return !this.rules.keepInternal && foldLines(callId, told, this.rules.aggregate).direction === 'internal';
  }

  private read(callId: string): Promise<TranscriptLine[]> {
    return this.context.transcript(toTranscriptKey(callId)).since(0, MOST_LINES);
  }

  private append(callId: string, id: string, line: ToldLine): Promise<{ seq: number; repeated: boolean }> {
    return this.context.transcript(toTranscriptKey(callId)).append({ id, direction: 'inbound', body: line });
  }
}

function toTold({ body }: TranscriptLine): ToldLine {
  return body as ToldLine;
}
