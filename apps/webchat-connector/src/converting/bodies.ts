import type { BlobRef, ChatFormValue, ChatState, CommandId } from '#contracts';
import type { ProvenUser } from '../visitors/identity-proof.js';

/** What a transcript keeps of a line: all that its event and its look are made of, for both may be wanted again after a crash. */
export type LineBody = SaidBody | DoneBody | ReplyBody | StateBody;

export interface StoredFile {
  readonly ref: BlobRef;
  readonly sha256: string;
  readonly bytes: number;
  readonly name: string;
  /** What the bytes are. */
  readonly type: string;
  readonly declared?: string;
  readonly kind: 'image' | 'audio' | 'video' | 'file';
  /** The bytes are not what was claimed. */
  readonly doubtful?: true;
}

/** Who said it, as known then. */
export interface Speaker {
  readonly visitor: string;
  readonly user?: ProvenUser;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly locale?: string;
}

export interface SaidBody {
  readonly k: 'said';
  readonly by: Speaker;
  readonly text?: string;
  readonly files?: readonly StoredFile[];
  readonly form?: { readonly id: string; readonly values: readonly ChatFormValue[] };
  readonly native?: { readonly kind: string; readonly data?: Readonly<Record<string, unknown>> };
  readonly page?: { readonly url?: string; readonly title?: string };
  /** Nobody was there. */
  readonly closed?: true;
  /** Messages of the conversation before the visitor was identified. */
  readonly after?: readonly string[];
}

/** Something a visitor did that is no message. */
export interface DoneBody {
  readonly k: 'done';
  readonly by: Speaker;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ReplyBody {
  readonly k: 'reply';
  readonly commandId: CommandId;
  readonly attempt: number;
  readonly role: 'agent' | 'bot' | 'system';
  readonly name?: string;
  readonly text?: string;
  readonly files?: readonly StoredFile[];
  readonly links?: readonly { readonly url: string; readonly title?: string }[];
}

export interface StateBody {
  readonly k: 'state';
  readonly is: ChatState;
  readonly position?: number;
  readonly estimateMs?: number;
  readonly agentName?: string;
}

/** A line copied from the conversation of a browser into that of the user it turned out to be: shown, never emitted again. */
export type Moved<B extends LineBody = LineBody> = B & { readonly moved?: true; readonly movedAt?: string };
