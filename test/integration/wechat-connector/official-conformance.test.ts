import { describe, it } from '@jest/globals';
import { createConformanceCases } from '#connector-sdk/testing';
import { createOfficialHarness } from './official.conformance.js';

describe('the connector of 公众号 conforms', () => {
  for (const { name, run } of createConformanceCases(createOfficialHarness())) it(name, run);
});

describe('in plain mode, too', () => {
  for (const { name, run } of createConformanceCases(createOfficialHarness('plain'))) it(name, run);
});
