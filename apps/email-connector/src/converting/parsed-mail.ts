import type { MessageClass } from '#contracts';
import type { StatedResults } from './authentication-results.js';

/** One address as a mail names it; `address` in the mail's own case. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

/** One leaf of the mail that is not part of its text. An enclosed mail is one attachment and stays unopened. */
export interface Attachment {
  /** null where the mail names none. */
  readonly fileName: string | null;
  readonly contentType: string;
  readonly inline: boolean;
  /** Without angle brackets. */
  readonly contentId: string | null;
  /** Decoded bytes. */
  readonly content: Buffer;
  /** Of the decoded bytes. */
  readonly sha256: string;
}

export interface BouncedRecipient {
  readonly address: string | null;
  /** Enhanced status code as the report states it. */
  readonly status: string | null;
  /** SMTP reply code as the report states it. */
  readonly replyCode: string | null;
  readonly reason: string | null;
  /** The address itself is dead; false for a full box, policy, size or trouble on the way. */
  readonly permanent: boolean;
  /** The report says that it is still being tried (RFC 3464 §2.3.3). */
  readonly delayed?: boolean;
  /** The report says, in a field of its own, that it is over. */
  readonly failed?: boolean;
}

/** What a delivery report says. */
export interface Bounce {
  readonly recipients: BouncedRecipient[];
  /** Message-ID of the mail that came back, without brackets. */
  readonly originalMessageId: string | null;
  /** Envelope sender of the mail that came back, where the report encloses its headers. */
  readonly originalReturnPath: string | null;
}

export interface Forward {
  readonly ownText: string;
  readonly from: Mailbox | null;
  readonly to: Mailbox[];
  readonly cc: Mailbox[];
  readonly subject: string | null;
  /** As the client wrote it. */
  readonly date: string | null;
  readonly body: string;
}

/** What a person wrote now, apart from what was there before. */
export interface SplitBody {
  readonly newText: string;
  readonly quotedText: string;
  readonly signature: string;
}

/** A mail in our own words; everything decoded, nothing of the vendor's shape left. */
export interface ParsedMail extends SplitBody {
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** Further ids of In-Reply-To: a mail may answer several (RFC 5322 §3.6.4). */
  readonly otherParents?: string[];
  readonly references: string[];
  /** Outlook's title of the whole conversation. */
  readonly threadTopic?: string;
  readonly subject: string;
  readonly from: Mailbox | null;
  readonly sender: Mailbox | null;
  readonly to: Mailbox[];
  readonly cc: Mailbox[];
  /** Only the sender's own copy names them. */
  readonly bcc?: Mailbox[];
  readonly replyTo: Mailbox[];
  /** Delivered-To, X-Original-To, Envelope-To and kin: where the mail was really put. */
  readonly deliveredTo: string[];
  /** Return-Path: '' is the null path, null is none stated. */
  readonly returnPath: string | null;
  /** RFC 3339 UTC, null when missing or unreadable. */
  readonly date: string | null;
  /** The Date field as written, white space folded. */
  readonly dateAsWritten: string;
  /** Whole plain text, made from the HTML where there is none; line ends are LF. */
  readonly text: string;
  /** Words of a multipart that cannot be taken apart, as far as they could be read; shown instead of a part that is not understood. */
  readonly salvaged: string | null;
  /** sha256 of all behind the headers, of a mail that could not be read: it tells two of them apart. */
  readonly bodySha256?: string;
  readonly htmlPresent: boolean;
  /** Sanitised: nothing in it runs, submits or loads from elsewhere. */
  readonly html: string | null;
  readonly attachments: Attachment[];
  readonly class: MessageClass;
  /** The signal behind a class other than human, e.g. `header:auto-submitted`. */
  readonly classReason: string | null;
  readonly mayAutoReply: boolean;
  /** Of a mailing list: its addresses, and what the mail is where the list is the desk's own address, as groups of Google and Microsoft are. */
  readonly list?: { readonly addresses: readonly string[]; readonly asOwn: Pick<ParsedMail, 'class' | 'classReason' | 'mayAutoReply'> };
  readonly bounce: Bounce | null;
  readonly forward: Forward | null;
  /** The header by which a filter on the way took it for spam, e.g. `header:x-spam-flag`. */
  readonly spam: string | null;
  /** What servers on the way say of its sender; anybody may have written it. */
  readonly statedResults?: StatedResults[];
  /** What about its header a person should know before he trusts it; warnings, too. */
  readonly oddities?: string[];
  /** What had to be guessed or left out, stable snake_case words. */
  readonly warnings: string[];
}
