import type { ConnectorContext } from '#connector-sdk';
import type { Settings } from '#runtime';
import type { FolderReader } from './folder-reader.js';
import type { OpenFolder } from './imap-link.js';

/** A server that accepts commands but answers none is given this long. */
const COMMAND_LIMIT_MS = 120_000;

/** Follows one folder over one connection until the link breaks or the signal aborts: catch up, wait for news in IDLE, catch up. */
export async function followFolder(
  open: OpenFolder,
  settings: Settings['email'],
  reader: FolderReader,
  context: ConnectorContext,
  signal: AbortSignal,
  told: { onProgress(): void; onCaughtUp(): void },
): Promise<void> {
  const { client, broken } = open;
  const news = new News();
  client.on('exists', () => news.tell());
  client.on('expunge', () => news.tell());
  try {
    while (!signal.aborted) {
      news.clear();
      await within(COMMAND_LIMIT_MS, Promise.race([reader.catchUp(open, signal, told.onProgress), broken]), () =>
        context.log.warn('IMAP folder is slow', { folder: open.path }),
      );
      told.onCaughtUp();
      await Promise.race([waitForNews(open, news, settings.imapReconcileMs), broken]);
    }
  } finally {
    client.close();
    // Ends the wait and its timer.
    news.tell();
  }
}

/** IDLE until something happens or it is time to look anyway; a lost notice costs at most `reconcileMs`. */
async function waitForNews({ client }: OpenFolder, news: News, reconcileMs: number): Promise<void> {
  // Any later command breaks IDLE by itself.
  const idling = client.idle().catch(() => undefined);
  await news.wait(reconcileMs);
  void idling;
}

/** Remembers that something happened until somebody waits for it. */
class News {
  private told = false;
  private wake: (() => void) | null = null;

  tell(): void {
    this.told = true;
    this.wake?.();
  }

  clear(): void {
    this.told = false;
  }

  async wait(limitMs: number): Promise<void> {
    if (this.told) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, limitMs);
    });
    clearTimeout(timer);
    this.wake = null;
  }
}

/** Waits for `work` for as long as it takes, and says so once when it takes long. */
async function within<T>(ms: number, work: Promise<T>, onSlow: () => void): Promise<T> {
  const timer = setTimeout(onSlow, ms);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
