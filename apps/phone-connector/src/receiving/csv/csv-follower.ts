import { type ConnectorContext, reason, type Untaken, untaken } from '#connector-sdk';
import { stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadRow } from '../../converting/asterisk/read-lines.js';
import type { PhoneInboxConfig } from '../../phone.config.js';
import type { CallLedger } from '../call-ledger.js';
import type { SideTells } from '../side-tells.js';
import { type Checkpoint, continues, makeCheckpoint } from './checkpoint.js';
import { findRotated, openIfThere } from './find-rotated.js';
import { LineSource, type Bytes, type LineSink } from './line-source.js';
import { OpenCalls } from './open-calls.js';
import { QueueLog } from './queue-log-file.js';
import { tellInOrder } from './tell-in-order.js';

type CsvConfig = NonNullable<PhoneInboxConfig['csv']>;

const LOOK_EVERY_MS = 200;
const RETRY_MS = 500;
export const CSV_STATE = 'csv';

interface Reject {
  readonly line: Buffer | null;
  readonly offset: number;
  readonly bytes: number;
  readonly why: Untaken;
}

/**
 * Follows a file of call records across its rotation. Its position moves behind a row only when the row's call is durable; lines that are none
 * are parked before it does.
 */
export class CsvFollower {
  private readonly open: OpenCalls;
  private readonly queueLog: QueueLog | null;
  private rejects: Reject[] = [];
  private source: LineSource | null = null;
  private saved: Checkpoint | null = null;
  /** As the file that is read now was seen last. */
  private seen: Checkpoint | null = null;
  /** The file that was left last, and whether all of it was read. */
  private left: (Checkpoint & { readonly whole: boolean }) | null = null;
  /** The file that was left and looked for beside the one that is not there yet. */
  private lookedBeside: Checkpoint | null = null;
  private grewAt = 0;

  constructor(
    private readonly config: CsvConfig,
    private readonly context: ConnectorContext,
    private readonly ledger: CallLedger,
    private readonly tells: SideTells,
  ) {
    this.open = new OpenCalls(config.quietMs);
    this.queueLog = config.queueLog === undefined ? null : new QueueLog(config.queueLog);
  }

  /** Ends when the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    try {
      await this.begin(signal);
      while (!signal.aborted) {
        await this.untilTaken(signal, () => this.look());
        await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      await this.source?.handle.close();
      this.source = null;
    }
  }

  /** Again and again until the log has taken it: nothing is passed over. */
  private async untilTaken(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      try {
        await work();
        return;
      } catch (error) {
        if (signal.aborted) return;
        const { code = 'unknown', message } = error as NodeJS.ErrnoException;
        this.context.log.warn('call records wait', { file: this.config.path, code, reason: message });
        this.context.report({
          state: 'degraded',
          detail: `${this.config.path}: ${message}`,
          hint: 'The file must be readable for this process; it is tried again.',
          reasons: [reason('csv_unreadable', { path: this.config.path, said: message })],
        });
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async begin(signal: AbortSignal): Promise<void> {
    await this.untilTaken(signal, async () => {
      this.saved = await this.context.state.get<Checkpoint>(CSV_STATE);
    });
    if (this.saved === null && !this.config.fromBeginning)
      await this.untilTaken(signal, async () => {
        const handle = await openIfThere(this.config.path);
        if (handle === null) return;
        // What is in it was told by whoever came before us.
        this.source = new LineSource(handle, (await handle.stat()).size, this.config);
        await this.save();
      });
  }

  private async look(): Promise<void> {
    const source = this.source ?? (await this.openFile());
    if (source === null) {
      const { path } = this.config;
      const reasons = [reason('csv_waits', { path })];
      return this.context.report({ state: 'connected', detail: `waits for ${path}, which is not there yet`, reasons });
    }
    // First: bytes of another file under the same handle would be read from the middle.
    if (await this.wasRotated(source)) return this.turnOver(source);
    await this.takeAll(source, false);
    await this.see(source);
    const { quietMs } = this.config;
    if (source.hasPartial && this.now() - this.grewAt >= quietMs) source.settle(this.sink);
    await this.tellDue(false);
    await this.save();
    const { path } = this.config;
    this.context.report({ state: 'connected', detail: `follows ${path}`, reasons: [reason('csv_follows', { path })] });
  }

  /** The file under the name, from where it was told; first what was rotated away meanwhile. */
  private async openFile(): Promise<LineSource | null> {
    // Opened before it is looked for others: one that is rotated away meanwhile is this one, and is followed to its end.
    const handle = await openIfThere(this.config.path);
    try {
      const told = this.left ?? this.saved;
      if (told !== null) {
        const { ino } = handle === null ? { ino: null } : await handle.stat();
        if (handle !== null && ino === told.inode && (await continues(handle, told))) return this.take(handle, told.offset);
        // Until the file is there again, once is enough.
        if (handle !== null || this.lookedBeside !== told) await this.takeRotated(told, ino);
        this.lookedBeside = told;
      }
      if (handle === null) return null;
      this.left = null;
      const source = this.take(handle, 0);
      await this.save();
      return source;
    } catch (error) {
      this.source = null;
      await handle?.close();
      throw error;
    }
  }

  private take(handle: FileHandle, offset: number): LineSource {
    return (this.source = new LineSource(handle, offset, this.config));
  }

  private async takeRotated(told: Checkpoint, current: number | null): Promise<void> {
    const { files, complete, unreadable } = await findRotated(this.config.path, told, current);
    try {
      for (const { handle, offset } of files) {
        await this.takeAll(new LineSource(handle, offset, this.config), true);
        await this.tellDue(true);
      }
    } finally {
      await Promise.all(files.map(({ handle }) => handle.close()));
    }
    // Nothing is missing of a file that was followed to its end, or while there is none at all yet.
    if ((complete && unreadable.length === 0) || current === null || this.left?.whole === true) return;
    const what = unreadable.length === 0 ? 'what it was is not beside it any more' : `${unreadable.join(', ')} cannot be read`;
    const reason = `${this.config.path} was rotated, and ${what}: rows behind byte ${told.offset} may be lost`;
    const { path } = this.config;
    const values = { path, offset: told.offset };
    const why =
      unreadable.length === 0
        ? untaken('file_rotated_gone', reason, values)
        : untaken('file_rotated_unreadable', reason, { ...values, files: unreadable.join(', ') });
    await this.tells.tellGap(new Date(told.at), why, path);
  }

  private async takeAll(source: LineSource<Bytes>, atEnd: boolean): Promise<void> {
    while (await source.take(this.sink, false)) {
      this.grewAt = this.now();
      await this.parkRejects();
      if (this.open.size > MOST_OPEN) await this.tellDue(true);
    }
    if (atEnd) await source.take(this.sink, true);
    await this.parkRejects();
  }

  private async wasRotated(source: LineSource): Promise<boolean> {
    const under = await stat(this.config.path).catch(() => null);
    if (under === null) return false;
    const { ino, size } = await source.handle.stat();
    if (under.ino !== ino || size < source.readTo) return true;
    return this.seen !== null && !(await continues(source.handle, this.seen));
  }

  /** Under the name is another file, or the same was emptied: all that was before is told first. */
  private async turnOver(source: LineSource): Promise<void> {
    const renamed = (await stat(this.config.path).catch(() => null))?.ino !== (await source.handle.stat()).ino;
    if (renamed) await this.takeAll(source, true);
    await this.tellDue(true);
    // What an emptied file was, only what was seen of it before tells.
    if (renamed) await this.see(source);
    this.left = this.seen === null ? null : { ...this.seen, whole: renamed };
    this.seen = null;
    this.source = null;
    await source.handle.close();
    await this.openFile();
  }

  /** Remembers what the file is, and how far it was read. */
  private async see(source: LineSource): Promise<void> {
    if (this.seen?.offset !== source.position) this.seen = await makeCheckpoint(source.handle, source.position, this.context.clock.now());
  }

  private readonly sink: LineSink = {
    row: (read: ReadRow, offset: number) => this.open.add(read, offset, this.now()),
    reject: (line, offset, bytes, why) => this.rejects.push({ line, offset, bytes, why }),
  };

  private async parkRejects(): Promise<void> {
    const name = `${basename(this.config.path)}:${this.saved?.inode ?? 0}`;
    for (let first = this.rejects[0]; first !== undefined; first = this.rejects[0]) {
      await this.tells.park(first.line, { file: this.config.path, offset: first.offset, bytes: first.bytes, name }, first.why);
      this.rejects.shift();
    }
  }

  private async tellDue(all: boolean): Promise<void> {
    const due = this.open.listDue(this.now(), all);
    if (due.length === 0) return;
    await this.queueLog?.refresh();
    await tellInOrder(due, this.ledger, this.queueLog, (callId) => this.open.remove(callId));
  }

  private async save(): Promise<void> {
    if (this.source === null) return;
    const offset = this.open.positionBefore(this.source.position);
    const next = await makeCheckpoint(this.source.handle, offset, this.context.clock.now());
    if (this.saved !== null && next.inode === this.saved.inode && next.offset === this.saved.offset) return;
    await this.context.state.set(CSV_STATE, next);
    this.saved = next;
  }

  private now(): number {
    return performance.now();
  }
}

/** Calls held back at once; with more of them nothing waits for further rows. */
const MOST_OPEN = 2_000;
