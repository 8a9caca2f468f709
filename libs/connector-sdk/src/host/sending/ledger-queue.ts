import { RetriableError } from '#runtime';
import type { LedgerChange, SentCommandsRepository } from './sent-commands.repository.js';

interface Waiting {
  readonly change: LedgerChange;
  readonly resolve: (done: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Marks and ends of many conversations that are sent at once share commits: what waits while one is under way goes together in the next. */
export class LedgerQueue {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly commands: Pick<SentCommandsRepository, 'apply'>) {}

  /** Resolves, when durable, to whether it took effect. */
  apply(change: LedgerChange): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ change, resolve, reject });
      if (this.writing) return;
      this.writing = true;
      setImmediate(() => void this.drain());
    });
  }

  async applyAll(changes: readonly LedgerChange[]): Promise<void> {
    await Promise.all(changes.map((change) => this.apply(change)));
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) await this.write(this.takeGroup());
    this.writing = false;
  }

  /** One change a command: a second one of the same waits for the next commit. */
  private takeGroup(): Waiting[] {
    const group = new Map<string, Waiting>();
    const left: Waiting[] = [];
    for (const item of this.waiting) {
      const { commandId } = item.change.tried.reply;
      if (group.has(commandId)) left.push(item);
      else group.set(commandId, item);
    }
    this.waiting = left;
    return [...group.values()];
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    try {
      const done = await this.commands.apply(group.map(({ change }) => change));
      for (const { change, resolve } of group) resolve(done.has(change.tried.reply.commandId));
    } catch (error) {
      if (group.length > 1 && !(error instanceof RetriableError)) for (const item of group) await this.write([item]);
      else for (const { reject } of group) reject(error);
    }
  }
}
