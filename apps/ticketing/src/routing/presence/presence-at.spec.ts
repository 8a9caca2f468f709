import { describe, expect, it } from '@jest/globals';
import { presenceAt, renewsBefore } from './presence-at.js';

const at = (ms: number) => new Date(ms);

describe('who is there', () => {
  it('is nobody who never said so, nor who said that he is not', () => {
    expect(presenceAt(null, at(0))).toEqual({ state: 'offline', since: null, expiresAt: null });
    expect(presenceAt({ state: 'offline', since: at(5), expiresAt: at(90) }, at(10))).toEqual({
      state: 'offline',
      since: at(5),
      expiresAt: null,
    });
  });

  it.each(['online', 'away'] as const)('is who said %s until that is over, and offline since then', (state) => {
    const said = { state, since: at(5), expiresAt: at(90) };
    expect(presenceAt(said, at(89))).toEqual(said);
    for (const now of [90, 200]) expect(presenceAt(said, at(now))).toEqual({ state: 'offline', since: at(90), expiresAt: null });
  });

  it('is written again when half of its time is over', () => {
    expect(renewsBefore(at(100), at(200))).toEqual(at(150));
  });
});
