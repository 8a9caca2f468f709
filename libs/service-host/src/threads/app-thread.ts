import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { AppDefinition } from '#runtime';
import { unpackError } from './carried-error.js';
import type { Answer, Question, Questions, ThreadPlan } from './questions.js';

/** Half of the usual nursery: what a thread of ours keeps of a message is short-lived, and 17 MB of the process stay free. */
const YOUNG_MB = 24;

/** An app that runs in a thread of its own. */
export interface ThreadSource {
  /** Of the app, in logs and traces. */
  readonly name: string;
  /** Built module whose body is `await runAppThread(load)`. */
  readonly entry: URL;
  /** Of its connectors: inboxes of these are its own to judge and to run. */
  readonly channels: readonly string[];
  /** Imports the app here, to judge settings that nobody could start with. */
  readonly load: () => Promise<AppDefinition>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * The main thread's end of an app in a thread. A thread that ends unasked throws where nobody catches: as with an exception of the main
 * thread, the process ends and is started again.
 */
export class AppThread {
  readonly name: string;
  /** For the log of this thread. */
  readonly neighbour: MessagePort;
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private ended = false;

  constructor({ name, entry }: ThreadSource, defaults?: ThreadPlan['defaults']) {
    this.name = name;
    const { port1, port2 } = new MessageChannel();
    this.neighbour = port1;
    const plan: ThreadPlan = { name, neighbour: port2, ...(defaults === undefined ? {} : { defaults }) };
    this.worker = new Worker(entry, {
      name,
      workerData: plan,
      transferList: [port2],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.worker.on('message', (answer: Answer) => this.hear(answer));
    this.worker.on('error', (error) => {
      this.ended = true;
      throw error;
    });
    this.worker.on('exit', (code) => {
      if (!this.ended) throw new Error(`the thread of ${name} ended with code ${code}`);
    });
  }

  ask<Name extends keyof Questions>(name: Name, ...[argument]: Parameters<Questions[Name]>): ReturnType<Questions[Name]> {
    const id = ++this.asked;
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.worker.postMessage({ id, name, argument } satisfies Question);
    return answer as ReturnType<Questions[Name]>;
  }

  /** Ends the thread, whatever it does; what it was asked and did not answer rejects. */
  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
    for (const asker of this.waiting.values()) asker.reject(new Error(`the thread of ${this.name} has ended`));
    this.waiting.clear();
  }

  private hear(answer: Answer): void {
    const asker = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('error' in answer) asker?.reject(unpackError(answer.error));
    else asker?.resolve(answer.value);
  }
}
