import { expect, it } from '@jest/globals';
import { readMetrics } from './read-metrics.js';

it('reads figures of the text format, with labels and without', () => {
  const metrics = readMetrics('# HELP lag x\nlag{group="a,b",topic="t"} 3\nlag{group="c"} 4.5\nup 1e2\nnode{version="v20",major="20"} 1\n');
  expect([metrics.sum('lag'), metrics.most('lag'), metrics.sum('up'), metrics.sum('none')]).toEqual([7.5, 4.5, 100, 0]);
  expect([metrics.label('node', 'version'), metrics.label('node', 'none')]).toEqual(['v20', '']);
});
