import type { ConnectorContext } from '#connector-sdk';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadRow } from '../../converting/asterisk/read-lines.js';
import type { PhoneInboxConfig } from '../../phone.config.js';
import type { CallLedger } from '../call-ledger.js';
import type { SideTells } from '../side-tells.js';
import { type Checkpoint, continues, makeCheckpoint } from './checkpoint.js';
import { findRotated, openIfThere } from './find-rotated.js';
import { LineSource, type LineSink } from './line-source.js';
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
  readonly reason: string;
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
      return this.context.report({ state: 'connected', detail: `waits for ${this.config.path}, which is not there yet` });
    }
    // First: bytes of another file under the same handle would be read from the middle.
    if (await this.wasRotated(source)) return this.turnOver(source);
    await this.takeAll(source, false);
    const { quietMs } = this.config;
    if (source.hasPartial && this.now() - this.grewAt >= quietMs) source.settle(this.sink);
    await this.tellDue(false);
    await this.save();
    this.context.report({ state: 'connected', detail: `follows ${this.config.path}` });
  }

  /** The file under the name, from where it was told; first what was rotated away meanwhile. */
  private async openFile(): Promise<LineSource | null> {
    const { path } = this.config;
    if (this.saved !== null) {
      const handle = await openIfThere(path);
      if (handle !== null) {
        const same = (await handle.stat()).ino === this.saved.inode && (await continues(handle, this.saved));
        if (same) return (this.source = new LineSource(handle, this.saved.offset, this.config));
        await handle.close();
      } else if ((await stat(path).catch(() => null)) === null && (await findRotated(path, this.saved)).files.length === 0) return null;
      await this.takeRotated(this.saved);
    }
    const handle = await openIfThere(path);
    if (handle === null) return null;
    this.source = new LineSource(handle, 0, this.config);
    await this.save();
    return this.source;
  }

  private async takeRotated(checkpoint: Checkpoint): Promise<void> {
    const { files, complete } = await findRotated(this.config.path, checkpoint);
    for (const { path, offset } of files) {
      const handle = await openIfThere(path);
      if (handle === null) continue;
      const source = new LineSource(handle, offset, this.config);
      try {
        await this.takeAll(source, true);
        await this.tellDue(true);
      } finally {
        await handle.close();
      }
    }
    if (complete) return;
    const reason = `${this.config.path} was rotated, and what it was is not beside it any more: rows behind byte ${checkpoint.offset} may be lost`;
    await this.tells.tellGap(new Date(checkpoint.at), reason, this.config.path);
  }

  private async takeAll(source: LineSource, atEnd: boolean): Promise<void> {
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
    return this.saved !== null && !(await continues(source.handle, this.saved));
  }

  /** Under the name is another file, or the same was emptied: all that was before is told first. */
  private async turnOver(source: LineSource): Promise<void> {
    const renamed = (await stat(this.config.path).catch(() => null))?.ino !== (await source.handle.stat()).ino;
    if (renamed) {
      await this.takeAll(source, true);
      await this.tellDue(true);
      await this.save();
      // From here on a crash finds the old file told whole, and begins the new one.
    } else {
      await this.tellDue(true);
      const told = this.saved;
      if (told !== null) await this.takeRotated({ ...told, offset: source.position });
    }
    await source.handle.close();
    this.source = null;
    const handle = await openIfThere(this.config.path);
    if (handle === null) return;
    this.source = new LineSource(handle, 0, this.config);
    await this.save();
  }

  private readonly sink: LineSink = {
    row: (read: ReadRow, offset: number) => this.open.add(read, offset, this.now()),
    reject: (line, offset, bytes, reason) => this.rejects.push({ line, offset, bytes, reason }),
  };

  private async parkRejects(): Promise<void> {
    const name = `${basename(this.config.path)}:${this.saved?.inode ?? 0}`;
    for (let first = this.rejects[0]; first !== undefined; first = this.rejects[0]) {
      await this.tells.park(first.line, { file: this.config.path, offset: first.offset, bytes: first.bytes, name }, first.reason);
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
