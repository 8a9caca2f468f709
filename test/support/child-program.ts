import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Longer than a busy machine needs to open all modules; whoever says nothing for so long hangs. */
const SILENT_MS = 90_000;

/** A file run by a Node process of its own; it says something by printing JSON, one value a line. */
export class ChildProgram {
  readonly said: unknown[] = [];
  private readonly exited: Promise<unknown>;
  private heard: () => void = () => undefined;

  private constructor(private readonly child: ChildProcess) {
    this.exited = once(child, 'close').then(() => this.heard());
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.said.push(JSON.parse(line));
        this.heard();
      });
  }

  /** `file` is named from the root of the repository. */
  static start(file: string, ...args: readonly string[]): ChildProgram {
    // What needs no compiling does without the thread that compiles.
    const compiling = file.endsWith('.ts') ? ['--conditions', 'source', '--import', './test/support/typescript.mjs'] : [];
    const flags = [...compiling, '--no-warnings'];
    return new ChildProgram(spawn(process.execPath, [...flags, file, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves with the first thing said that fits; rejects when the program ends before, or says nothing new for long. */
  async waitFor<T>(fits: (value: unknown) => value is T): Promise<T> {
    for (let at = 0; ;) {
      for (; at < this.said.length; at += 1) {
        const value = this.said[at];
        if (fits(value)) return value;
      }
      if (!this.isRunning)
        throw new Error(
          `child ended with ${this.child.exitCode ?? this.child.signalCode} after saying ${JSON.stringify(this.said.slice(-3))}`,
        );
      await this.next();
    }
  }

  private async next(): Promise<void> {
    const silent = new Error(`child ${this.pid} says nothing for ${SILENT_MS} ms, after ${JSON.stringify(this.said.slice(-3))}`);
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(silent), SILENT_MS).unref();
      this.heard = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }

  /** Sends the signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    this.child.kill(signal);
    await this.exited;
  }

  async ended(): Promise<number | null> {
    await this.exited;
    return this.child.exitCode;
  }
}
