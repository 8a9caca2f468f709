import {
  describeAllowed,
  findNode,
  type InboxClaim,
  type InboxSchema,
  type InboxSettings,
  type SettingsFault,
  showValue,
  suggestName,
  toSchemaTree,
} from '#runtime';

export interface InboxCheck {
  /** Null where one has faults already. */
  readonly inboxes: readonly (InboxSettings | null)[];
  readonly schemas: readonly InboxSchema[];
  /** Channels whose inboxes are judged elsewhere. */
  readonly elsewhere?: readonly string[];
  /** Where a setting was written. */
  readonly locate: (path: readonly PropertyKey[]) => string;
  /** No other process could run an inbox of a channel that is unknown here. */
  readonly alone: boolean;
}

/** Configured inboxes as their connectors understand them, all faults together, before any of them starts. */
export function findInboxFaults(check: InboxCheck): SettingsFault[] {
  const claimed: Claimed = new Map();
  return check.inboxes.flatMap((inbox, at) => (inbox === null ? [] : findFaults(inbox, ['inboxes', at], check, claimed)));
}

/** By channel and key of a claim: the inbox that made it first. */
type Claimed = Map<string, InboxSettings>;

function findFaults(
  inbox: InboxSettings,
  path: readonly PropertyKey[],
  { schemas, elsewhere = [], locate, alone }: InboxCheck,
  claimed: Claimed,
): SettingsFault[] {
  const fault = (below: readonly PropertyKey[], value: unknown, allowed: string): SettingsFault => {
    const full = [...path, ...below];
    return { path: full.join('.'), where: locate(full), found: showValue(full, value), allowed };
  };
  const { id: _id, channel, provider, numberCode: _code, enabled, ...own } = inbox;
  if (elsewhere.includes(channel)) return [];
  const ofChannel = schemas.filter((schema) => schema.channel === channel);
  if (ofChannel.length === 0) {
    const known = [...new Set([...elsewhere, ...schemas.map((schema) => schema.channel)])].join(', ');
    return alone ? [fault(['channel'], channel, `one of ${known}, or that of a package in \`connectors\``)] : [];
  }
  const [schema, ...others] = ofChannel.filter((each) => provider === undefined || each.provider === provider);
  if (schema === undefined || others.length > 0)
    return [fault(['provider'], provider, `one of ${ofChannel.map((each) => each.provider).join(', ')}`)];
  const parsed = schema.configSchema.safeParse(own);
  if (parsed.success) {
    const claims = enabled === false ? [] : (schema.claims?.(parsed.data) ?? []);
    return claims.flatMap((claim) => {
      const first = claimFor(inbox, claim, claimed);
      return first === inbox ? [] : [fault(claim.path, valueAt(own, claim.path), `what no other inbox has; ${first.id} has ${claim.key}`)];
    });
  }
  const tree = toSchemaTree(schema.configSchema);
  return parsed.error.issues.flatMap((issue) => {
    const node = tree === undefined ? undefined : findNode(tree, issue.path);
    if (issue.code === 'unrecognized_keys') {
      const known = Object.keys(node?.properties ?? {});
      return issue.keys.map((key) => unknownName(fault([...issue.path, key], undefined, ''), key, known));
    }
    const allowed = issue.code === 'invalid_type' && node !== undefined ? describeAllowed(node) : issue.message;
    return [fault(issue.path, valueAt(own, issue.path), allowed)];
  });
}

function claimFor(inbox: InboxSettings, { key }: InboxClaim, claimed: Claimed): InboxSettings {
  const name = `${inbox.channel} ${key}`;
  const first = claimed.get(name) ?? inbox;
  claimed.set(name, first);
  return first;
}

function unknownName(at: SettingsFault, key: string, known: readonly string[]): SettingsFault {
  const near = suggestName(key, known);
  return { ...at, found: 'a name that no setting has', allowed: near === undefined ? known.join(', ') : `did you mean ${near}?` };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
}
