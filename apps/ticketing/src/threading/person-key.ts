/** Names one person as threading compares people; made by `identityKey` and `contactKey` only. */
export type PersonKey = string & { readonly __personKey: true };

export interface IdentityName {
  readonly scheme: string;
  /** Canonical, as the connector made it. */
  readonly value: string;
  readonly scope?: string | undefined;
}

export function identityKey(identity: IdentityName): PersonKey {
  return `${identity.scheme}|${identity.scope ?? ''}|${identity.value}` as PersonKey;
}

/** A contact after merges: two addresses that an agent put together are one person to threading. */
export function contactKey(contactId: string): PersonKey {
  return `contact||${contactId}` as PersonKey;
}
