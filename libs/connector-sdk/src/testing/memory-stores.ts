import type { BlobRef } from '#contracts';
import { PermanentError, type Clock } from '#runtime';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ConnectorBlobs, StateOptions, StateStore, Transcript, TranscriptLine } from '../context.js';

interface KeptValue extends StateOptions {
  readonly json: string;
}

/** A state store that outlives the context it is given to, as the real one outlives a process. Values are copied, as JSON would. */
export class MemoryState implements StateStore {
  private readonly values = new Map<string, KeptValue>();

  /** Without a clock nothing is ever over. */
  constructor(private readonly clock?: Clock) {}

  get<T>(key: string): Promise<T | null> {
    const kept = this.values.get(key);
    const over = kept?.expiresAt !== undefined && this.clock !== undefined && kept.expiresAt <= this.clock.now();
    return Promise.resolve(kept === undefined || over ? null : (JSON.parse(kept.json) as T));
  }

  set(key: string, value: unknown, options: StateOptions = {}): Promise<void> {
    this.values.set(key, { ...options, json: JSON.stringify(value) });
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.values.delete(key);
    return Promise.resolve();
  }

  /** Takes out what names the conversation. */
  erase(conversationKey: string): void {
    for (const [key, kept] of this.values) if (kept.conversationKey === conversationKey) this.values.delete(key);
  }

  /** All of it, to look at. */
  entries(): Record<string, unknown> {
    return Object.fromEntries([...this.values].map(([key, { json }]) => [key, JSON.parse(json) as unknown]));
  }
}

export class MemoryBlobs implements ConnectorBlobs {
  private readonly contents = new Map<string, Buffer>();
  /** Refs of what was put sealed. */
  readonly sealed = new Set<string>();

  describe(content: Buffer): { ref: BlobRef; sha256: string; bytes: number } {
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { ref: `sha256:${sha256}` as BlobRef, sha256, bytes: content.length };
  }

  async put(content: Buffer | Readable, options?: { readonly sealed?: boolean }): Promise<{ ref: BlobRef; sha256: string; bytes: number }> {
    const whole = Buffer.isBuffer(content) ? content : Buffer.concat(await content.toArray());
    const described = this.describe(whole);
    this.contents.set(described.ref, Buffer.from(whole));
    if (options?.sealed === true) this.sealed.add(described.ref);
    return described;
  }

  get(ref: BlobRef): Promise<Buffer> {
    const content = this.contents.get(ref);
    if (content === undefined) return Promise.reject(new PermanentError(`No blob ${ref}`, { code: 'blob_missing' }));
    return Promise.resolve(content);
  }

  async open(ref: BlobRef): Promise<{ stream: Readable; bytes: number }> {
    const content = await this.get(ref);
    return { stream: Readable.from([content]), bytes: content.length };
  }

  has(ref: string): boolean {
    return this.contents.has(ref);
  }
}

export class MemoryTranscript implements Transcript {
  private lines: TranscriptLine[] = [];
  private last = 0;
  private forgotten = 0;

  constructor(private readonly clock: Clock) {}

  append(line: Parameters<Transcript['append']>[0]): Promise<{ seq: number; repeated: boolean }> {
    const known = this.lines.find((candidate) => candidate.id === line.id);
    if (known !== undefined) return Promise.resolve({ seq: known.seq, repeated: true });
    const seq = (this.last += 1);
    this.lines.push({ seq, id: line.id, direction: line.direction, body: line.body, at: this.clock.now() });
    return Promise.resolve({ seq, repeated: false });
  }

  since(seq: number, limit = 200): Promise<TranscriptLine[]> {
    return Promise.resolve(this.lines.filter((line) => line.seq > seq).slice(0, limit));
  }

  head(): Promise<number> {
    return Promise.resolve(this.last);
  }

  extent(): Promise<{ head: number; forgotten: number }> {
    return Promise.resolve({ head: this.last, forgotten: this.forgotten });
  }

  /** Takes all lines out. */
  erase(): void {
    this.lines = [];
    this.forgotten = this.last;
  }
}
