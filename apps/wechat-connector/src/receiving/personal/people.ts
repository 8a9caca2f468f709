import { setTimeout as sleep } from 'node:timers/promises';
import type { PuppetLink } from './puppet-link.js';
import { type Person, readPerson, readRoomName, readRoomTopic } from './puppet-reads.js';
import type { PuppetRpc } from './puppet-rpc.js';

const KEPT_MS = 10 * 60_000;
const MOST_KEPT = 5_000;
/** A message does not wait longer for a name. */
const PATIENCE_MS = 3_000;

/** Names of people and rooms, asked for once in a while and dropped when the puppet says that they changed. Null where it does not tell. */
export class People {
  private readonly kept = new Map<string, { readonly value: Promise<unknown>; readonly until: number }>();

  constructor(private readonly link: PuppetLink) {}

  person(id: string): Promise<Person | null> {
    return this.ask(`person ${id}`, (rpc) => readPerson(rpc, id));
  }

  roomTopic(id: string): Promise<string | null> {
    return this.ask(`room ${id}`, (rpc) => readRoomTopic(rpc, id));
  }

  roomName(roomId: string, memberId: string): Promise<string | null> {
    return this.ask(`member ${roomId} ${memberId}`, (rpc) => readRoomName(rpc, roomId, memberId));
  }

  forget(id: string): void {
    for (const name of this.kept.keys()) if (name.split(' ').includes(id)) this.kept.delete(name);
  }

  private ask<T>(name: string, question: (rpc: PuppetRpc) => Promise<T>): Promise<T | null> {
    const known = this.kept.get(name);
    if (known !== undefined && known.until > performance.now()) return known.value as Promise<T | null>;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const value = this.inTime(question).catch(() => {
      this.kept.delete(name);
      return null;
    });
    this.kept.set(name, { value, until: performance.now() + KEPT_MS });
    return value;
  }

  private async inTime<T>(question: (rpc: PuppetRpc) => Promise<T>): Promise<T> {
    const over = new AbortController();
    try {
      const late = sleep(PATIENCE_MS, undefined, { signal: over.signal }).then(() => Promise.reject(new Error('too slow')));
      return await Promise.race([this.link.use(question), late]);
    } finally {
      over.abort();
    }
  }
}
