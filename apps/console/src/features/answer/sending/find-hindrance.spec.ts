import { describe, expect, it } from '@jest/globals';
import { findHindrance, passesByItself } from './find-hindrance.js';

const fine = {
  ...{ isNote: false, isEmpty: false, ways: 'there' as const, hasWay: true },
  ...{ isUploading: false, hasFailedFile: false, hasWrongAddress: false },
};

describe('what keeps an answer from going out', () => {
  it('is nothing when words, a way and all files are there', () => {
    expect(findHindrance(fine)).toBeNull();
  });

  it('is for a note only that nothing is written', () => {
    const note = {
      ...fine,
      isNote: true,
      ways: 'failed' as const,
      hasWay: false,
      isUploading: true,
      hasFailedFile: true,
      hasWrongAddress: true,
    };
    expect(findHindrance(note)).toBeNull();
    expect(findHindrance({ ...note, isEmpty: true })).toBe('empty');
  });

  it('passes by itself while ways are asked for or files go up, and only then', () => {
    const found = [
      findHindrance({ ...fine, ways: 'asking', hasWay: false }),
      findHindrance({ ...fine, isUploading: true }),
      findHindrance({ ...fine, ways: 'failed', hasWay: false }),
      findHindrance({ ...fine, hasWay: false }),
      findHindrance({ ...fine, isUploading: true, hasFailedFile: true }),
      findHindrance({ ...fine, ways: 'asking', hasWay: false, hasWrongAddress: true }),
    ];
    expect(found).toEqual(['asking', 'uploading', 'waysFailed', 'noWay', 'fileFailed', 'wrongAddress']);
    expect(found.map((each) => passesByItself(each!))).toEqual([true, true, false, false, false, false]);
  });
});
