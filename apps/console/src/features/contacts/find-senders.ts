interface InboxLike {
  readonly state: string;
  readonly capabilities: { readonly proactive: boolean; readonly addressedBy?: readonly string[] } | null;
}

/** Inboxes that may write first to an address of a scheme. */
export function findSenders<T extends InboxLike>(inboxes: readonly T[], scheme: string): T[] {
  return inboxes.filter(
    ({ state, capabilities }) =>
      state === 'connected' && capabilities?.proactive === true && capabilities.addressedBy?.includes(scheme) === true,
  );
}
