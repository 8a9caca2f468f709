import type { StateStore } from '#connector-sdk';
import type { Incident } from '../../converting/alerts/incident.js';

const INDEX = 'incidents';
/** Groups that are remembered; of those beyond only the tickets are. */
const MOST_GROUPS = 1_000;
const MOST_IN_MEMORY = 200;

interface IndexEntry {
  readonly group: string;
  readonly since: number;
}

/** Incidents in the state store of the inbox, the newest in memory. Used by the holder of the inbox's lease alone, so what is in memory is true. */
export class IncidentStore {
  private readonly known = new Map<string, Incident | null>();
  private index: IndexEntry[] | null = null;

  constructor(private readonly state: StateStore) {}

  async find(group: string): Promise<Incident | null> {
    if (!this.known.has(group)) this.remember(group, await this.state.get<Incident>(keyOf(group)));
    return this.known.get(group)!;
  }

  /** Durable when it resolves. A group that is new is put on the list first: what is not on the list would not be found after a crash. */
  async save(group: string, incident: Incident, now: Date): Promise<void> {
    await this.enlist(group, now);
    await this.state.set(keyOf(group), incident);
    this.remember(group, incident);
  }

  /** Groups, oldest first. */
  async list(): Promise<readonly string[]> {
    return (await this.loadIndex()).map(({ group }) => group);
  }

  /** Groups that came new since then. */
  async countSince(time: Date): Promise<number> {
    return (await this.loadIndex()).filter(({ since }) => since >= time.getTime()).length;
  }

  private enlisting: Promise<void> = Promise.resolve();

  /** One after the other: each writes the whole list. */
  private enlist(group: string, now: Date): Promise<void> {
    const work = this.enlisting.then(async () => {
      const index = await this.loadIndex();
      if (index.some((entry) => entry.group === group)) return;
      const next = [...index, { group, since: now.getTime() }];
      const gone = next.splice(0, Math.max(0, next.length - MOST_GROUPS));
      await this.state.set(INDEX, next);
      this.index = next;
      for (const { group: old } of gone) {
        this.known.delete(old);
        await this.state.delete(keyOf(old));
      }
    });
    this.enlisting = work.catch(() => undefined);
    return work;
  }

  private async loadIndex(): Promise<IndexEntry[]> {
    this.index ??= (await this.state.get<IndexEntry[]>(INDEX)) ?? [];
    return this.index;
  }

  private remember(group: string, incident: Incident | null): void {
    this.known.delete(group);
    if (this.known.size >= MOST_IN_MEMORY) this.known.delete(this.known.keys().next().value!);
    this.known.set(group, incident);
  }
}

function keyOf(group: string): string {
  return `incident:${group}`;
}
