import { availableParallelism } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger, RetriableError, SETTINGS, type Settings } from '#runtime';
import { salvageMail } from '../converting/salvage.js';
import { toInspection } from '../converting/to-inspection.js';
import type { MailEnvelope, MailParser, ParsedDelivery, ParsedHead, ParseFailure } from './parser.js';
import { type Job, ParserProcess, type ParserTask, type Unanswered, WATCH_MS } from './parser-process.js';
import { keepUnread } from './unread-mail.js';

/**
 * Mails that go to a process at once: what waits while it works. Each write wakes the other side, which costs as much as parsing a mail, and
 * what is parsed together goes to the log in one commit: against groups of six a mail costs a twelfth less.
 */
const GROUP_MAILS = 20;
const GROUP_BYTES = 262_144;
/**
 * A further process is put to work when so many mails wait: one that parses all is the faster for having seen more. Where there are only two
 * cores, the door, the desk and the database fill what the first leaves; there the second only stands in for one that is slow.
 */
const BUSY_AHEAD = availableParallelism() > 2 ? 4 : Number.POSITIVE_INFINITY;
const IDLE_MS = 60_000;
/** Crashes of young processes in a row after which starting more is no use. */
const MAX_START_FAILURES = 5;

type PoolSettings = Pick<Settings, 'email'>;

/** Parses mails in child processes under a wall clock and a memory limit; processes start when there is work, all but one stop when idle. */
@Injectable()
export class ParserPool implements MailParser {
  private readonly processes = new Set<ParserProcess>();
  private readonly waiting: Job[] = [];
  private watching: NodeJS.Timeout | null = null;
  private idleLooks = 0;
  private failuresInARow = 0;
  private stopped: (() => void)[] | null = null;
  private handing = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: PoolSettings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async parse(raw: Buffer, envelope: MailEnvelope): Promise<ParsedDelivery> {
    const outcome = await this.run({ kind: 'deliver', envelope }, raw);
    if ('code' in outcome) return keepUnread(raw, envelope, outcome);
    const [first, json, ...blobs] = outcome;
    const answer = JSON.parse(first!.toString('utf8')) as ParsedHead | { error: string };
    if ('error' in answer) return keepUnread(raw, envelope, { code: 'parser_error', message: answer.error });
    const { head, direction, bounce } = answer;
    return { event: { head, json: json!.toString('utf8') }, direction, blobs: [raw, ...blobs], bounce, failure: null };
  }

  /** The line that `inspect` shows, made in the same processes by the same code. */
  async inspect(task: Exclude<ParserTask, { kind: 'deliver' }>, raw: Buffer): Promise<Record<string, unknown>> {
    const outcome = await this.run(task, raw);
    if ('code' in outcome) return toInspection(salvageMail(raw, outcome));
    const answer = JSON.parse(outcome[0]!.toString('utf8')) as { line: Record<string, unknown> } | { error: string };
    if ('line' in answer) return answer.line;
    return toInspection(salvageMail(raw, { code: 'parser_error', message: answer.error }));
  }

  /** Of the processes that run now, for measuring. */
  processIds(): number[] {
    return [...this.processes].flatMap(({ pid }) => pid ?? []);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.stopped ??= [];
      this.stopped.push(resolve);
      for (const job of this.waiting.splice(0)) job.abandon();
      for (const process of this.processes) process.finish();
      this.settle();
    });
  }

  private run(task: ParserTask, raw: Buffer): Promise<Buffer[] | ParseFailure> {
    return new Promise((resolve, reject) => {
      const abandon = () =>
        reject(
          new RetriableError('the mail parsers are stopped or cannot be started', {
            code: 'parser_unavailable',
            hint: 'see the log for why',
          }),
        );
      if (this.stopped) return abandon();
      this.waiting.push({ task, raw, crashes: 0, answer: resolve, fail: resolve, abandon });
      this.handSoon();
      this.watching ??= setInterval(() => this.watch(), WATCH_MS);
    });
  }

  /** Soon: mails of the same turn go together. */
  private handSoon(): void {
    if (this.handing) return;
    this.handing = true;
    setImmediate(() => {
      this.handing = false;
      this.hand();
    });
  }

  /** Gives what waits to processes that have nothing to do; to one beside another that works only when that is not soon done. */
  private hand(): void {
    for (const process of this.processes) {
      if (this.waiting.length === 0 || !this.isWantingHands()) return;
      if (process.jobs.length === 0) process.send(this.takeGroup());
    }
    if (this.waiting.length === 0 || !this.isWantingHands() || this.stopped) return;
    if (this.processes.size >= this.settings.email.parserProcesses) return;
    try {
      this.startProcess().send(this.takeGroup());
    } catch (error) {
      // No descriptor, no memory or no disk for one more; those that run will do.
      this.log.warn('a parser process cannot be started', { error });
      if (this.processes.size === 0) for (const job of this.waiting.splice(0)) job.abandon();
    }
  }

  private isWantingHands(): boolean {
    const working = [...this.processes].filter(({ jobs }) => jobs.length > 0);
    return working.length === 0 || this.waiting.length >= BUSY_AHEAD || working.every(({ slow }) => slow);
  }

  private takeGroup(): Job[] {
    let bytes = 0;
    const fits = this.waiting.findIndex((job, index) => {
      bytes += job.raw.length;
      return index > 0 && (index >= GROUP_MAILS || bytes > GROUP_BYTES);
    });
    return this.waiting.splice(0, fits === -1 ? this.waiting.length : fits);
  }

  private startProcess(): ParserProcess {
    const { parserTimeoutMs: timeoutMs, parserMaxBytes: maxBytes } = this.settings.email;
    const process = new ParserProcess(
      childModule(),
      { timeoutMs, maxBytes },
      () => {
        this.failuresInARow = 0;
        this.hand();
      },
      (ended, left, verdict) => this.replace(ended, left, verdict),
    );
    this.processes.add(process);
    return process;
  }

  /** What we stopped, the mail at work brought about; a process that died otherwise gets it a second try. */
  private replace(ended: ParserProcess, left: Unanswered, verdict: ParseFailure | null): void {
    this.processes.delete(ended);
    const head = left.atWork ?? left.others[0];
    const others = left.others.filter((job) => job !== head);
    if (head) {
      head.crashes++;
      this.failuresInARow++;
      const failure = verdict ?? { code: 'parser_crash' as const, message: 'the parser process ended twice under this mail' };
      if (this.failuresInARow > MAX_START_FAILURES) head.abandon();
      else if (verdict?.code === 'parser_timeout' || verdict?.code === 'parser_memory' || head.crashes > 1) head.fail(failure);
      else others.unshift(head);
      this.log.warn('parser process replaced', { reason: verdict?.code ?? 'ended', handedOn: others.length });
    }
    if (this.stopped) for (const job of others) job.abandon();
    else this.waiting.unshift(...others);
    this.hand();
    this.settle();
  }

  private watch(): void {
    let busy = this.waiting.length > 0;
    for (const process of this.processes) {
      process.watch();
      busy ||= process.jobs.length > 0;
    }
    this.hand();
    this.idleLooks = busy ? 0 : this.idleLooks + 1;
    if (this.idleLooks * WATCH_MS < IDLE_MS) return;
    for (const process of [...this.processes].slice(1)) process.finish();
    this.stopWatching();
  }

  private settle(): void {
    if (!this.stopped || this.processes.size > 0) return;
    this.stopWatching();
    for (const resolve of this.stopped.splice(0)) resolve();
  }

  private stopWatching(): void {
    if (this.watching) clearInterval(this.watching);
    this.watching = null;
    this.idleLooks = 0;
  }
}

/** The built module: a parser process runs plain JavaScript also when we were loaded from source. */
function childModule(): URL {
  const here = import.meta.url;
  if (!here.endsWith('.ts')) return new URL('./parser-child.js', here);
  return new URL('./parser-child.js', here.replace(/\/(apps\/email-connector\/src\/parsing\/[^/]*)$/, '/dist/$1'));
}
