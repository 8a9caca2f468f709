import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { RetriableError } from '#runtime';
import { breakPigeon, breakRaven, runSuite } from './run-suite.js';

const STOPS = 'running.stop';
const STOPS_WAITING = 'running.stop_while_log_waits';
const CLAIMS = 'running.claims';
const ARRIVES = 'sending.once';
const UNMARKED = 'sending.unmarked';
const REFUSED = 'sending.refused';
const LATER = 'sending.later';
const VANISHED = 'sending.broken_link';
const RECEIPTS = 'sending.receipts';
const TOO_LONG = 'sending.text_limit';
const TAKEN_BACK = 'sending.recall';
const TWICE = 'sending.twice';

describe('the suite finds, and nothing else is wrong with it, a connector that', () => {
  it.each([
    ['keeps the process alive', (timer: NodeJS.Timeout) => timer],
    ['is hidden by unref', (timer: NodeJS.Timeout) => timer.unref()],
  ])('leaks a timer that %s', async (_name, finish) => {
    const left: NodeJS.Timeout[] = [];
    const found = await runSuite(
      breakRaven((connector) => {
        const start = connector.start.bind(connector);
        connector.start = (context) => {
          left.push(finish(setInterval(() => undefined, 1_000)));
          return start(context);
        };
      }),
    );
    for (const timer of left) clearInterval(timer);
    expect(Object.keys(found)).toEqual([STOPS, STOPS_WAITING]);
    expect(found[STOPS]).toMatch(/left behind after stop: .*timer/);
  });

  it('keeps a socket open', async () => {
    const server = createServer();
    const sockets: Socket[] = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const found = await runSuite(
      breakRaven((connector) => {
        const answer = connector.answer.bind(connector);
        connector.answer = (request) => {
          sockets.push(connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined));
          return answer(request);
        };
      }),
      STOPS,
    );
    for (const socket of sockets) socket.destroy();
    server.close();
    expect(found[STOPS]).toMatch(/left behind after stop: .*socket/);
  });

  it('takes its time to stop', async () => {
    const found = await runSuite(
      breakRaven((connector) => {
        connector.stop = () => sleep(6_000, undefined, { ref: false });
      }),
      STOPS,
    );
    expect(found[STOPS]).toContain('stop took longer than 5000 ms');
  });

  it.each([
    ['kind', { in: ['text', 'image'] }, 'in.image', 'it claims `in.image`'],
    ['group', { groups: true }, 'receiving.groups', 'it claims `receiving.groups`'],
    ['receipt', { receipts: ['sent', 'read'] as ('sent' | 'read')[] }, RECEIPTS, 'it claims `receipts.read`'],
    ['second send', { idempotentSend: true }, TWICE, '2 !== 1'],
    ['window', { replyWindow: { durationMs: 1_000 } }, 'receiving.sender_and_window', 'each message says its `endsAt`'],
    ['kind to send', { out: ['text', 'image'] }, 'sending.kinds', 'it claims `out.image`'],
  ])('claims a %s that it has not', async (_name, claims, at, words) => {
    const found = await runSuite(breakPigeon(undefined, claims));
    expect(Object.keys(found)).toEqual([at]);
    expect(Object.values(found)[0]).toContain(words);
  });

  it('takes back what it does not say it can, or says so and does not, or returns no ids', async () => {
    expect(await runSuite(breakPigeon(undefined, { recall: false }), CLAIMS)).toEqual({
      [CLAIMS]: expect.stringContaining('capabilities.recall is true exactly when'),
    });
    const idle = await runSuite(breakPigeon((connector) => (connector.recall = () => Promise.resolve({ status: 'recalled' }))));
    expect(idle).toEqual({ [TAKEN_BACK]: expect.stringContaining('taken back: ') });
    const nameless = breakPigeon((connector) => {
      const send = connector.send.bind(connector);
      connector.send = async (...given) => {
        const { remoteMessageId: _id, ...result } = (await send(...given)) as { status: 'sent'; remoteMessageId?: string };
        return result;
      };
    });
    const found = await runSuite(nameless);
    expect(Object.keys(found).sort()).toEqual([ARRIVES, TAKEN_BACK].sort());
    expect(found[ARRIVES]).toContain('`returnsRemoteId` says whether');
  });

  it('says “later” of what is refused for good', async () => {
    const found = await runSuite(
      breakPigeon((connector) => {
        const send = connector.send.bind(connector);
        connector.send = async (reply, attempt) => {
          const result = await send(reply, attempt);
          if (result.status === 'failed') throw new RetriableError(result.error.message, { code: result.error.code });
          return result;
        };
      }),
    );
    expect(Object.keys(found)).toEqual([REFUSED]);
  });

  it('says “refused” of what is wanted later', async () => {
    const found = await runSuite(
      breakPigeon((connector) => {
        const send = connector.send.bind(connector);
        connector.send = (reply, attempt) =>
          send(reply, attempt).catch((error: unknown) => {
            if (!(error instanceof RetriableError) || error.code !== 'remote_busy') throw error;
            const { code, message } = error;
            return { status: 'failed', error: { code, category: 'recipient_blocked', permanent: true, message, hint: 'Give up.' } };
          });
      }),
    );
    expect(Object.keys(found)).toEqual([LATER]);
  });

  it('says “sent” of what may have been lost', async () => {
    const found = await runSuite(
      breakPigeon((connector, loft) => {
        const send = connector.send.bind(connector);
        connector.send = (reply, attempt) => {
          const vanishes = loft.nextFlight === 'vanish';
          return send(reply, attempt).catch((error: unknown) => {
            if (!vanishes) throw error;
            return { status: 'sent' };
          });
        };
      }),
    );
    expect(Object.keys(found)).toEqual([VANISHED]);
  });

  it('sends before it has marked', async () => {
    const found = await runSuite(
      breakPigeon((connector) => {
        const send = connector.send.bind(connector);
        connector.send = async (reply, attempt) => {
          const result = await send(reply, { ...attempt, markSending: () => Promise.resolve() });
          await attempt.markSending();
          return result;
        };
      }),
    );
    expect(Object.keys(found)).toEqual(expect.arrayContaining([ARRIVES, UNMARKED]));
  });

  it('cuts what is too long', async () => {
    const found = await runSuite(
      breakPigeon((connector) => {
        const send = connector.send.bind(connector);
        connector.send = (reply, attempt) => {
          const [part] = reply.parts;
          if (part?.type !== 'text' || reply.parts.length > 1) return send(reply, attempt);
          return send({ ...reply, parts: [{ ...part, text: part.text?.slice(0, 200), fallback: part.fallback.slice(0, 200) }] }, attempt);
        };
      }),
    );
    expect(Object.keys(found)).toEqual([TOO_LONG]);
    expect(found[TOO_LONG]).toContain('it says sent, and something is missing');
  });
});
