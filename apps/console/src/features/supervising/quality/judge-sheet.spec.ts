import { describe, expect, it } from '@jest/globals';
import { judgeSheet } from './judge-sheet.js';

const SHEET = {
  criteria: [
    { key: 'correct', weight: 60 },
    { key: 'tone', weight: 40 },
  ],
};

describe('points of a sheet', () => {
  it('make a weighted mean, and none until all are given', () => {
    expect(judgeSheet(SHEET, { correct: 100, tone: 50 })).toBe(80);
    expect(judgeSheet(SHEET, { correct: 0, tone: 33 })).toBe(13.2);
    expect(judgeSheet(SHEET, { correct: 100 })).toBeNull();
    expect(judgeSheet({ criteria: [] }, {})).toBeNull();
  });
});
