import { type Contender, firstLine, runNode } from './contenders.js';
import type { TreeUse } from './processes.js';

export interface Throughput {
  readonly name: string;
  readonly mailsPerSecond: number;
  /** CPU of one mail by part, µs. */
  readonly cpuUs: { readonly main: number; readonly parsers: number; readonly postgres: number; readonly all: number };
  readonly idleMb?: number;
  /** Highest of each turn. */
  readonly peakMb?: readonly number[];
}

const CONNECTIONS = 20;

/** What a contender has done so far. */
export class Turns {
  readonly peaksMb: number[] = [];
  private sent = 0;
  private ms = 0;
  private mails = 0;
  private before: TreeUse | undefined;

  constructor(
    private readonly contender: Contender,
    private readonly warm: number,
  ) {}

  /** Mails a second of this turn. The CPU of the pauses in between is next to nothing: it is stopped then. */
  async take(round: string, full: number): Promise<number> {
    const count = round === 'warm' ? this.warm : full;
    if (round !== 'warm') this.before ??= this.contender.measure();
    let peakMb = 0;
    const watch = setInterval(() => (peakMb = Math.max(peakMb, Math.round(this.contender.measure().nodeRssBytes / 1e6))), 250);
    const sending = await send(this.contender.port, count, round);
    const answered = performance.now();
    this.sent += count;
    await this.contender.waitFor(this.sent);
    clearInterval(watch);
    const ms = sending + performance.now() - answered;
    if (round !== 'warm') {
      this.peaksMb.push(peakMb);
      this.ms += ms;
      this.mails += count;
    }
    return count / (ms / 1000);
  }

  summarise(): Throughput {
    return summarise(this.contender.name, this.mails, this.ms, this.before!, this.contender.measure());
  }
}

/** Resolves with the milliseconds from the first byte to the last answer: starting the sender does not count. */
async function send(port: number, count: number, run: string): Promise<number> {
  const sender = runNode('test/bench/sender', [String(port), 'support@example.com', String(count), String(CONNECTIONS), run]);
  const { ms, refused } = JSON.parse(await firstLine(sender)) as { ms: number; refused: number };
  if (refused > 0) throw new Error(`${refused} mails were refused`);
  return ms;
}

function summarise(name: string, count: number, ms: number, before: TreeUse, after: TreeUse): Throughput {
  const us = (part: 'mainCpuMs' | 'childrenCpuMs' | 'postgresCpuMs') => Math.round(((after[part] - before[part]) * 1000) / count);
  const [main, parsers, postgres] = [us('mainCpuMs'), us('childrenCpuMs'), us('postgresCpuMs')];
  return { name, mailsPerSecond: Math.round(count / (ms / 1000)), cpuUs: { main, parsers, postgres, all: main + parsers + postgres } };
}
