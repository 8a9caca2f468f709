import type { ConnectorContext } from '#connector-sdk';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { AUTHORITY, type CallFacts, type RecordingFact, type StoredRecording } from '../../converting/call-facts.js';
import type { PhoneInboxConfig } from '../../phone.config.js';
import type { CallLedger } from '../call-ledger.js';
import { Chores } from '../chores.js';
import { openRecording } from './recording-source.js';
import { MeasuredStream, sniffRecording, TooLarge } from './sniff-audio.js';

interface Wanted {
  readonly callId: string;
  readonly recording: RecordingFact;
  /** Of this try, from 1. */
  readonly attempt: number;
  /** ms since 1970: not before. */
  readonly notBefore: number;
}

/** A switch writes a recording out after the call; what is not there after these tries (about an hour) never comes. */
const WAITS_MS = [2_000, 5_000, 15_000, 60_000, 300_000, 900_000, 2_400_000];

/** Names of the lines of tries, the first of which is for what was never tried. */
export function listTries(waitsMs: readonly number[] = WAITS_MS): string[] {
  return [0, ...waitsMs].map((_waitMs, index) => `recordings-${index + 1}`);
}

export function toWantedId(callId: string, recordingId: string): string {
  return `${callId}/${recordingId}`.slice(0, 900);
}

/** Fetches what calls were recorded into, one after the other; each becomes a revision of its call, and so does that it never came. */
export class Recordings {
  /** One line for each try: those in a line all wait equally long, so none is held up by one behind it. */
  private readonly tries: readonly Chores<Wanted>[];

  constructor(
    private readonly context: ConnectorContext,
    private readonly ledger: CallLedger,
    private readonly config: PhoneInboxConfig['recordings'],
    private readonly waitsMs: readonly number[] = WAITS_MS,
  ) {
    this.tries = listTries(waitsMs).map((name, index) => {
      const waitMs = waitsMs[index - 1] ?? 0;
      const work = (wanted: Wanted, stop: AbortSignal) => this.fetch(wanted, stop);
      return new Chores<Wanted>(context, name, work, Math.min(Math.max(waitMs / 4, 1_000), 30_000));
    });
  }

  /** To be told of each state of each call. */
  async want({ callId, recordings = [] }: CallFacts): Promise<void> {
    for (const recording of recordings)
      if (recording.stored === undefined && recording.from !== undefined) await this.note({ callId, recording, attempt: 1, notBefore: 0 });
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.tries.map((line) => line.run(signal)));
  }

  private async note(wanted: Wanted): Promise<void> {
    await this.tries[wanted.attempt - 1]!.note(toWantedId(wanted.callId, wanted.recording.id), wanted);
  }

  private async fetch(wanted: Wanted, signal: AbortSignal): Promise<number | void> {
    const now = this.context.clock.now().getTime();
    if (wanted.notBefore > now) return wanted.notBefore - now;
    const stored = await this.store(wanted.recording, signal).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (signal.aborted) return 0;
    if (typeof stored === 'string') {
      const waitMs = this.waitsMs[wanted.attempt - 1];
      this.context.log.warn('recording is not there yet', { callId: wanted.callId, attempt: wanted.attempt, reason: stored });
      if (waitMs !== undefined) return this.note({ ...wanted, attempt: wanted.attempt + 1, notBefore: now + waitMs });
    }
    await this.tell(wanted, typeof stored === 'string' ? { state: 'failed', reason: stored } : stored);
  }

  private async store({ from }: RecordingFact, signal: AbortSignal): Promise<StoredRecording> {
    const opened = await openRecording(from!, this.config, signal);
    if ('state' in opened) return opened;
    const measured = new MeasuredStream(this.config.maxBytes);
    const out = new PassThrough();
    const putting = this.context.blobs.put(out, { sealed: true });
    const failed = pipeline(opened.stream, measured, out).then(
      () => null,
      (error: unknown) => error,
    );
    const [put, fault] = await Promise.all([putting.catch((error: unknown) => error as Error), failed]);
    if (fault instanceof TooLarge) return { state: 'rejected', reason: fault.message };
    if (fault !== null) throw fault;
    if (put instanceof Error) throw put;
    if (measured.bytes === 0) throw new Error('is empty');
    const type = await sniffRecording(measured.head);
    // Kept all the same: it may be the only trace of the call; but nobody's player opens it.
    return { state: 'stored', blobRef: put.ref, sha256: put.sha256, bytes: put.bytes, type: type ?? 'application/octet-stream' };
  }

  private async tell({ callId, recording }: Wanted, stored: StoredRecording): Promise<void> {
    const facts: CallFacts = {
      source: `stored:${recording.id}`,
      authority: AUTHORITY.derived,
      callId,
      recordings: [{ ...recording, stored }],
    };
    const body = Buffer.from(JSON.stringify({ callId, recording: recording.id, ...stored }));
    await this.ledger.tell({ facts, body, contentType: 'application/json' });
  }
}
