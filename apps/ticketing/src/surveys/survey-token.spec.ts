import { describe, expect, it } from '@jest/globals';
import { SurveyTokens } from './survey-token.js';

const KEY = Buffer.alloc(32, 1);
const OLDER = Buffer.alloc(32, 2);
const ID = '0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b';
const NOW = new Date('2026-03-02T09:00:00Z');
const LATER = new Date('2026-03-16T09:00:00Z');

describe('a survey token', () => {
  const tokens = new SurveyTokens([KEY]);
  const token = tokens.make(ID, LATER);

  it('leads to its request until it ends', () => {
    expect(tokens.read(token, NOW)).toEqual({ state: 'valid', requestId: ID });
    expect(tokens.read(token, new Date(LATER.getTime() - 1))).toEqual({ state: 'valid', requestId: ID });
    expect(tokens.read(token, LATER)).toEqual({ state: 'expired', requestId: ID });
  });

  it('is good for nothing once any of its characters is another', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(tokens.read(`${token.slice(0, at)}${other}${token.slice(at + 1)}`, NOW)).toEqual({ state: 'forged' });
    }
  });

  it.each(['', 'x', 'ä'.repeat(48), '!'.repeat(48)])('is not "%s"', (text) => expect(tokens.read(text, NOW)).toEqual({ state: 'forged' }));

  it('signed with an older key still counts, with a strange one does not', () => {
    expect(new SurveyTokens([OLDER, KEY]).read(token, NOW)).toEqual({ state: 'valid', requestId: ID });
    expect(new SurveyTokens([OLDER]).read(token, NOW)).toEqual({ state: 'forged' });
  });
});
