import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventIdOf, idempotencyKeyOf } from '#contracts';
import { ChatVisitor } from '../support/chat-visitor.js';
import { API_KEY, eventually, startProduct, type StartedProduct } from '../support/started-product.js';
import { type Figure, percentile, showMs } from './figures.js';

const VISITORS = 1_000;
const IDLE = 10_000;
const PER_SECOND = 20;
const TARGET_MS = 50;
const TARGET_MIB = 300;

interface Told {
  readonly event?: { readonly type: string; readonly data: { readonly entryId?: string } };
}

/** What a chat costs while nobody speaks, and how long a message takes to an agent's stream while a thousand are connected. */
export async function measureChat(messages: number, idle = IDLE): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-chat-'));
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ inboxes: [{ id: 'shop', channel: 'webchat', limits: { messagesPerMinute: 10_000 } }] }));
  const product = await startProduct({ TRIBUTARY_CONFIG: config, TRIBUTARY_LOG_LEVEL: 'error' });
  const pages: ChatVisitor[] = [];
  const enter = async (count: number) => {
    while (pages.length < count)
      pages.push(
        ...(await Promise.all(Array.from({ length: Math.min(50, count - pages.length) }, () => ChatVisitor.enter(urlOf(product))))),
      );
  };
  try {
    await enter(VISITORS);
    const waits = await measureWaits(product, pages, messages);
    await enter(idle);
    // Idle for longer than V8 takes to see it, and than the pings are apart.
    await sleep(40_000);
    const mib = await readMib(product.pid);
    const p99 = percentile(waits, 0.99);
    return [
      {
        part: 'chat',
        name: `message → agent's stream, ${VISITORS} visitors connected, ${PER_SECOND}/s`,
        measured: `p50 ${showMs(percentile(waits, 0.5))}, p99 ${showMs(p99)} (${waits.length} messages)`,
        target: `p99 ≤ ${TARGET_MS} ms`,
        holds: p99 <= TARGET_MS,
      },
      {
        part: 'chat',
        name: `resident memory of the whole product with ${idle} idle visitors`,
        measured: `${Math.round(mib)} MiB`,
        target: `≤ ${TARGET_MIB} MB`,
        ...(idle < IDLE ? {} : { holds: mib * 1.048576 <= TARGET_MIB }),
      },
    ];
  } finally {
    for (const page of pages) page.cut();
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const urlOf = ({ apiUrl }: StartedProduct) => `${apiUrl.replace('http', 'ws')}/in/shop`;

/** From the moment a page sends it to its entry on the stream of an agent. */
async function measureWaits(product: StartedProduct, pages: readonly ChatVisitor[], messages: number): Promise<number[]> {
  const listening = new AbortController();
  const seen = new Map<string, number>();
  const stream = await fetch(`${product.apiUrl}/api/v1/stream`, {
    headers: { authorization: `Bearer ${API_KEY}`, accept: 'text/event-stream' },
    signal: listening.signal,
  });
  void follow(stream, (entryId) => seen.set(entryId, performance.now())).catch(() => undefined);
  const sent = new Map<string, number>();
  const say = async (at: number) => {
    const page = pages[at % pages.length]!;
    const sentAt = performance.now();
    const seq = await page.say('Where is my order?');
    const remoteMessageId = `${page.welcome!.conversation}.${seq}`;
    sent.set(eventIdOf(idempotencyKeyOf({ channel: 'webchat', inboxId: 'shop', remoteMessageId, print: '' })), sentAt);
  };
  // The first hundred warm it up.
  const warm = Math.min(100, messages);
  const saying: Promise<void>[] = [];
  for (let at = 0; at < messages + warm; at += 1) {
    saying.push(say(at));
    await sleep(1000 / PER_SECOND);
  }
  await Promise.all(saying);
  const missing = () => [...sent.keys()].filter((id) => !seen.has(id)).length;
  await eventually(() => Promise.resolve(missing() === 0), 'all messages on the stream', 60_000);
  listening.abort();
  return [...sent].slice(warm).map(([id, at]) => seen.get(id)! - at);
}

/** Calls with each entry that the stream tells of, as it comes. */
async function follow(stream: Response, onEntry: (entryId: string) => void): Promise<void> {
  let text = '';
  for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop()!;
    for (const line of lines) {
      const { event } = line.startsWith('data:') ? (JSON.parse(line.slice(5)) as Told) : {};
      if (event?.type === 'ticket.entry_added.v1' && event.data.entryId !== undefined) onEntry(event.data.entryId);
    }
  }
}

async function readMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) / 1024;
}
