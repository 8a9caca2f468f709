import { mkdtemp, readFile, readdir, rm, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CdrFile } from '../simulators/asterisk/cdr-file.js';
import { PACES, untilTaken } from '../simulators/call-senders/pace.js';
import { postWebhook } from '../simulators/call-senders/senders.js';
import { NotificationSimulator } from '../simulators/notification/notification-simulator.js';
import { findFreePorts } from '../support/services/ports.js';
import { API_KEY, eventually, type ProductRun, runProduct } from '../support/started-product.js';

interface Listed<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly channels: readonly string[];
}
interface Call {
  readonly callId: string;
  readonly outcome?: string;
  readonly legs: readonly unknown[];
  readonly recordings: readonly { readonly state: string }[];
}
interface Entry {
  readonly id: string;
  readonly remoteMessageId: string | null;
  readonly parts: readonly { readonly type: string; readonly code?: string; readonly call?: Call }[];
}

const SECRET = `whsec_${Buffer.from('a secret of the webhook').toString('base64')}`;
const callOf = (entry: Entry) => entry.parts.find(({ type }) => type === 'call')!.call!;

describe('a hotline', () => {
  let folder: string;
  let file: CdrFile;
  let run: ProductRun;
  let apiUrl: string;
  let environment: Record<string, string>;
  let messages: NotificationSimulator;
  let writing = false;

  const api = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${apiUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${API_KEY}` } })).json()) as T;
  const start = async () => {
    run = runProduct(environment);
    const isReady = () =>
      fetch(`${apiUrl}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually(isReady, 'ready', 90_000);
  };
  const kill = async () => {
    run.child.kill('SIGKILL');
    await run.ended;
  };
  const listAll = async <T>(path: string): Promise<T[]> => {
    const all: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Listed<T> = await api(`${path}?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  };
  const allEntries = async () => {
    const tickets = await listAll<Ticket>('/tickets');
    const listed = await Promise.all(tickets.map(({ id }) => listAll<Entry>(`/tickets/${id}/entries`)));
    return listed.flatMap((entries, at) => entries.map((entry) => ({ ...entry, ticket: tickets[at]! })));
  };
  const entriesOf = async (callId: string) => (await allEntries()).filter(({ remoteMessageId }) => remoteMessageId === callId);
  const awaitCall = (callId: string, isThere: (call: Call) => boolean, what: string) =>
    eventually(async () => (await entriesOf(callId)).find((entry) => isThere(callOf(entry))), what, 40_000);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-phone-'));
    file = new CdrFile(join(folder, 'Master.csv'));
    await mkdir(join(folder, 'monitor'));
    await file.append('');
    const [httpPort, smtpPort] = (await findFreePorts(2)) as [number, number];
    apiUrl = `http://127.0.0.1:${httpPort}`;
    const inbox = {
      id: 'hotline',
      channel: 'phone',
      address: '400-123-4567',
      csv: { path: file.path, quietMs: 200, fromBeginning: true },
      webhook: { secret: SECRET },
      recordings: { folder: join(folder, 'monitor') },
    };
    const config = join(folder, 'config.json');
    messages = await NotificationSimulator.start();
    const sms = { id: 'sms', channel: 'notification', provider: 'http', url: messages.urlOf('http'), secret: messages.account.httpSecret };
    await writeFile(config, JSON.stringify({ inboxes: [inbox, sms], acknowledgements: { via: { hotline: 'sms' } } }));
    environment = {
      TRIBUTARY_CONFIG: config,
      TRIBUTARY_DATA_DIR: join(folder, 'data'),
      TRIBUTARY_HTTP_PORT: String(httpPort),
      TRIBUTARY_SMTP_PORT: String(smtpPort),
      TRIBUTARY_API_KEY: API_KEY,
      TRIBUTARY_LOG_LEVEL: 'warn',
    };
    await start();
  }, 180_000);
  afterAll(async () => {
    writing = false;
    await run?.stop();
    await messages?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes one ticket of a call, and shows it as more is told of it', async () => {
    await file.write({ src: '13800138000', dst: '4001234567', linkedid: '1.0', disposition: 'NO ANSWER', answer: '', billsec: 0 });
    const first = await awaitCall('1.0', ({ outcome }) => outcome === 'no_answer', 'the missed call');
    expect(first.ticket).toMatchObject({ channels: ['phone', 'notification'], subject: 'Missed call from 13800138000' });
    expect(first.ticket.number).toContain('-TEL-');
    expect(first.parts).toContainEqual(expect.objectContaining({ type: 'system', code: 'call.missed' }));
    await file.write({
      src: '13800138000',
      dst: '4001234567',
      linkedid: '1.0',
      sequence: 1,
      dstchannel: 'PJSIP/802-00000004',
      start: '2026-03-02 09:00:10',
      answer: '2026-03-02 09:00:12',
      end: '2026-03-02 09:01:10',
    });
    await awaitCall('1.0', ({ outcome, legs }) => outcome === 'answered' && legs.length === 2, 'the second row');
    expect(await entriesOf('1.0')).toHaveLength(1);
    const told = { to: '+8613800138000', text: `We have taken up your request. Its number is ${first.ticket.number}. Support` };
    await eventually(() => Promise.resolve(messages.said.length > 0), 'the number at the caller');
    expect(messages.said).toEqual([expect.objectContaining(told)]);
    const raw = await (await fetch(`${apiUrl}/api/v1/entries/${first.id}/raw`, { headers: { authorization: `Bearer ${API_KEY}` } })).text();
    expect(raw).toBe(await readFile(file.path, 'utf8'));
  });

  it('keeps the agent’s notes and a sealed recording in the entry of the call', async () => {
    const words = 'what was said on the telephone '.repeat(20_000);
    await writeFile(join(folder, 'monitor', '2.wav'), `RIFF\0\0\0\0WAVEfmt ${words}`);
    const base = `${apiUrl}/in/hotline`;
    const call = {
      callId: '2.0',
      caller: '13900139000',
      callee: '400',
      startedAt: '2026-03-02T09:00:00Z',
      endedAt: '2026-03-02T09:02:00Z',
      outcome: 'answered',
      recordings: ['2.wav'],
    };
    expect((await postWebhook(base, SECRET, { type: 'call.ended', ...call })).status).toBe(202);
    expect((await postWebhook(base, SECRET, { type: 'call.notes', callId: '2.0', notes: { problem: 'no dial tone' } })).status).toBe(202);
    await awaitCall('2.0', ({ recordings }) => recordings[0]?.state === 'stored', 'the recording');
    const [entry, ...none] = await entriesOf('2.0');
    expect(none).toEqual([]);
    expect(entry!.parts.map(({ type }) => type)).toEqual(['call', 'form', 'audio']);
    const stored = await readdir(join(folder, 'data', 'blobs'), { recursive: true, withFileTypes: true });
    const contents = await Promise.all(stored.filter((each) => each.isFile()).map((each) => readFile(join(each.parentPath, each.name))));
    expect(contents.length).toBeGreaterThan(0);
    expect(contents.some((bytes) => bytes.includes('what was said'))).toBe(false);
  });

  it('loses and doubles nothing when it is killed again and again while calls come in', async () => {
    writing = true;
    const written: string[] = [];
    const writer = (async () => {
      for (let n = 0; writing; n += 1) {
        const linkedid = `3.${n}`;
        const src = `138001380${String(n % 40).padStart(2, '0')}`;
        await file.write({ src, dst: '4001234567', linkedid, disposition: 'NO ANSWER', answer: '', billsec: 0, sequence: 2 * n });
        await file.write({ src, dst: '4001234567', linkedid, sequence: 2 * n + 1 });
        written.push(linkedid);
        if (n % 25 === 10) await file.rotate();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    const posted: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      const callId = `4.${round}`;
      const call = { callId, caller: '13700137000', callee: '400', startedAt: '2026-03-02T09:00:00Z', outcome: 'busy' };
      // A sender that was not answered, or not by 2xx, has it still.
      const posting = untilTaken(() => postWebhook(`${apiUrl}/in/hotline`, SECRET, call), {
        ...PACES.webhook,
        waitsMs: Array<number>(400).fill(100),
      });
      await kill();
      await start();
      expect((await posting).status).toBe(202);
      posted.push(callId);
    }
    writing = false;
    await writer;
    const wanted = [...written, ...posted];
    let missing: string[] = [];
    const seen = await eventually(
      async () => {
        const entries = await allEntries();
        const answered = new Map(
          entries.flatMap((entry) => (entry.parts[0]?.type === 'call' ? [[entry.remoteMessageId, callOf(entry)] as const] : [])),
        );
        missing = wanted.filter((id) => !answered.has(id));
        return written.every((id) => answered.get(id)?.legs.length === 2) && posted.every((id) => answered.has(id)) && entries;
      },
      `${wanted.length} calls`,
      90_000,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; missing: ${missing.join(' ')}\n${run.output().slice(-3_000)}`);
    });
    const ids = seen.map(({ remoteMessageId }) => remoteMessageId).filter((id) => id !== null && /^[34]\./.test(id));
    expect(ids.sort()).toEqual(wanted.sort());
  }, 240_000);
});
