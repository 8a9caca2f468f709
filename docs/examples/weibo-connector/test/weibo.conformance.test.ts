import { createConformanceCases } from '@tributary/connector-sdk/testing';
import { describe, it } from 'node:test';
import { createHarness } from './harness.js';

describe('the connector conforms', () => {
  for (const { name, run } of createConformanceCases(createHarness()))
    it(name, async (test) => {
      const untried = await run();
      if (untried !== undefined) test.skip(untried);
    });
});
