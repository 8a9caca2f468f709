import { describe, it } from '@jest/globals';
import { createPigeonHarness } from '../sample/pigeon.conformance.js';
import { createRavenHarness } from '../sample/raven.conformance.js';
import { createConformanceCases } from './index.js';

// That the suite finds what it should: test/integration/connector-sdk/broken-connectors.test.ts.
describe('the sample connector that polls and sends conforms', () => {
  for (const { name, run } of createConformanceCases(createPigeonHarness())) it(name, run);
});

describe('the sample connector that answers HTTP conforms', () => {
  for (const { name, run } of createConformanceCases(createRavenHarness())) it(name, run);
});
