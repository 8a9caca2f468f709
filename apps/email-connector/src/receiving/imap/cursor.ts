import type { StateStore } from '#connector-sdk';

/**
 * How far one folder was read: every UID up to `lastUid` under this UIDVALIDITY is on the log or was reported as a gap. `\Seen` and other
 * flags say nothing here; other people may read, move or delete mail as they like.
 */
export interface FolderCursor {
  /** 32-bit, kept as text: imapflow gives a BigInt. */
  readonly uidValidity: string;
  readonly lastUid: number;
  /** A UID from here on that is not there is a gap; what was missing before we first looked is nobody's loss. */
  readonly gapsFrom: number;
  /**
   * A UID from here on came after the inbox first met the folder. 0 once the server numbered everything anew: what lay there before is
   * known by then, so a mail we do not know is news, also one of the very second of the first look.
   */
  readonly newsFrom: number;
}

/** When the inbox first met this folder; mail older than that is history and stays silent. */
export interface FolderBirth {
  readonly firstSyncAt: string;
  /** Mail that arrived before this day is not taken at all. */
  readonly since: string;
}

export class CursorStore {
  constructor(
    private readonly state: StateStore,
    private readonly folder: string,
  ) {}

  read(): Promise<FolderCursor | null> {
    return this.state.get<FolderCursor>(`imap:cursor:${this.folder}`);
  }

  async write(cursor: FolderCursor): Promise<void> {
    await this.state.set(`imap:cursor:${this.folder}`, cursor);
  }

  async birth(now: Date, configuredSince: string | undefined): Promise<FolderBirth> {
    const known = await this.state.get<FolderBirth>(`imap:birth:${this.folder}`);
    if (known !== null) return known;
    const since = configuredSince === undefined ? new Date(now.toISOString().slice(0, 10)) : new Date(configuredSince);
    const birth = { firstSyncAt: now.toISOString(), since: since.toISOString() };
    await this.state.set(`imap:birth:${this.folder}`, birth);
    return birth;
  }
}

/** The server's clock may be behind ours by this much, or its INTERNALDATE (whole seconds) be cut. */
const SERVER_CLOCK_BEHIND_MS = 5 * 60_000;

/**
 * Did the mail lie there before the inbox was first followed? What the server delivers after the first look has a new UID, also when its
 * clock is behind; the date alone decides for what somebody moved here later from an old folder.
 */
export function isHistory(uid: number, arrivedAt: Date, firstNewUid: number, { firstSyncAt }: FolderBirth): boolean {
  const first = Date.parse(firstSyncAt);
  return arrivedAt.getTime() < (uid < firstNewUid ? first : first - SERVER_CLOCK_BEHIND_MS);
}
