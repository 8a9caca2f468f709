/**
 * Words of the web chat between a visitor's page and the webchat connector, version 1. Only types, and the version: the connector checks what comes,
 * the page is built from what goes. What they mean: apps/webchat-connector/README.md. Times are RFC 3339 UTC, sizes bytes, durations ms.
 */
export const WEBCHAT_VERSION = 1;

export interface ChatFile {
  readonly name: string;
  /** What the bytes are, whatever was claimed. */
  readonly type: string;
  readonly bytes: number;
  /** Below the inbox's address; good for an hour. Always a download. */
  readonly path: string;
}

export interface ChatFormValue {
  readonly name: string;
  readonly label: string;
  readonly value: string | boolean;
}

export type ChatState = 'queued' | 'joined' | 'read' | 'ended' | 'rating_asked';

/** One line of a conversation. A reader that does not know what is in it shows `text`. */
export interface ChatLine {
  /** Counts from 1 without holes. */
  readonly seq: number;
  /** Of a visitor's line: the id that his page gave it. */
  readonly id: string;
  readonly from: 'visitor' | 'agent' | 'bot' | 'system';
  readonly name?: string;
  readonly at: string;
  readonly text?: string;
  readonly files?: readonly ChatFile[];
  readonly form?: { readonly id: string; readonly values: readonly ChatFormValue[] };
  readonly links?: readonly { readonly url: string; readonly title?: string }[];
  readonly state?: { readonly is: ChatState; readonly position?: number; readonly estimateMs?: number; readonly agentName?: string };
  /** Something the visitor did that is no message: `chat.rated`, `chat.transcript_requested`, `chat.ended`. */
  readonly event?: { readonly name: string; readonly data: Readonly<Record<string, unknown>> };
}

/** Who vouches for the visitor: a JWT of the desk's own site, or (where allowed) an id with its HMAC. */
export interface ChatProof {
  readonly jwt?: string;
  readonly identifier?: string;
  readonly identifierHash?: string;
  readonly name?: string;
  readonly email?: string;
}

export type ChatClientFrame =
  | {
      readonly t: 'hello';
      readonly v: number;
      readonly token?: string;
      /** The last line the page has of `conversation`. */
      readonly since?: number;
      readonly conversation?: string;
      readonly proof?: ChatProof;
      readonly locale?: string;
      readonly page?: { readonly url?: string; readonly title?: string };
    }
  | {
      readonly t: 'say';
      /** Chosen by the page, 8 to 64 of A-Z a-z 0-9 _ and -; said again under the same id it is the same line. */
      readonly id: string;
      readonly text?: string;
      /** Ids of whole uploads. */
      readonly files?: readonly string[];
      readonly form?: { readonly id: 'pre-chat' | 'offline'; readonly values: Readonly<Record<string, string | boolean>> };
      /** For kinds that a newer page has; kept, and shown as not understood. */
      readonly kind?: string;
      readonly data?: Readonly<Record<string, unknown>>;
    }
  | { readonly t: 'seen'; readonly delivered?: number; readonly read?: number }
  | { readonly t: 'typing'; readonly on: boolean }
  | { readonly t: 'lines'; readonly since: number; readonly limit?: number }
  | { readonly t: 'identify'; readonly proof: ChatProof }
  | { readonly t: 'logout' }
  | { readonly t: 'rate'; readonly id: string; readonly score: number; readonly comment?: string }
  | { readonly t: 'mail'; readonly id: string; readonly to: string }
  | { readonly t: 'end'; readonly id: string }
  | { readonly t: 'ping' };

export interface ChatWelcome {
  readonly t: 'welcome';
  readonly v: number;
  /** Keep it; whoever has it is this visitor. */
  readonly token: string;
  /** Changes when the visitor becomes somebody else (identified, logged out): forget lines of another one. */
  readonly conversation: string;
  readonly head: number;
  /** Lines above this follow; more than the page asked from where the way would be too long. */
  readonly since: number;
  /** The last line that the visitor has read, on any device. */
  readonly read: number;
  readonly identified: boolean;
  readonly name?: string;
  readonly open: boolean;
  /** The form without which nothing is taken. */
  readonly needs?: 'pre-chat' | 'offline';
}

export type ChatServerFrame =
  | ChatWelcome
  | { readonly t: 'lines'; readonly lines: readonly ChatLine[] }
  | { readonly t: 'said'; readonly id: string; readonly seq: number }
  /** `retry`: say it again under the same id, after `retryAfterMs` where given. Else it will never be taken. */
  | {
      readonly t: 'refused';
      readonly id?: string;
      readonly code: string;
      readonly message: string;
      readonly retry: boolean;
      readonly retryAfterMs?: number;
    }
  | { readonly t: 'typing'; readonly on: boolean; readonly name?: string }
  | { readonly t: 'seen'; readonly read: number }
  /** The last word: do not come back with this token where the code is `logged_out`. */
  | { readonly t: 'bye'; readonly code: string; readonly message: string }
  | { readonly t: 'pong' };

export interface ChatFormField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'email' | 'phone' | 'paragraph' | 'choice' | 'consent';
  readonly required: boolean;
  readonly choices?: readonly string[];
}

/** What a page needs to know before there is a visitor: `GET /in/<inbox id>/config`. */
export interface ChatConfig {
  readonly v: number;
  readonly title: string;
  readonly greeting?: string;
  readonly open: boolean;
  readonly preChat?: { readonly intro?: string; readonly fields: readonly ChatFormField[] };
  readonly offline: { readonly intro?: string; readonly fields: readonly ChatFormField[] };
  readonly textMax: number;
  readonly uploads: { readonly maxBytes: number; readonly maxPerMessage: number } | null;
  /** Pages that may hold the panel in a frame. */
  readonly origins: readonly string[];
}
