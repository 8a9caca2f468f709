import { describe, expect, it } from '@jest/globals';
import { SignsOfLife } from './signs-of-life.js';

describe('signs of life of a group', () => {
  const row = (id: string, beat: number, connected = true) => ({ id, beat, connected });

  it('are beats that move, however late they are looked at', () => {
    const signs = new SignsOfLife(1_000);
    expect([...signs.judge([row('a', 7), row('b', 3)], 0)]).toEqual(['a', 'b']);
    expect([...signs.judge([row('a', 7), row('b', 4)], 900)]).toEqual(['a', 'b']);
    expect([...signs.judge([row('a', 7), row('b', 4)], 1_001)]).toEqual(['b']);
    expect([...signs.judge([row('a', 7), row('b', 5)], 60_000)]).toEqual(['b']);
    expect([...signs.judge([row('a', 8), row('b', 5)], 60_001)]).toEqual(['a', 'b']);
  });

  it('are over at once when the process is gone', () => {
    const signs = new SignsOfLife(1_000);
    expect([...signs.judge([row('a', 1, false), row('b', 1)], 0)]).toEqual(['b']);
  });

  it('are forgotten with the member', () => {
    const signs = new SignsOfLife(1_000);
    signs.judge([row('a', 1)], 0);
    signs.judge([], 500);
    expect([...signs.judge([row('a', 1)], 5_000)]).toEqual(['a']);
  });
});
