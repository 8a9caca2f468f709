import { expect, it } from '@jest/globals';
import * as yaml from 'yaml';
import { parseDesk, readPath } from './desk-text.js';

const TEXT = `groups:
  first: { name: First }
targets:
  list:
    - key: a
      kind: foo # a word that is none
    - { key: b }
`;

it('finds the line of a fault, and of what stands above where the place itself is missing', () => {
  const { lineOf, faults, desk } = parseDesk(yaml, TEXT);
  expect(faults).toEqual([]);
  expect(desk).toMatchObject({ groups: { first: { name: 'First' } } });
  expect(lineOf(readPath('profile.targets.list.0.kind'))).toBe(6);
  expect(lineOf(readPath('profile.targets.list.1.length'))).toBe(7);
  expect(lineOf(['groups', 'first', 'name'])).toBe(2);
  expect(lineOf(['nowhere'])).toBeNull();
});

it('says where a text is no YAML', () => {
  const { desk, faults } = parseDesk(yaml, 'groups:\n  a: [1, 2\nb: 3\n');
  expect(desk).toBeNull();
  expect(faults[0]?.line).toBeGreaterThanOrEqual(2);
});
