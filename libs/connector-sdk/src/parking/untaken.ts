import type { StateReason, UntakenCode } from '#contracts';

/** Why a message was not taken or is gone: the sentence in English, and what it says for who tells it in another language. */
export interface Untaken {
  readonly reason: string;
  readonly cause: StateReason;
}

const MOST_CHARACTERS = 1_000;

/** Of a connector of the house. Its words are cut at 1000 characters each. */
export function untaken(code: UntakenCode, reason: string, values: NonNullable<StateReason['values']> = {}): Untaken {
  const cut = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : value]);
  return { reason: reason.slice(0, MOST_CHARACTERS), cause: { code, values: Object.fromEntries(cut) as typeof values } };
}

/** What the log will never take as it is, by the error it said. */
export function refusedByLog(error: unknown): Untaken {
  const said = error instanceof Error ? error.message : String(error);
  return untaken('log_refuses', said, { said });
}
