import { describe, expect, it } from '@jest/globals';
import type { EncodedRecord } from '../outgoing.js';
import { RecentRecords } from './recent-records.js';

const NOW = new Date('2026-03-02T10:00:00Z');
const encode = (id: string, bytes = 10): EncodedRecord => ({ topic: 't', key: `k-${id}`, json: JSON.stringify({ id }), bytes });
const at = (offset: number, limit = 100) => ({ topic: 't', partition: 3, offset, limit });
const idsOf = (recent: RecentRecords, head: number, offset: number, limit?: number) =>
  recent.find(head, at(offset, limit))?.map((record) => `${record.offset}:${record.envelope.id}`);

describe('records appended lately', () => {
  it('are found from any of their offsets on, up to the limit', () => {
    const recent = new RecentRecords();
    recent.remember(7, 12, [encode('a'), encode('b')], NOW);
    recent.remember(7, 13, [encode('c')], NOW);
    expect(idsOf(recent, 7, 10)).toEqual(['10:a', '11:b', '12:c']);
    expect(idsOf(recent, 7, 11, 1)).toEqual(['11:b']);
    expect(recent.find(7, at(12))).toMatchObject([{ topic: 't', partition: 3, key: 'k-c', appendedAt: NOW, attempt: 1, replayed: false }]);
  });

  it('end at a gap that another process wrote into, and are unknown in it, before it and in other partitions', () => {
    const recent = new RecentRecords();
    recent.remember(7, 11, [encode('a')], NOW);
    recent.remember(7, 14, [encode('d')], NOW);
    expect(idsOf(recent, 7, 10)).toEqual(['10:a']);
    expect(idsOf(recent, 7, 11)).toBeUndefined();
    expect(idsOf(recent, 7, 9)).toBeUndefined();
    expect(idsOf(recent, 7, 14)).toBeUndefined();
    expect(idsOf(recent, 8, 10)).toBeUndefined();
  });

  it('go, oldest first, when there are too many, and all at once when told so', () => {
    const recent = new RecentRecords(25);
    recent.remember(7, 12, [encode('a'), encode('b')], NOW);
    recent.remember(8, 5, [encode('c')], NOW);
    expect(idsOf(recent, 7, 10)).toBeUndefined();
    expect(idsOf(recent, 7, 11)).toEqual(['11:b']);
    expect(idsOf(recent, 8, 4)).toEqual(['4:c']);
    recent.clear();
    expect(idsOf(recent, 8, 4)).toBeUndefined();
  });

  it('go one by one for as long as others come', () => {
    const recent = new RecentRecords(50);
    for (let n = 0; n < 1_000; n += 1) {
      recent.remember(7, n + 1, [encode(`r${n}`)], NOW);
      const from = Math.max(0, n - 4);
      expect(idsOf(recent, 7, from)).toEqual(Array.from({ length: n - from + 1 }, (_, i) => `${from + i}:r${from + i}`));
      if (from > 0) expect(idsOf(recent, 7, from - 1)).toBeUndefined();
    }
  });

  it('are read anew each time', () => {
    const recent = new RecentRecords();
    recent.remember(7, 1, [encode('a')], NOW);
    expect(recent.find(7, at(0))?.[0]?.envelope).not.toBe(recent.find(7, at(0))?.[0]?.envelope);
  });
});
