import type { ChatClientFrame, ChatLine, ChatWelcome } from '#contracts';

export interface Storage {
  get(): Saved;
  set(saved: Saved): void;
}

/** What outlives a reload. */
export interface Saved {
  readonly token?: string;
  /** Said, and not acknowledged: oldest first. */
  readonly unsent?: readonly Unsent[];
}

export type Unsent = Extract<ChatClientFrame, { t: 'say' | 'rate' | 'mail' | 'end' }>;

export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface ConnectionParts {
  readonly open: () => Socket;
  readonly storage: Storage;
  readonly later: (work: () => void, ms: number) => void;
  readonly random: () => number;
  readonly show: (view: View) => void;
  readonly about: () => { readonly locale?: string; readonly page?: { readonly url: string; readonly title: string } };
}

export interface View {
  readonly status: 'connecting' | 'online' | 'offline';
  readonly welcome: ChatWelcome | null;
  readonly lines: readonly ChatLine[];
  readonly unsent: readonly Unsent[];
  readonly read: number;
  readonly typing: string | null;
  /** Why the newest thing was not taken, in the server's words. */
  readonly trouble: { readonly code: string; readonly message: string } | null;
}
