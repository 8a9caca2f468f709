import { expect, it } from '@jest/globals';
import { continueList, makeLink, toggleList, toggleMark, type Edit } from './edit-text.js';

const apply = (text: string, { from, to, insert }: Edit) => text.slice(0, from) + insert + text.slice(to);

it('goes on with a list, counts on, and ends it at an empty item', () => {
  expect(apply('1. a', continueList('1. a', 4)!)).toBe('1. a\n2. ');
  expect(apply('x\n- a', continueList('x\n- a', 5)!)).toBe('x\n- a\n- ');
  expect(apply('9、重启', continueList('9、重启', 4)!)).toBe('9、重启\n10、');
  expect(apply('1. a\n2. ', continueList('1. a\n2. ', 8)!)).toBe('1. a\n');
  expect(continueList('plain', 5)).toBeNull();
});

it('marks and unmarks what is selected', () => {
  const bold = toggleMark('say it', 4, 6, '**');
  expect(apply('say it', bold)).toBe('say **it**');
  expect(bold.select).toEqual([6, 8]);
  expect(apply('say **it**', toggleMark('say **it**', 6, 8, '**'))).toBe('say it');
});

it('makes lists of lines and lines of lists', () => {
  expect(apply('a\nb', toggleList('a\nb', 0, 3, 'numbers'))).toBe('1. a\n2. b');
  expect(apply('1. a\n2. b', toggleList('1. a\n2. b', 0, 9, 'points'))).toBe('- a\n- b');
  expect(apply('- a\n- b', toggleList('- a\n- b', 0, 7, 'points'))).toBe('a\nb');
});

it('makes a link of words or of an address', () => {
  const link = makeLink('see guide', 4, 9);
  expect(apply('see guide', link)).toBe('see [guide](https://)');
  expect('see [guide](https://)'.slice(...link.select)).toBe('https://');
  expect(apply('https://a.example', makeLink('https://a.example', 0, 17))).toBe('[](https://a.example)');
});
