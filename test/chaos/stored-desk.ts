import { setTimeout as sleep } from 'node:timers/promises';
import { API_KEY } from './product.js';

export interface StoredEntry {
  readonly id: string;
  readonly seq: number;
  readonly direction: string;
  readonly remoteMessageId: string | null;
  readonly plainText: string;
  readonly parts: readonly { readonly code?: string }[];
  readonly delivery: { status: string } | null;
}

export interface StoredTicket {
  readonly id: string;
  readonly number: string;
  readonly entries: StoredEntry[];
}

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

const ATTEMPTS = 10;
const PAUSE_MS = 200;

async function get<T>(url: string): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await fetch(url, { headers: { authorization: `Bearer ${API_KEY}` }, signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
      return (await answer.json()) as T;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      // Its database is on its way back: the run says how long that may take in all.
      await sleep(attempt * PAUSE_MS);
    }
  }
}

async function* pages<T>(url: string): AsyncGenerator<T> {
  let cursor: string | null = null;
  do {
    const page: Page<T> = await get<Page<T>>(
      `${url}${url.includes('?') ? '&' : '?'}limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** All that the desk shows, read through its API as anybody would. */
export async function readDesk(apiUrl: string): Promise<StoredTicket[]> {
  const tickets: { id: string; number: string }[] = [];
  for await (const ticket of pages<{ id: string; number: string }>(`${apiUrl}/api/v1/tickets`)) tickets.push(ticket);
  return mapParallel(tickets, 8, async ({ id, number }) => {
    const entries: StoredEntry[] = [];
    for await (const entry of pages<StoredEntry>(`${apiUrl}/api/v1/tickets/${id}/entries`)) entries.push(entry);
    return { id, number, entries };
  });
}

/** Message-IDs of which the ledger does not say that they became an entry. */
export async function findMissingInLedger(apiUrl: string, messageIds: readonly string[]): Promise<string[]> {
  const found = await mapParallel(messageIds, 8, async (id) => {
    const page = await get<Page<{ outcome?: string; status?: string; state?: string }>>(
      `${apiUrl}/api/v1/ledger?remoteMessageId=${encodeURIComponent(id)}`,
    );
    return page.items.some((item) => JSON.stringify(item).includes('ticketed')) ? null : id;
  });
  return found.filter((id) => id !== null);
}

async function mapParallel<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const next = items.entries();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, item] of next) results[index] = await work(item);
    }),
  );
  return results;
}
