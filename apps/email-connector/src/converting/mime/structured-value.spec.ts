import { describe, expect, it } from '@jest/globals';
import { parseStructuredValue } from './structured-value.js';

describe('a value with parameters', () => {
  it('loses its comments, but not what brackets a parameter has inside', () => {
    const { value, params } = parseStructuredValue('text/plain (words); (more) charset=utf-8; name=a(1).txt; title="(b)"');
    expect(value).toBe('text/plain');
    expect([...params]).toEqual([
      ['charset', 'utf-8'],
      ['name', 'a(1).txt'],
      ['title', '(b)'],
    ]);
  });

  it.each(['b (c) ', '(', ';', '; ', ';a', ';a="b', '\\"', ';a*0*=b', '"('])('is read in no time when it repeats %j', (piece) => {
    const began = process.cpuUsage();
    parseStructuredValue(`a;${piece.repeat(480_000 / piece.length)}`);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });
});
