import { createClaimCases } from './claim-cases.js';
import { createDurabilityCases } from './durability-cases.js';
import type { ConformanceCase, ConformanceHarness } from './harness.js';
import { holdToPins } from './pins.js';
import { createReceivingCases } from './receiving-cases.js';
import { createRunningCases } from './running-cases.js';
import { createSendingCases } from './sending-cases.js';
import { createSendingClaimCases } from './sending-claim-cases.js';

export type {
  ConformanceCase,
  ConformanceHarness,
  OutgoingUnderTest,
  Reasons,
  RemoteAnswer,
  RemoteMessage,
  RemoteUnderTest,
} from './harness.js';

/** What a connector must do to be one. For any test runner: `for (const { name, run } of createConformanceCases(harness)) it(name, run)`. */
export function createConformanceCases(harness: ConformanceHarness): ConformanceCase[] {
  return holdToPins(harness, [
    ...createReceivingCases(harness),
    ...createDurabilityCases(harness),
    ...createRunningCases(harness),
    ...createClaimCases(harness),
    ...createSendingCases(harness),
    ...createSendingClaimCases(harness),
  ]);
}
