import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, PermanentError, RetriableError } from '#runtime';
import type { SendAttempt, SendResult } from '../../connector.js';
import { create, sent, type Send } from './testing/memory-ledger.js';

const refused = {
  code: 'no_such_user',
  category: 'recipient_invalid',
  permanent: true,
  message: 'unknown',
  hint: 'Ask for the address.',
} as const;

describe('a reply', () => {
  it('is marked, sent and told of', async () => {
    const { act, ledger, statuses } = create(sent);
    await act();
    expect(statuses()).toEqual(['sending', 'sent']);
    expect(ledger.told[0]).toMatchObject({ remoteMessageId: 'id@here', rank: 2, attempt: 1 });
    expect(ledger.told[1]).toMatchObject({ evidence: 'provider_ack', rank: 4, final: false });
  });

  it('that comes again is not sent again, only told of again', async () => {
    const { act, calls, repeated } = create(sent);
    await act();
    await act();
    expect(calls.count).toBe(1);
    expect(repeated.map((record) => record.envelope.data)).toMatchObject([{ status: 'sent' }]);
  });

  it('whose process died between mark and answer is unknown and never sent again', async () => {
    const { act, calls, ledger, reply, statuses } = create(sent);
    ledger.rows.set(reply.commandId, {
      status: 'sending',
      attempts: 1,
      failures: null,
      idempotent: false,
      holdCode: null,
      holdError: null,
      holdUntil: null,
      conversationKey: 'k',
      results: null,
      recall: null,
    });
    await act();
    await act();
    expect(calls.count).toBe(0);
    expect(statuses()).toEqual(['unknown']);
    expect(ledger.told[0]?.error).toMatchObject({ code: 'send_uncertain', hint: expect.stringContaining('by hand') });
  });

  it('may be sent again after a crash where the remote drops the second', async () => {
    const { act, calls, ledger, reply, statuses } = create(sent, { idempotentSend: true });
    ledger.rows.set(reply.commandId, {
      status: 'sending',
      attempts: 1,
      failures: null,
      idempotent: true,
      holdCode: null,
      holdError: null,
      holdUntil: null,
      conversationKey: 'k',
      results: null,
      recall: null,
    });
    await act();
    expect(calls.count).toBe(1);
    expect(statuses().at(-1)).toBe('sent');
  });

  it('that a remote wants later waits visibly, the mark taken back, and leaves when it may', async () => {
    let tries = 0;
    const { act, calls, clock, ledger, reply, statuses } = create(async (attempt) => {
      await attempt.markSending();
      if ((tries += 1) === 1) throw new RetriableError('451 later', { code: 'remote_busy', retryAfterMs: 5_000 });
      return { status: 'sent' };
    });
    await expect(act()).rejects.toMatchObject({ code: 'remote_busy', endsItself: true, retryAfterMs: 5_000 });
    expect(ledger.rows.get(reply.commandId)?.status).toBe('held');
    await expect(act()).rejects.toMatchObject({ retryAfterMs: 5_000 });
    expect(calls.count).toBe(1);
    clock.advance(5_000);
    await act();
    expect(statuses()).toEqual(['sending', 'queued', 'sending', 'sent']);
    expect(ledger.told[1]?.error).toMatchObject({ code: 'remote_busy', message: '451 later', permanent: false });
  });

  it('waits for an outgoing server to be configured until its time is up', async () => {
    const missing = new ConfigurationError('No outgoing server', { code: 'outgoing_not_configured', hint: 'Set TRIBUTARY_SMTP_OUT.' });
    const { act, clock, statuses, ledger } = create(() => Promise.reject(missing));
    await expect(act()).rejects.toMatchObject({ code: 'outgoing_not_configured', retryAfterMs: 30_000, endsItself: true });
    clock.advance(30_000);
    await expect(act()).rejects.toMatchObject({ retryAfterMs: 30_000 });
    expect(statuses()).toEqual(['queued']);
    expect(ledger.told[0]?.error).toMatchObject({ category: 'misconfigured', hint: 'Set TRIBUTARY_SMTP_OUT.' });
    clock.advance(30_000);
    await act();
    expect(statuses()).toEqual(['queued', 'expired']);
    expect(ledger.told[1]).toMatchObject({
      final: true,
      error: { code: 'expired', message: expect.stringContaining('outgoing_not_configured') },
    });
  });

  it('waits for a stopped inbox', async () => {
    const { act, clock, stopInbox, startInbox, statuses } = create(sent);
    stopInbox(new RetriableError('Inbox loft is stopped', { code: 'inbox_not_running', hint: 'Correct it.' }));
    await expect(act()).rejects.toMatchObject({ code: 'inbox_not_running' });
    startInbox();
    clock.advance(30_000);
    await act();
    expect(statuses()).toEqual(['queued', 'sending', 'sent']);
  });

  it.each([
    ['a refusal', () => Promise.resolve<SendResult>({ status: 'failed', error: refused }), 'failed'],
    ['a throw of class permanent before the mark', () => Promise.reject(new PermanentError('too long', { code: 'too_long' })), 'failed'],
    [
      'any throw after the mark',
      async (attempt: SendAttempt) => (await attempt.markSending(), Promise.reject(new Error('socket closed'))),
      'unknown',
    ],
    [
      'no answer in time after the mark',
      async (attempt: SendAttempt) => (await attempt.markSending(), new Promise<never>(() => undefined)),
      'unknown',
    ],
  ] as [string, Send, string][])('ends by %s', async (_name, send, status) => {
    const { act, statuses } = create(send, { sendTimeoutMs: 30 });
    await act();
    expect(statuses().at(-1)).toBe(status);
  });

  it('that was sent is never held, though the database was away for its result', async () => {
    const { act, calls, ledger, statuses } = create(sent);
    ledger.awayFor = 1;
    await act();
    await act();
    expect(calls.count).toBe(1);
    expect(statuses()).toEqual(['sending', 'sent']);
  });

  it('whose mark is taken back is held, though the database was away for that', async () => {
    let tries = 0;
    const { act, clock, ledger, statuses } = create(async (attempt) => {
      await attempt.markSending();
      if ((tries += 1) === 1) throw new RetriableError('451 later', { code: 'remote_busy', retryAfterMs: 5_000 });
      return { status: 'sent' };
    });
    ledger.awayFor = 1;
    await expect(act()).rejects.toMatchObject({ code: 'remote_busy' });
    clock.advance(5_000);
    await act();
    expect(statuses()).toEqual(['sending', 'queued', 'sending', 'sent']);
  });

  it('that stood behind another, however often that was told, waits as one that fails for the first time', async () => {
    const busy = new RetriableError('busy', { code: 'remote_busy' });
    const { act, clock, ledger, reply } = create(() => Promise.reject(busy));
    ledger.rows.set(reply.commandId, {
      ...{ status: 'held', attempts: 7, failures: null, idempotent: false, holdError: null, holdUntil: null },
      ...{ holdCode: 'behind_earlier', conversationKey: 'k', results: null, recall: null },
    });
    await expect(act()).rejects.toMatchObject({ code: 'remote_busy', retryAfterMs: 5_000 });
    expect(ledger.told.at(-1)?.attempt).toBe(9);
    clock.advance(5_000);
    await expect(act()).rejects.toMatchObject({ retryAfterMs: 30_000 });
  });
});
