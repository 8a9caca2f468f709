import type { CallFacts } from './call-facts.js';

/** Where only the end was told, the call began no later than it was answered. */
export function begin(facts: CallFacts): CallFacts {
  const startedAt = facts.startedAt ?? facts.queuedAt ?? facts.answeredAt ?? facts.endedAt;
  if (startedAt === undefined) return facts;
  return {
    ...facts,
    startedAt,
    ...(facts.endedAt === undefined ? {} : { durationMs: facts.durationMs ?? Math.max(0, facts.endedAt - startedAt) }),
  };
}
