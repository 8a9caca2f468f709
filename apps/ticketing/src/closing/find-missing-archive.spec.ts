import { describe, expect, it } from '@jest/globals';
import { ArchiveRule } from '../desk/schema/archive.js';
import { findMissingArchive } from './find-missing-archive.js';

const RULES = [
  { parts: ['process', 'solution'], fields: [] },
  { requestTypes: ['fault'], parts: ['article', 'solution'], fields: ['cause'] },
  { complexOnly: true, parts: ['feedback'] },
].map((rule) => ArchiveRule.parse(rule));
const empty = { process: null, solution: ' ', feedback: null, article: null };
const pathOf = (category: string) => [category];

describe('what is missing before a ticket closes', () => {
  it('is what the rules about it name, each once', () => {
    const fault = { requestType: 'fault', category: null, complex: true };
    expect(findMissingArchive(RULES, fault, empty, {}, pathOf)).toEqual({
      parts: ['process', 'solution', 'article', 'feedback'],
      fields: ['cause'],
    });
    expect(
      findMissingArchive(RULES, { ...fault, requestType: 'question', complex: false }, { ...empty, process: 'Looked.' }, {}, pathOf),
    ).toEqual({
      parts: ['solution'],
      fields: [],
    });
  });

  it('is nothing once all is filled', () => {
    const full = { process: 'a', solution: 'b', feedback: 'c', article: 'export-pdf' };
    expect(findMissingArchive(RULES, { requestType: 'fault', category: null, complex: true }, full, { cause: 'cache' }, pathOf)).toEqual({
      parts: [],
      fields: [],
    });
  });
});
