import { describe, expect, it } from '@jest/globals';
import { isHistory } from './cursor.js';

const birth = { firstSyncAt: '2026-03-02T10:00:00.700Z', since: '2026-01-01T00:00:00.000Z' };
const FIRST_NEW_UID = 31;
const isOld = (uid: number, arrivedAt: string) => isHistory(uid, new Date(arrivedAt), FIRST_NEW_UID, birth);

describe('what was there before the inbox was first followed', () => {
  it('is history, also from the second of the first look', () => {
    expect(isOld(30, '2026-02-01T00:00:00Z')).toBe(true);
    expect(isOld(30, '2026-03-02T10:00:00Z')).toBe(true);
  });

  it('is not what comes in that very second: servers date by whole seconds', () => {
    expect(isOld(31, '2026-03-02T10:00:00Z')).toBe(false);
    expect(isOld(32, '2026-03-02T10:00:05Z')).toBe(false);
  });

  it('is not what comes later from a server whose clock is some minutes behind', () => {
    expect(isOld(31, '2026-03-02T09:56:00Z')).toBe(false);
    expect(isOld(30, '2026-03-02T09:56:00Z')).toBe(true);
  });

  it('is an old mail that somebody moved here later', () => {
    expect(isOld(40, '2026-02-01T00:00:00Z')).toBe(true);
  });

  it('is not what came while the server gave new UIDs to all, even in the second of the first look', () => {
    const isOldAfterwards = (arrivedAt: string) => isHistory(5, new Date(arrivedAt), 0, birth);
    expect(isOldAfterwards('2026-03-05T10:00:00Z')).toBe(false);
    expect(isOldAfterwards('2026-03-02T10:00:00Z')).toBe(false);
    expect(isOldAfterwards('2026-02-01T00:00:00Z')).toBe(true);
  });
});
