import type { StateReason, TroubleCode } from '#contracts';
import { TributaryError } from '#runtime';

/** Of a connector of the house. */
export function reason(code: TroubleCode, values: NonNullable<StateReason['values']> = {}): StateReason {
  return { code, values };
}

const MOST_CHARACTERS = 1_000;

/** An error as a reason: its code, its fields that are words or numbers, and its own words as `said`. */
export function toReason(error: unknown): StateReason {
  const said = (error instanceof Error ? error.message : String(error)).slice(0, MOST_CHARACTERS);
  if (!(error instanceof TributaryError)) return { code: 'fault' satisfies TroubleCode, values: { said } };
  const values: Record<string, string | number> = { said };
  for (const [name, value] of Object.entries(error.fields)) {
    if (typeof value === 'number') values[name] = value;
    if (typeof value === 'string') values[name] = value.slice(0, MOST_CHARACTERS);
  }
  return { code: error.code.slice(0, 64), values };
}
