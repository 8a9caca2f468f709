import { type ConnectorContext, type Untaken, untaken } from '#connector-sdk';
import { RetriableError } from '#runtime';
import { toInboxGaps, toParkedMessage } from '../../converting/inbox-events.js';
import { joinRanges, type UidRange } from '../../converting/uid-ranges.js';
import { toMailboxDelivery } from '../../email.ids.js';
import { CursorStore, type FolderBirth, type FolderCursor, isHistory } from './cursor.js';
import type { ImapConfig, OpenFolder } from './imap-link.js';
import { findFirstSince, listUids, lookUp, readSizes } from './look-up.js';
import { type FetchStep, type ListedMessage, type MessageSummary, messagesOf, planFetch, rangeOf, toPortions } from './plan-fetch.js';
import { Trouble, WithheldError } from './trouble.js';

export interface FetchedMail {
  readonly raw: Buffer;
  readonly deliveryId: string;
  readonly receivedAt: string;
  readonly historical: boolean;
  /** From the folder of sent mail: an agent wrote it, elsewhere. */
  readonly sent: boolean;
}

/** Makes mails durable, in order; rejects when one may not be. */
export type TakeMails = (mails: readonly FetchedMail[]) => Promise<void>;

/** One pass over one connection. */
interface Pass {
  readonly open: OpenFolder;
  readonly birth: FolderBirth;
  readonly cursor: FolderCursor;
}

/** Brings one folder up to date: everything between the cursor and UIDNEXT is on the log, parked, or named as a gap; only then the cursor moves. */
export class FolderReader {
  private readonly cursors: CursorStore;
  private readonly trouble = new Trouble();

  constructor(
    private readonly config: ImapConfig,
    readonly folder: string,
    private readonly sent: boolean,
    private readonly context: ConnectorContext,
    private readonly take: TakeMails,
  ) {
    this.cursors = new CursorStore(context.state, folder);
  }

  /**
   * One pass; `onProgress` is called whenever the cursor has moved. Rejects when the link breaks, the log is away, or the signal aborts; the
   * cursor then stands where all before it is safe.
   */
  async catchUp(open: OpenFolder, signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { client } = open;
    const birth = await this.cursors.birth(this.context.clock.now(), this.config.since);
    let cursor = await this.cursors.read();
    if (cursor === null || cursor.uidValidity !== open.uidValidity) cursor = await this.begin(open, birth, cursor);
    const status = await client.status(this.folder, { uidNext: true, uidValidity: true });
    if (status === false) throw new Error(`folder ${this.folder} does not answer STATUS`);
    if (status.uidValidity !== undefined && String(status.uidValidity) !== open.uidValidity)
      throw new Error(`folder ${this.folder} got another UIDVALIDITY while it was open`);
    const range = { from: cursor.lastUid + 1, to: (status.uidNext ?? open.uidNext) - 1 };
    if (range.to < range.from) return;
    const { gapsFrom } = cursor;
    const { present, gone } = await lookUp(client, range, gapsFrom);
    const since = Date.parse(birth.since);
    const wanted = present.filter(({ uid, arrivedAt }) => uid >= gapsFrom || arrivedAt.getTime() >= since);
    let missing = [...gone];
    const move = async (uid: number) => {
      cursor = await this.advance(cursor!, uid, missing);
      missing = missing.filter(({ to }) => to > uid);
      onProgress();
    };
    for (const portion of toPortions(wanted, this.trouble.alone)) {
      const why = this.trouble.reasonToLeave(portion[0]!.uid);
      if (why !== null) {
        await this.park({ ...portion[0]!, bytes: 0 }, Buffer.alloc(0), why, open);
        await move(portion[0]!.uid);
        continue;
      }
      const { sized, gone: goneNow } = await this.blame(portion, () => this.measure(portion, open));
      missing.push(...goneNow);
      for (const step of planFetch(sized, this.config.maxMessageBytes)) {
        signal.throwIfAborted();
        const messages = messagesOf(step);
        missing.push(...(await this.blame(messages, () => this.takeStep(step, { open, birth, cursor: cursor! }))));
        await move(rangeOf(messages).to);
      }
    }
    await move(range.to);
  }

  /**
   * Takes these whatever the cursor says, which stays where it is: under the same ids as ever. Resolves with those that are on the log or parked; the
   * others are gone.
   */
  async takeAgain(open: OpenFolder, uids: readonly number[]): Promise<number[]> {
    const birth = await this.cursors.birth(this.context.clock.now(), this.config.since);
    const known = await this.cursors.read();
    const { uidNext } = open;
    const cursor = known ?? { uidValidity: open.uidValidity, lastUid: 0, gapsFrom: uidNext, newsFrom: uidNext };
    const listed = await listUids(open.client, uids);
    const gone: UidRange[] = [];
    for (const portion of toPortions(listed, null)) {
      const measured = await this.measure(portion, open);
      gone.push(...measured.gone);
      for (const step of planFetch(measured.sized, this.config.maxMessageBytes))
        gone.push(...(await this.takeStep(step, { open, birth, cursor })));
    }
    return listed.map(({ uid }) => uid).filter((uid) => !gone.some(({ from, to }) => uid >= from && uid <= to));
  }

  /** Whatever fails is these messages' fault, but a log that is away: that passes. */
  private async blame<T>(messages: readonly ListedMessage[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RetriableError)) this.trouble.note(rangeOf(messages), error);
      throw error;
    }
  }

  /** First contact, or the server threw its UIDs away (RFC 3501 §2.3.1.1): read again from the first day; what is known already is a no-op. */
  private async begin(open: OpenFolder, birth: FolderBirth, before: FolderCursor | null): Promise<FolderCursor> {
    if (before !== null)
      this.context.log.warn('UIDVALIDITY changed, folder is read again', {
        folder: this.folder,
        was: before.uidValidity,
        is: open.uidValidity,
      });
    const first = await findFirstSince(open.client, new Date(birth.since), open.uidNext);
    const cursor = {
      uidValidity: open.uidValidity,
      lastUid: first - 1,
      gapsFrom: open.uidNext,
      newsFrom: before === null ? open.uidNext : 0,
    };
    await this.cursors.write(cursor);
    return cursor;
  }

  private async measure(portion: readonly ListedMessage[], open: OpenFolder): Promise<{ sized: MessageSummary[]; gone: UidRange[] }> {
    const sizes = await readSizes(
      open.client,
      portion.map(({ uid }) => uid),
    );
    const gone: UidRange[] = [];
    for (const { uid } of portion) if (!sizes.has(uid)) gone.push(await this.makeSureItIsGone(uid, open));
    const sized = portion.flatMap((message) => {
      const bytes = sizes.get(message.uid);
      return bytes === undefined ? [] : [{ ...message, bytes }];
    });
    return { sized, gone };
  }

  /** Answers the UIDs of the step that turned out to be gone. */
  private takeStep(step: FetchStep, pass: Pass): Promise<UidRange[]> {
    return step.kind === 'park' ? this.leave(step.message, pass) : this.fetchAndTake(step.messages, pass);
  }

  private async fetchAndTake(messages: readonly MessageSummary[], { open, birth, cursor }: Pass): Promise<UidRange[]> {
    const bodies = new Map<number, Buffer>();
    const uids = messages.map(({ uid }) => uid).join(',');
    // No command inside the loop: imapflow would deadlock.
    for await (const message of open.client.fetch(uids, { uid: true, source: true }, { uid: true }))
      if (Buffer.isBuffer(message.source)) bodies.set(message.uid, message.source);
    const gone: UidRange[] = [];
    for (const { uid } of messages) if (!bodies.has(uid)) gone.push(await this.makeSureItIsGone(uid, open));
    const receivedAt = this.context.clock.now().toISOString();
    const present = messages.filter(({ uid }) => bodies.has(uid));
    await this.take(
      present.map(({ uid, arrivedAt }) => ({
        raw: bodies.get(uid)!,
        deliveryId: this.deliveryIdOf(uid, open),
        receivedAt,
        historical: isHistory(uid, arrivedAt, cursor.newsFrom, birth),
        sent: this.sent,
      })),
    );
    return gone;
  }

  /** Too large: it stays where it is, and its headers tell of it. */
  private async leave(message: MessageSummary, { open }: Pass): Promise<UidRange[]> {
    const fetched = await open.client.fetchOne(String(message.uid), { uid: true, headers: true }, { uid: true });
    if (fetched === false || fetched.headers === undefined) return [await this.makeSureItIsGone(message.uid, open)];
    const most = this.config.maxMessageBytes;
    await this.park(message, fetched.headers, untaken('mail_too_large', `larger than ${most} bytes`, { most }), open);
    return [];
  }

  private async park(message: MessageSummary, headers: Buffer, { reason, cause }: Untaken, open: OpenFolder): Promise<void> {
    const parked = toParkedMessage(this.context.inbox, {
      deliveryId: this.deliveryIdOf(message.uid, open),
      headers,
      bytes: message.bytes,
      why: {
        reason: `${reason}: it stays in the mailbox (${this.folder}, UID ${message.uid}) and was not fetched`,
        cause: { ...cause, values: { ...cause.values, folder: this.folder, uid: message.uid } },
      },
      arrivedAt: message.arrivedAt,
      receivedAt: this.context.clock.now(),
    });
    await this.context.emit('message.parked.v1', parked);
  }

  /** A mail without bytes is gone only when the server no longer lists it either. */
  private async makeSureItIsGone(uid: number, { client }: OpenFolder): Promise<UidRange> {
    const range = { from: uid, to: uid };
    await client.noop();
    const { present } = await lookUp(client, range, uid);
    if (present.length > 0) throw new WithheldError(`the server lists UID ${uid} and does not give it`);
    return range;
  }

  private deliveryIdOf(uid: number, open: OpenFolder): string {
    return toMailboxDelivery(this.context.inbox.id, this.folder, open.uidValidity, uid);
  }

  /** Names the gaps below `uid`, then moves the cursor onto it. */
  private async advance(cursor: FolderCursor, uid: number, missing: readonly UidRange[]): Promise<FolderCursor> {
    const gone = joinRanges(missing.filter(({ to }) => to <= uid));
    for (const gap of toInboxGaps(this.context.inbox, this.folder, cursor.uidValidity, gone, this.context.clock.now()))
      await this.context.emit('inbox.gap.v1', gap);
    const next = { ...cursor, lastUid: Math.max(uid, cursor.lastUid) };
    await this.cursors.write(next);
    this.trouble.passed(uid);
    this.context.succeeded();
    return next;
  }
}
