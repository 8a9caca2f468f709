import { describe, expect, it } from '@jest/globals';
import { idsOf } from './message-ids.js';

describe('ids of a field', () => {
  it('are what stands in brackets, else the words that look like ids', () => {
    expect(idsOf('<a@b> and < c@d >')).toEqual(['a@b', 'c@d']);
    expect(idsOf('<<a@b>>')).toEqual(['a@b']);
    expect(idsOf('a@b>> words c@d')).toEqual(['a@b', 'c@d']);
  });

  it.each(['>', '<', '>x', '< '])('are read in no time from a run of %j', (piece) => {
    const began = process.cpuUsage();
    idsOf(`${piece.repeat(60_000)}x`);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });
});
