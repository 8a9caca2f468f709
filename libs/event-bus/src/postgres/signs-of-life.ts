import type { MemberRow } from './group.repository.js';

interface Seen {
  readonly beat: number;
  readonly at: number;
}

/**
 * Who of a group is alive: whose process holds its session's lock, and whose beat moved within `timeoutMs` of this process's forward-only
 * clock. Times of two machines are never compared, and no calendar decides: it jumps, by NTP or by whoever drives it. Somebody seen for the
 * first time gets the whole timeout.
 */
export class SignsOfLife {
  private seen = new Map<string, Seen>();

  constructor(private readonly timeoutMs: number) {}

  /** `members`: all of the group, as they are in the table now. Returns the ids of those who live. */
  judge(members: readonly MemberRow[], now = performance.now()): Set<string> {
    this.seen = new Map(
      members.map(({ id, beat }) => {
        const before = this.seen.get(id);
        return [id, before?.beat === beat ? before : { beat, at: now }];
      }),
    );
    return new Set(members.filter(({ id, connected }) => connected && now - this.seen.get(id)!.at <= this.timeoutMs).map(({ id }) => id));
  }
}
