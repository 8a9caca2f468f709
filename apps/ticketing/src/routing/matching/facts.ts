/** online: takes work · away: logged in, takes none · offline: not there. */
export const PRESENCES = ['online', 'away', 'offline'] as const;
export type Presence = (typeof PRESENCES)[number];

/** How much work at once: of all channels together, and of single ones; a channel that is not named has no limit of its own. */
export interface Slots {
  readonly total: number;
  readonly channels: Readonly<Record<string, number>>;
}

/** What matching knows of an agent at one moment. Groups and skills are named by their keys. */
export interface RoutingAgent {
  readonly id: string;
  readonly presence: Presence;
  /** Within his hours, where the desk plans any for him. */
  readonly onShift: boolean;
  readonly groups: ReadonlySet<string>;
  /** Groups that he looks after when none of theirs is there; B when A is not there either. */
  readonly deputyOf: ReadonlyMap<string, 'A' | 'B'>;
  readonly skills: ReadonlyMap<string, number>;
  /** Empty: nobody said, so none is refused. */
  readonly languages: ReadonlySet<string>;
  readonly capacity: Slots;
  readonly load: Slots;
  /** Since when he was given nothing, in ms. */
  readonly idleSince: number;
}

export type Preference = 'named' | 'stand_in' | 'last_agent';

/** What a waiting ticket asks of whoever takes it. */
export interface Demand {
  /** Its own group first, then those that it overflowed to. */
  readonly groups: readonly string[];
  readonly channel: string;
  readonly language: string | null;
  readonly skills: readonly { readonly skill: string; readonly level: number }[];
  /** Skills are musts; later only wishes, where the desk says so. */
  readonly strict: boolean;
  /** So is the language. */
  readonly mustSpeak: boolean;
  /** Nobody else for now. */
  readonly heldFor: string | null;
  /** Gave it back. */
  readonly refusedBy: readonly string[];
  /** Best first. Who is named for the customer fits without being a member; who answered him last must be one. */
  readonly preferred: readonly { readonly agent: string; readonly why: Preference }[];
}

export interface WaitingTicket extends Demand {
  readonly id: string;
  /** Equal for tickets that ask the same: who fits one fits the other. */
  readonly signature: string;
  /** 0 goes first. */
  readonly lane: number;
  /** 0 is the most urgent. */
  readonly priority: number;
  /** When somebody must have answered, in ms. */
  readonly dueAt: number | null;
  readonly since: number;
}

/** Tickets with equal signatures differ in nothing that decides who fits. */
export function signatureOf(demand: Demand): string {
  const skills = [...demand.skills].sort((a, b) => (a.skill < b.skill ? -1 : 1)).map(({ skill, level }) => `${skill}:${level}`);
  const parts = [
    demand.groups.join(),
    demand.channel,
    demand.language ?? '',
    skills.join(),
    `${demand.strict ? 's' : ''}${demand.mustSpeak ? 'l' : ''}`,
  ];
  const named = demand.preferred.filter(({ why }) => why !== 'last_agent').map(({ agent }) => agent);
  return [...parts, demand.heldFor ?? '', [...demand.refusedBy].sort().join(), named.sort().join()].join('|');
}

/** Who goes first: lane, urgency, what is due sooner, who waits longer. */
export function compareWaiting(a: WaitingTicket, b: WaitingTicket): number {
  return (
    a.lane - b.lane ||
    a.priority - b.priority ||
    (a.dueAt ?? Number.MAX_SAFE_INTEGER) - (b.dueAt ?? Number.MAX_SAFE_INTEGER) ||
    a.since - b.since ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
