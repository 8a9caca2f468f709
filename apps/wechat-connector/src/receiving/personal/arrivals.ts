import type { Clock } from '#runtime';

export interface ArrivalParts<T> {
  /** Fetches what an id names. Must not reject. */
  fetch(id: string): Promise<T>;
  /** Called in the order of arrival. Null: it needs nothing more. */
  laneOf(item: T): string | null;
  /** What takes long and must keep the order of its lane. False: given up, and so is what comes behind it in its lane. Must not reject. */
  take(item: T, arrivedAt: Date): Promise<boolean>;
}

/** Fetched at once: a burst must not open hundreds of calls. */
const MOST_FETCHES = 8;

/**
 * Events name messages only by their ids. They are fetched side by side, sorted into their conversations in the order in which they came, and
 * there one waits for the one before, so that a file overtakes no text and holds up no other conversation.
 */
export class Arrivals<T> {
  private readonly lanes = new Map<string, Promise<boolean>>();
  private readonly waiting: { readonly run: () => void }[] = [];
  private readonly unfinished = new Map<symbol, Date>();
  private sorting: Promise<void> = Promise.resolve();
  private fetching = 0;
  private givenUp = 0;

  constructor(
    private readonly parts: ArrivalParts<T>,
    private readonly clock: Clock,
  ) {}

  get size(): number {
    return this.unfinished.size;
  }

  /** When the oldest came that is not durable yet: nobody may say that all before now is safe. */
  get oldestAt(): Date | null {
    const [first] = this.unfinished.values();
    return first ?? null;
  }

  arrive(id: string): void {
    const ticket = Symbol(id);
    const arrivedAt = this.clock.now();
    this.unfinished.set(ticket, arrivedAt);
    const fetched = this.fetch(id);
    this.sorting = this.sorting.then(async () => this.sort(await fetched, arrivedAt, ticket));
  }

  /** Resolves when all that came is through or given up. */
  async idle(): Promise<void> {
    while (this.unfinished.size > this.givenUp) {
      await this.sorting;
      await Promise.all(this.lanes.values());
    }
  }

  private sort(item: T, arrivedAt: Date, ticket: symbol): void {
    const lane = this.parts.laneOf(item);
    if (lane === null) return void this.unfinished.delete(ticket);
    const before = this.lanes.get(lane) ?? Promise.resolve(true);
    const through = before.then(async (mayGo) => {
      const taken = mayGo && (await this.parts.take(item, arrivedAt));
      if (!taken) {
        this.givenUp += 1;
        return false;
      }
      this.unfinished.delete(ticket);
      if (this.lanes.get(lane) === through) this.lanes.delete(lane);
      return true;
    });
    this.lanes.set(lane, through);
  }

  private async fetch(id: string): Promise<T> {
    if (this.fetching >= MOST_FETCHES) await new Promise<void>((resolve) => this.waiting.push({ run: resolve }));
    this.fetching += 1;
    try {
      return await this.parts.fetch(id);
    } finally {
      this.fetching -= 1;
      this.waiting.shift()?.run();
    }
  }
}
