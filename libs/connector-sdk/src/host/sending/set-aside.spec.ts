import { describe, expect, it } from '@jest/globals';
import type { SendResult } from '../../connector.js';
import { create, sent, TIMES } from './testing/memory-ledger.js';

describe('a reply that takes long', () => {
  it('is set aside when it takes long, and uncertain to nobody meanwhile', async () => {
    let answer: (result: SendResult) => void = () => undefined;
    const answered = new Promise<SendResult>((resolve) => (answer = resolve));
    const { sender, reply, ledger, clock, calls, statuses } = create(async (attempt) => {
      await attempt.markSending();
      return answered;
    });
    const requestedAt = clock.now();
    const order = () => ({
      reply,
      key: 'loft:ada',
      requestedAt,
      known: ledger.rows.get(reply.commandId) ?? null,
      signal: new AbortController().signal,
    });
    expect((await sender.sendInTime(order()))?.error).toMatchObject({ code: 'being_sent', retryAfterMs: 2_000, endsItself: true });
    expect(ledger.rows.get(reply.commandId)?.holdUntil?.getTime()).toBe(requestedAt.getTime() + TIMES.sendTimeoutMs);
    expect((await sender.sendInTime(order()))?.error.code).toBe('being_sent');
    const other = create(sent);
    const elsewhere = () => other.sender.send({ ...order(), reply: other.reply });
    expect((await elsewhere())?.error.code).toBe('being_sent');
    expect(other.statuses()).toEqual([]);
    answer({ status: 'sent' });
    await sender.settled();
    expect(await sender.sendInTime(order())).toBeNull();
    expect([calls.count, statuses()]).toEqual([1, ['sending', 'sent']]);
  });

  it('is uncertain when the process that set it aside is gone for longer than a call may last', async () => {
    const { act, ledger, reply, clock, calls, statuses } = create(sent);
    const holdUntil = new Date(clock.now().getTime() + 60_000);
    ledger.rows.set(reply.commandId, {
      ...{
        status: 'sending',
        attempts: 1,
        failures: null,
        idempotent: false,
        holdCode: null,
        holdError: null,
        results: null,
        recall: null,
      },
      ...{ conversationKey: 'loft:ada', holdUntil },
    });
    await expect(act()).rejects.toMatchObject({ code: 'being_sent' });
    clock.advance(60_001);
    await act();
    expect([calls.count, statuses()]).toEqual([0, ['unknown']]);
  });
});
