/** What loader and panel say to each other by postMessage. Each side takes it from the other's window and origin alone. */
export type ToPanel =
  | {
      readonly tributary: 1;
      readonly say: 'boot';
      readonly locale?: string;
      readonly jwt?: string;
      readonly page: { readonly url: string; readonly title: string };
      /** Nobody has asked for the chat yet: it is loaded, and does not connect. */
      readonly wait?: boolean;
    }
  | { readonly tributary: 1; readonly say: 'identify'; readonly jwt: string }
  | { readonly tributary: 1; readonly say: 'logout' }
  /** `cover`: it covers the whole window, so the keyboard stays in it. */
  | { readonly tributary: 1; readonly say: 'shown'; readonly on: boolean; readonly cover: boolean }
  /** The site shows announcements itself. */
  | { readonly tributary: 1; readonly say: 'banner' };

export type ToLoader =
  | { readonly tributary: 1; readonly say: 'loaded' }
  | { readonly tributary: 1; readonly say: 'ready' }
  | { readonly tributary: 1; readonly say: 'unread'; readonly count: number }
  | { readonly tributary: 1; readonly say: 'status'; readonly status: 'connecting' | 'online' | 'offline' }
  | { readonly tributary: 1; readonly say: 'announcements'; readonly items: readonly Announcement[] }
  | { readonly tributary: 1; readonly say: 'close' };

/** What the desk tells everybody. */
export interface Announcement {
  readonly id: string;
  readonly title: string;
  readonly text?: string | null;
  readonly from?: string | null;
  readonly until?: string | null;
  readonly severity?: string | null;
}

export interface BootOptions {
  /** `en`, `zh-CN`; default: the page's, else the browser's. */
  readonly locale?: string;
  /** Proof of identity made by your server. */
  readonly jwt?: string;
  /** False: no button of ours; you open the panel. */
  readonly launcher?: boolean;
}
