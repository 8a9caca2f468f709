import { createConformanceCases } from '@tributary/connector-sdk/testing';
import { describe, it } from 'node:test';
import { createHarness, type Variant } from './harness.js';

const variants: Variant[] = [
  { mode: 'http', replyBy: 'session' },
  { mode: 'http', replyBy: 'api' },
  { mode: 'stream', replyBy: 'api' },
];

for (const variant of variants)
  describe(`by ${variant.mode}, answering by ${variant.replyBy}, the connector conforms`, () => {
    for (const { name, run } of createConformanceCases(createHarness(variant)))
      it(name, async (test) => {
        const untried = await run();
        if (untried !== undefined) test.skip(untried);
      });
  });
