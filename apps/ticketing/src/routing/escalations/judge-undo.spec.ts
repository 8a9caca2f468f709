import { describe, expect, it } from '@jest/globals';
import { judgeUndo } from './judge-undo.js';

const made = (id: string, toGroup: string, toLevel: number, undoneAt: Date | null = null) => ({ id, toGroup, toLevel, undoneAt });
const [first, second] = [made('a', 'second', 2), made('b', 'top', 3)];

describe('an escalation is taken back', () => {
  it('while it is the last and the ticket is where it went', () => {
    expect(judgeUndo([first, second], 'b', { group: 'top', level: 3 })).toBe(second);
  });

  it('when the later ones were taken back', () => {
    expect(judgeUndo([first, made('b', 'top', 3, new Date(0))], 'a', { group: 'second', level: 2 })).toBe(first);
  });

  it('not when it is unknown, or was taken back', () => {
    expect(judgeUndo([first], 'c', { group: 'second', level: 2 })).toBe('unknown');
    expect(judgeUndo([made('a', 'second', 2, new Date(0))], 'a', { group: 'second', level: 2 })).toBe('undone');
  });

  it('not when the ticket went on', () => {
    expect(judgeUndo([first, second], 'a', { group: 'second', level: 2 })).toBe('covered');
    for (const place of [
      { group: 'other', level: 2 },
      { group: 'second', level: 1 },
      { group: null, level: 2 },
    ])
      expect(judgeUndo([first], 'a', place)).toBe('covered');
  });
});
