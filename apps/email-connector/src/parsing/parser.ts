import type { WrittenEvent } from '#connector-sdk';
import type { TerseMessage } from '#contracts';
import type { SenderChecks } from '../authenticating/sender-checks.js';
import type { Bounce } from '../converting/parsed-mail.js';

/** How a mail reached us: what the door or the mailbox knows and the mail itself does not say. */
export interface MailEnvelope {
  readonly inboxId: string;
  readonly provider: string;
  /** Address of the inbox. */
  readonly address: string;
  /** SMTP envelope sender; empty for the null return path, absent when unknown (IMAP). */
  readonly mailFrom?: string;
  readonly rcptTo: readonly string[];
  /** RFC 3339, UTC. */
  readonly receivedAt: string;
  /** Unique per delivery: door session and number, or UIDVALIDITY:UID. */
  readonly deliveryId: string;
  readonly historical?: boolean;
  /** What the door found of the sender. */
  readonly checks?: SenderChecks | undefined;
  /** Whose Authentication-Results in the mail are believed, and go before what the door found. */
  readonly trustedAuthserv?: string | undefined;
  /** On a mail from the folder of sent mail, which an agent wrote elsewhere: all addresses of the inbox. */
  readonly sentBy?: readonly string[];
}

/** A mail ready for the log: `context.emit('message.received.v1', event, blobs)`. */
export interface ParsedDelivery {
  /** As the parser process wrote it: nobody reads it on its way to the log, but where it is an echo or a delivery report. */
  readonly event: WrittenEvent<'message.received.v1'>;
  readonly direction: TerseMessage['direction'];
  /** Bytes that the event names: the raw mail first, then attachments and bodies too large for an event. */
  readonly blobs: Buffer[];
  /** What a delivery report says; `toDeliveryChanges` makes delivery events of it. */
  readonly bounce: Bounce | null;
  /** Why the mail could not be taken apart; the event then holds its raw bytes and salvaged headers. */
  readonly failure: ParseFailure | null;
}

/** What a parser process tells of a mail beside its event, first of its answer. */
export type ParsedHead = Pick<ParsedDelivery, 'direction' | 'bounce'> & { readonly head: ParsedDelivery['event']['head'] };

export interface ParseFailure {
  readonly code: 'parser_timeout' | 'parser_memory' | 'parser_crash' | 'parser_error' | 'event_refused';
  readonly message: string;
}

/** Takes mails apart outside the process that receives them. */
export interface MailParser {
  /** Never rejects because of what the mail holds; rejects with `RetriableError` when stopped or when no child process can be started. */
  parse(raw: Buffer, envelope: MailEnvelope): Promise<ParsedDelivery>;
  /** Resolves when every child process is gone. */
  stop(): Promise<void>;
}
