/** What loader and panel say to each other by postMessage. Each side takes it from the other's window and origin alone. */
export type ToPanel =
  | {
      readonly tributary: 1;
      readonly say: 'boot';
      readonly locale?: string;
      readonly jwt?: string;
      readonly page: { readonly url: string; readonly title: string };
    }
  | { readonly tributary: 1; readonly say: 'identify'; readonly jwt: string }
  | { readonly tributary: 1; readonly say: 'logout' }
  | { readonly tributary: 1; readonly say: 'shown'; readonly on: boolean };

export type ToLoader =
  | { readonly tributary: 1; readonly say: 'loaded' }
  | { readonly tributary: 1; readonly say: 'ready' }
  | { readonly tributary: 1; readonly say: 'unread'; readonly count: number }
  | { readonly tributary: 1; readonly say: 'status'; readonly status: 'connecting' | 'online' | 'offline' }
  | { readonly tributary: 1; readonly say: 'close' };

export interface BootOptions {
  /** `en`, `zh-CN`; default: the browser's. */
  readonly locale?: string;
  /** Proof of identity made by your server. */
  readonly jwt?: string;
  /** False: no button of ours; you open the panel. */
  readonly launcher?: boolean;
}
