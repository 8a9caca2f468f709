import { describe, expect, it } from '@jest/globals';
import { findMentions } from './find-mentions.js';

const AGENTS = [
  { id: '1', email: 'li@desk.example', displayName: 'Mia Li' },
  { id: '2', email: 'wang@desk.example', displayName: '王小明' },
];
const GROUPS = [{ id: 'g', key: 'tier-2' }];

describe('whom a note names', () => {
  it.each([
    ['@li please look', ['1'], []],
    ['cc @li@desk.example.', ['1'], []],
    ['@"Mia Li" and @MiaLi', ['1'], []],
    ['请 @王小明 看一下', ['2'], []],
    ['@tier-2: any idea?', [], ['g']],
    ['write to li@desk.example', [], []],
    ['@nobody', [], []],
  ])('%j', (text, agents, groups) => {
    expect(findMentions(text, AGENTS, GROUPS)).toEqual({ agents, groups });
  });
});
