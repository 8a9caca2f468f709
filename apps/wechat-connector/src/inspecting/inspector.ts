import type { MessagePart } from '#contracts';

/** What one input of `inspect` is, beside `file` and `ok`. Throws `RefusedInput` for what a connector would refuse too. */
export type Inspector = (raw: Buffer) => Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>;

/** One message or event as `inspect wechat` shows it. Ids are strings; what is not there is null. */
export interface InspectedMessage {
  readonly remoteMessageId: string | null;
  readonly dedupeKey: string | null;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly nativeType: string | null;
  readonly event: string | null;
  /** RFC 3339, or null where the platform names no time that can be read. */
  readonly occurredAt: string | null;
  readonly parts: readonly MessagePart[];
  readonly plainText: string;
}

/** An input that is not what its kind takes: `code` for programs, the message for people. */
export class RefusedInput extends Error {
  override readonly name = 'RefusedInput';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
