/** Of an answer that waits for its time, or was taken back before it went out. */
export interface HeldDelivery {
  /** It goes out then. */
  readonly until: string;
  readonly takenBack?: { readonly at: string; readonly by: string | null };
}

/** Condition over an entry called `alias`: it is no answer that nobody got because its time has not come, or because it was taken back before that. */
export function wentOut(alias: string): string {
  return `${alias}.delivery->'held' is null`;
}
