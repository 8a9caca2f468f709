import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { RetriableError } from '#runtime';
import type { SendResult } from '../../connector.js';
import { create, type Send } from './testing/memory-ledger.js';

const refused = { code: 'no', category: 'recipient_invalid', permanent: true, message: 'No.', hint: 'Ask.' } as const;
const LIMIT_MS = 200;

/** A gate that a test opens. */
function createGate<T = void>() {
  let open: (value: T) => void = () => undefined;
  const opened = new Promise<T>((resolve) => (open = resolve));
  return { open, opened };
}

describe('a call that takes too long', () => {
  it('before its mark is never marked any more, and its reply goes out by the next one', async () => {
    const gate = createGate();
    const orphan = createGate<string>();
    let calls = 0;
    const sentBy: number[] = [];
    const { act, clock, statuses, ledger } = create(
      async (attempt) => {
        const call = (calls += 1);
        if (call === 1) await gate.opened;
        const marked = attempt.markSending();
        if (call === 1)
          marked.then(
            () => orphan.open('marked'),
            (error: { code: string }) => orphan.open(error.code),
          );
        await marked;
        sentBy.push(call);
        return { status: 'sent' };
      },
      { sendTimeoutMs: LIMIT_MS },
    );
    await expect(act()).rejects.toMatchObject({ message: expect.stringContaining(`no answer within ${LIMIT_MS} ms`) });
    gate.open();
    expect(await orphan.opened).toBe('send_too_late');
    expect([...ledger.rows.values()].map(({ status }) => status)).toEqual(['held']);
    clock.advance(5_000);
    await act();
    expect([sentBy, statuses()]).toEqual([[2], ['queued', 'sending', 'sent']]);
  });

  it('while its mark is being written has that taken back, and nothing is sent', async () => {
    const durable = createGate();
    let left = false;
    const { act, ledger, statuses } = create(async (attempt) => (await attempt.markSending(), (left = true), { status: 'sent' }), {
      sendTimeoutMs: LIMIT_MS,
    });
    ledger.marking = durable.opened;
    const acting = act();
    setTimeout(durable.open, 3 * LIMIT_MS);
    await expect(acting).rejects.toMatchObject({ code: 'connector_fault' });
    expect([left, statuses()]).toEqual([false, ['sending', 'queued']]);
    expect([...ledger.rows.values()].map(({ status }) => status)).toEqual(['held']);
  });

  it('has the whole time from its mark on', async () => {
    const { act, statuses } = create(
      async (attempt) => {
        await sleep(600);
        await attempt.markSending();
        await sleep(600);
        return { status: 'sent' };
      },
      { sendTimeoutMs: 1_000 },
    );
    await act();
    expect(statuses()).toEqual(['sending', 'sent']);
  });

  it.each([
    ['sent', () => Promise.resolve<SendResult>({ status: 'sent' }), ['unknown', 'sent']],
    ['refused', () => Promise.resolve<SendResult>({ status: 'failed', error: refused }), ['unknown', 'failed']],
    ['surely not sent', () => Promise.reject(new RetriableError('451 later', { code: 'busy' })), ['unknown', 'failed']],
    ['nobody knows', () => Promise.reject(new Error('closed')), ['unknown']],
  ] as [string, Send, string[]][])('after its mark is uncertain until it ends: %s', async (_what, end, told) => {
    const gate = createGate();
    const { act, ledger, statuses, calls } = create(
      async (attempt) => {
        await attempt.markSending();
        await gate.opened;
        return end(attempt);
      },
      { sendTimeoutMs: LIMIT_MS },
    );
    await act();
    expect(statuses()).toEqual(['sending', 'unknown']);
    gate.open();
    for (let looks = 0; looks < (told.length > 1 ? 200 : 2) && statuses().length < 3; looks += 1) await sleep(25);
    expect(statuses().slice(1)).toEqual(told);
    expect([...ledger.rows.values()].map(({ status }) => status)).toEqual([told.at(-1)]);
    await act();
    expect(calls.count).toBe(1);
  });
});
