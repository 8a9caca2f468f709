import type { ConsumedRecord } from '../port.js';
import type { LogRepository, ReadPlace } from './log.repository.js';

interface Waiting {
  readonly place: ReadPlace;
  readonly resolve: (records: ConsumedRecord[]) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_PLACES = 32;
const MAX_STATEMENTS = 2;

/** Reads partitions that ask at the same moment, or while earlier reads are under way, with one statement. */
export class JointReader {
  private readonly waiting: Waiting[] = [];
  private active = 0;

  constructor(private readonly log: LogRepository) {}

  read(place: ReadPlace): Promise<ConsumedRecord[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ place, resolve, reject });
      queueMicrotask(() => this.begin());
    });
  }

  private begin(): void {
    while (this.active < MAX_STATEMENTS && this.waiting.length > 0) {
      this.active += 1;
      void this.run(this.waiting.splice(0, MAX_PLACES)).finally(() => {
        this.active -= 1;
        this.begin();
      });
    }
  }

  private async run(joint: readonly Waiting[]): Promise<void> {
    try {
      const found = await this.log.readMany(joint.map(({ place }) => place));
      for (const [index, { resolve }] of joint.entries()) resolve(found[index] ?? []);
    } catch (error) {
      for (const { reject } of joint) reject(error);
    }
  }
}
