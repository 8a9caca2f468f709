import type { Clock } from '#runtime';
import type { Notes } from '../conversing.js';
import { MemoryTranscript } from './memory-stores.js';

interface Ear {
  readonly owner: object;
  readonly listener: (note: unknown) => void;
}

/** What several processes of one inbox have together: give one to the contexts of two connectors to play a cluster. */
export class MemoryHouse {
  private readonly transcripts = new Map<string, MemoryTranscript>();
  private ears: Ear[] = [];

  transcript(conversationKey: string, clock: Clock): MemoryTranscript {
    const known = this.transcripts.get(conversationKey) ?? new MemoryTranscript(clock);
    this.transcripts.set(conversationKey, known);
    return known;
  }

  async heads(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const known = keys.filter((key) => this.transcripts.has(key));
    const heads = await Promise.all(known.map(async (key) => [key, await this.transcripts.get(key)!.head()] as const));
    return new Map(heads.filter(([, head]) => head > 0));
  }

  notesOf(owner: object, signal: AbortSignal): Notes {
    return {
      tell: (note) => {
        const copy = JSON.parse(JSON.stringify(note)) as unknown;
        for (const ear of this.ears) if (ear.owner !== owner) ear.listener(copy);
      },
      hear: (listener, missed) => {
        const ear = { owner, listener };
        this.ears.push(ear);
        signal.addEventListener('abort', () => (this.ears = this.ears.filter((other) => other !== ear)), { once: true });
        missed();
      },
    };
  }
}
