import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { createConformanceCases } from '#connector-sdk/testing';
import { PuppetService } from '../../support/services/puppet.js';
import { createPersonalHarness } from './personal-remote.js';

let service: PuppetService;

describe('a personal account as a connector', () => {
  beforeAll(async () => {
    service = await PuppetService.start();
  });
  afterAll(() => service.kill());
  for (const { name, run } of createConformanceCases(createPersonalHarness(() => service))) it(name, async () => void (await run()));
});
