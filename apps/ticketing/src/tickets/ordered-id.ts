import { randomUUID } from 'node:crypto';

/**
 * A UUID v7 (RFC 9562 5.7): what is made later sorts later. Rows that are written together then lie together in every index that begins with
 * the id; with random ids each costs a page of the write-ahead log of its own once the tables are large.
 */
export function makeOrderedId(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** When an id was made, in ms; 0 for one that does not tell. */
export function timeOfOrderedId(id: string): number {
  return id[14] === '7' ? parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : 0;
}
