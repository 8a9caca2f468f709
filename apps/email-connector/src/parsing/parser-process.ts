import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { encodeHead, FrameReader } from './frames.js';
import type { MailEnvelope, ParseFailure } from './parser.js';
import { ProgressFile } from './progress-file.js';

export type ParserTask =
  | { readonly kind: 'deliver'; readonly envelope: MailEnvelope }
  | { readonly kind: 'inspect-mail' }
  | { readonly kind: 'inspect-body'; readonly html: boolean }
  | { readonly kind: 'inspect-html' };

/** One mail on its way through a parser process. */
export interface Job {
  readonly task: ParserTask;
  readonly raw: Buffer;
  /** Times a process ended under it without our doing. */
  crashes: number;
  readonly answer: (sections: Buffer[]) => void;
  readonly fail: (failure: ParseFailure) => void;
  readonly abandon: () => void;
}

/** What a process left when it ended. */
export interface Unanswered {
  readonly atWork: Job | null;
  readonly others: Job[];
}

export interface Limits {
  /** Wall clock for one mail, ms. */
  readonly timeoutMs: number;
  /** Resident memory of the process, bytes. */
  readonly maxBytes: number;
}

/** How often the watch looks; a head's age is counted in looks, so a stalled parent does not take it for a stalled child. */
export const WATCH_MS = 50;
/** So long one mail may take before another process is put beside. */
const SLOW_MS = 200;
/** Loading the parser's modules takes 0.2 s on an idle machine. */
const USUAL_START_MS = 1_000;
const START_MS = 30_000;

/** One child process and the mails it was given; answers come in the order of the mails, those to small mails in groups. */
export class ParserProcess {
  readonly jobs: Job[] = [];
  bytes = 0;
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly frames = new FrameReader();
  private readonly progress = new ProgressFile();
  private answered = 0;
  private headAgeMs = 0;
  private ready = false;
  private verdict: ParseFailure | null = null;

  /** `onEnd` is called once, when the process and its streams are gone. */
  constructor(
    modulePath: URL,
    private readonly limits: Limits,
    private readonly onAnswer: () => void,
    onEnd: (process: ParserProcess, left: Unanswered, verdict: ParseFailure | null) => void,
  ) {
    const heapMb = Math.max(64, Math.floor((limits.maxBytes / 1_048_576) * 0.8));
    // no environment: a process that reads hostile bytes holds no secret
    // it works alone beside the door, and so does its collector
    const limited = [`--max-old-space-size=${heapMb}`, '--max-semi-space-size=8', '--no-parallel-scavenge'];
    this.child = spawn(process.execPath, [...limited, fileURLToPath(modulePath)], {
      stdio: ['pipe', 'pipe', 'ignore', this.progress.descriptor],
      env: {},
    }) as ChildProcessByStdio<Writable, Readable, null>;
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.on('data', (chunk: Buffer) => this.take(chunk));
    let ended = false;
    const end = (verdict: ParseFailure | null) => {
      if (ended) return;
      ended = true;
      onEnd(this, this.takeUnanswered(), verdict);
    };
    this.child.on('error', (error) => end(this.verdict ?? { code: 'parser_crash', message: error.message }));
    this.child.on('close', (_code, signal) => end(this.verdict ?? (signal === 'SIGABRT' ? memoryFailure(limits) : null)));
  }

  /** Has it been at one mail, or at starting, for longer than usual? */
  get slow(): boolean {
    return this.headAgeMs >= (this.ready ? SLOW_MS : USUAL_START_MS);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  send(jobs: readonly Job[]): void {
    if (this.jobs.length === 0) this.headAgeMs = 0;
    const pieces: Buffer[] = [];
    for (const job of jobs) {
      this.jobs.push(job);
      this.bytes += job.raw.length;
      const task = Buffer.from(JSON.stringify(job.task));
      pieces.push(encodeHead([task, job.raw]), task, job.raw);
    }
    // Small mails are copied into one piece, which costs less than a write each; a large one is alone and goes as it is.
    if (jobs.length > 1) this.child.stdin.write(Buffer.concat(pieces));
    else for (const piece of pieces) this.child.stdin.write(piece);
  }

  /** To be called every `WATCH_MS` while there is work: kills a process that takes too long or too much. */
  watch(): void {
    if (this.jobs.length === 0 || this.verdict) return;
    this.headAgeMs += WATCH_MS;
    if (!this.ready) {
      if (this.headAgeMs > START_MS) this.kill({ code: 'parser_crash', message: `a parser process did not start within ${START_MS} ms` });
    } else if (this.headAgeMs > this.limits.timeoutMs) {
      this.kill({ code: 'parser_timeout', message: `parsing took longer than ${this.limits.timeoutMs} ms` });
    } else if (residentBytes(this.child.pid) > this.limits.maxBytes) this.kill(memoryFailure(this.limits));
  }

  /** Ends the process after the mails it has. */
  finish(): void {
    this.child.stdin.end();
  }

  private take(chunk: Buffer): void {
    for (const sections of this.frames.push(chunk)) {
      if (sections.length === 0) {
        this.ready = true;
        this.headAgeMs = 0;
        continue;
      }
      const job = this.jobs.shift();
      this.answered += 1;
      this.headAgeMs = 0;
      if (!job) continue;
      this.bytes -= job.raw.length;
      job.answer(sections);
    }
    this.onAnswer();
  }

  /** What it began last was at work; mails before that were parsed, but their answers never left. */
  private takeUnanswered(): Unanswered {
    const begun = this.progress.read() - this.answered;
    this.progress.close();
    const jobs = this.jobs.splice(0);
    const atWork = jobs[begun - 1] ?? null;
    return { atWork, others: jobs.filter((job) => job !== atWork) };
  }

  private kill(verdict: ParseFailure): void {
    this.verdict = verdict;
    this.child.kill('SIGKILL');
  }
}

function memoryFailure(limits: Limits): ParseFailure {
  return { code: 'parser_memory', message: `parsing took more than ${Math.round(limits.maxBytes / 1_048_576)} MiB` };
}

/** Resident set of a process; 0 where the system has no /proc (there the heap limit alone holds). */
function residentBytes(pid: number | undefined): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return Number(kilobytes?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
