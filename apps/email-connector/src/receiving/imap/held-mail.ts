import type { ConnectorContext, HeldPortion } from '#connector-sdk';
import type { HeldMessage } from '#contracts';
import { RetriableError } from '#runtime';
import { readCommandId, readMailboxUids, toMailboxDelivery } from '../../email.ids.js';
import { CursorStore, type FolderCursor } from './cursor.js';
import { explainFailure } from './explain-failure.js';
import { FolderReader, type TakeMails } from './folder-reader.js';
import type { ImapAccess } from './imap-access.js';
import type { FolderChoice, ImapConfig, OpenFolder } from './imap-link.js';
import { findFirstSince, list } from './look-up.js';
import type { ListedMessage } from './plan-fetch.js';

const PORTION = 1_000;
/** Of a subject or a sender: enough to know a mail by. */
const MOST_WORDS = 200;

export interface HeldMailParts {
  readonly config: ImapConfig;
  readonly folders: readonly FolderChoice[];
  readonly access: ImapAccess;
  readonly context: ConnectorContext;
  readonly take: TakeMails;
  /** Keys of the mac in our own Message-IDs. */
  readonly idKeys: readonly Buffer[];
}

/** What lies in a mailbox, whether we have it or not: over a connection of its own, beside whoever follows it. Opened by EXAMINE. */
export class HeldMail {
  constructor(private readonly parts: HeldMailParts) {}

  async *list(signal: AbortSignal): AsyncGenerator<HeldPortion> {
    for (const folder of this.parts.folders) {
      const { messages, before } = await this.within(folder, signal, (open) => this.listFolder(open, folder));
      if (before > 0) yield { messages: [], leftOut: [{ because: 'before_start', count: before }] };
      for (let at = 0; at < messages.length; at += PORTION) yield { messages: messages.slice(at, at + PORTION) };
    }
  }

  async describe(refs: readonly string[], signal: AbortSignal): Promise<HeldMessage[]> {
    const described: HeldMessage[] = [];
    for (const folder of this.parts.folders)
      described.push(...(await this.within(folder, signal, (open) => this.describeIn(open, this.uidsIn(open, refs)))));
    return described;
  }

  async fetch(refs: readonly string[], signal: AbortSignal): Promise<string[]> {
    const { config, context, take } = this.parts;
    const taken: string[] = [];
    for (const folder of this.parts.folders)
      await this.within(folder, signal, async (open) => {
        const uids = this.uidsIn(open, refs);
        if (uids.length === 0) return;
        const reader = new FolderReader(config, open.path, folder.sent, context, take);
        for (const uid of await reader.takeAgain(open, uids)) taken.push(this.refOf(open, uid));
      });
    return taken;
  }

  private async listFolder(open: OpenFolder, folder: FolderChoice): Promise<{ messages: HeldMessage[]; before: number }> {
    const { config, context } = this.parts;
    const { client, uidNext } = open;
    const cursors = new CursorStore(context.state, open.path);
    const birth = await cursors.birth(context.clock.now(), config.since);
    const known = await cursors.read();
    const cursor = known?.uidValidity === open.uidValidity ? known : null;
    const status = await client.status(open.path, { messages: true });
    const all = status === false ? 0 : (status.messages ?? 0);
    const first = Math.min(await findFirstSince(client, new Date(birth.since), uidNext), cursor?.gapsFrom ?? uidNext);
    const listed = first < uidNext ? await list(client, { from: first, to: uidNext - 1 }) : [];
    const since = Date.parse(birth.since);
    const ours = listed.filter(({ uid, arrivedAt }) => (cursor !== null && uid >= cursor.gapsFrom) || arrivedAt.getTime() >= since);
    const own = folder.sent ? await this.findOwn(open, ours) : new Set<number>();
    return { messages: ours.map((mail) => this.toHeld(open, mail, cursor, own)), before: Math.max(0, all - ours.length) };
  }

  private toHeld(open: OpenFolder, { uid, arrivedAt }: ListedMessage, cursor: FolderCursor | null, own: ReadonlySet<number>): HeldMessage {
    const because = own.has(uid) ? 'own_answer' : cursor === null || uid > cursor.lastUid ? 'not_yet' : undefined;
    return { ref: this.refOf(open, uid), at: arrivedAt.toISOString(), ...(because === undefined ? {} : { because }) };
  }

  /** Copies of what we sent ourselves: they are known by the mac in their Message-ID, and no messages of anybody. */
  private async findOwn({ client }: OpenFolder, listed: readonly ListedMessage[]): Promise<Set<number>> {
    const own = new Set<number>();
    if (listed.length === 0) return own;
    const range = `${listed[0]!.uid}:${listed.at(-1)!.uid}`;
    for await (const { uid, headers } of client.fetch(range, { uid: true, headers: ['message-id'] }, { uid: true })) {
      const id = /<([^>]+)>/.exec(headers?.toString('latin1') ?? '')?.[1];
      if (id !== undefined && this.parts.idKeys.some((key) => readCommandId(id, key) !== null)) own.add(uid);
    }
    return own;
  }

  private async describeIn(open: OpenFolder, uids: readonly number[]): Promise<HeldMessage[]> {
    const described: HeldMessage[] = [];
    if (uids.length === 0) return described;
    const wanted = { uid: true, internalDate: true, size: true, envelope: true } as const;
    for await (const { uid, internalDate, size, envelope } of open.client.fetch(uids.join(','), wanted, { uid: true })) {
      const [from] = envelope?.from ?? [];
      const sender = from === undefined ? undefined : [from.name, from.address && `<${from.address}>`].filter(Boolean).join(' ');
      const id = envelope?.messageId?.trim().replace(/^<(.+)>$/, '$1');
      described.push({
        ref: this.refOf(open, uid),
        ...(internalDate === undefined ? {} : { at: new Date(internalDate).toISOString() }),
        ...(size === undefined ? {} : { sizeBytes: size }),
        ...(id ? { remoteMessageId: id.slice(0, 998) } : {}),
        ...(sender ? { sender: sender.slice(0, MOST_WORDS) } : {}),
        ...(envelope?.subject ? { subject: envelope.subject.slice(0, MOST_WORDS) } : {}),
      });
    }
    return described;
  }

  private uidsIn(open: OpenFolder, refs: readonly string[]): number[] {
    return readMailboxUids(refs, this.parts.context.inbox.id, open.path, open.uidValidity);
  }

  private refOf(open: OpenFolder, uid: number): string {
    return toMailboxDelivery(this.parts.context.inbox.id, open.path, open.uidValidity, uid);
  }

  private async within<T>(folder: FolderChoice, signal: AbortSignal, work: (open: OpenFolder) => Promise<T>): Promise<T> {
    const { access, config, context } = this.parts;
    const ends = AbortSignal.any([signal, context.signal]);
    let open: OpenFolder | null = null;
    try {
      open = await access.open(folder, ends);
      return await Promise.race([work(open), open.broken]);
    } catch (error) {
      if (error instanceof RetriableError) throw error;
      const { detail = '', hint, reasons } = explainFailure(error, { config, folder, byToken: access.usesTokens, wasWell: false }).report;
      throw new RetriableError(detail, {
        code: 'mailbox_unread',
        ...(hint === undefined ? {} : { hint }),
        fields: { reasons },
        cause: error,
      });
    } finally {
      open?.client.close();
    }
  }
}
