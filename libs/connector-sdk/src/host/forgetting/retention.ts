import type { Clock, Logger } from '#runtime';
import type { ForgettingRepository } from './forgetting.repository.js';

const DAY_MS = 86_400_000;
const STATES_AT_ONCE = 500;
const LINES_AT_ONCE = 1_000;

/** Deletes what is over, in small transactions: whoever writes meanwhile waits for one of them at most. */
export class Retention {
  constructor(
    private readonly repository: Pick<ForgettingRepository, 'forgetState' | 'forgetTranscripts'>,
    private readonly clock: Clock,
    private readonly keepTranscriptsDays: number,
    private readonly logger: Logger,
  ) {}

  async sweep(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - this.keepTranscriptsDays * DAY_MS);
    const states = await untilNone(signal, () => this.repository.forgetState(now, STATES_AT_ONCE));
    const transcripts = await untilNone(signal, () => this.repository.forgetTranscripts(before, LINES_AT_ONCE));
    if (states + transcripts > 0) this.logger.info('old state and transcripts were deleted', { states, transcripts });
  }
}

async function untilNone(signal: AbortSignal, step: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let done = 1; done > 0 && !signal.aborted; total += done) done = await step();
  return total;
}
