import { RetriableError, type ErrorClass } from '#runtime';
import assert from 'node:assert/strict';
import { capabilitiesOf } from './bench.js';
import type { ConformanceHarness } from './harness.js';
import type { RawCase } from './pins.js';
import { describeSent, failureOf, isHeld, onOutgoing, send, type Sent } from './send-once.js';

export function createSendingCases(harness: ConformanceHarness): RawCase[] {
  return [
    onOutgoing(harness, 'sending.once', 'a reply arrives once, marked before it left', async ({ connector, remote }, outgoing) => {
      const sent = await send(connector, outgoing.createReply('good morning'), async () => assert.deepEqual(await outgoing.received(), []));
      assert.equal(sent.result?.status, 'sent', describeSent(sent));
      assert.equal(sent.marks, 1, 'the sending mark was set once');
      const received = await outgoing.received();
      assert.equal(received.length, 1);
      assert.ok(received[0]?.includes('good morning'));
      const { returnsRemoteId } = capabilitiesOf(harness, remote);
      assert.equal(sent.remoteMessageId !== undefined, returnsRemoteId, '`returnsRemoteId` says whether there is a `remoteMessageId`');
    }),
    onOutgoing(harness, 'sending.unmarked', 'what cannot be marked does not leave', async ({ connector }, outgoing) => {
      const away = () => Promise.reject(new RetriableError('The ledger is away', { code: 'database_unavailable' }));
      const sent = await send(connector, outgoing.createReply('good morning'), away);
      assert.ok(isHeld(sent), `the mark's own error escapes; it ${describeSent(sent)}`);
      assert.deepEqual(await outgoing.received(), []);
    }),
    onOutgoing(harness, 'sending.refused', 'a refused reply is a result with a class and a hint', async ({ connector }, outgoing) => {
      await outgoing.answerNext('refuse');
      const sent = await send(connector, outgoing.createReply('no'));
      const { result } = sent;
      assert.ok(result?.status === 'failed', describeSent(sent));
      assert.equal(result.error.permanent, true);
      assert.notEqual(result.error.category, 'unknown', 'the remote said why: that has a class');
      assert.ok(result.error.code && result.error.message && result.error.hint);
    }),
    onOutgoing(harness, 'sending.later', 'a reply that is wanted later is surely not sent', async ({ connector }, outgoing) => {
      await outgoing.answerNext('later');
      const sent = await send(connector, outgoing.createReply('later'));
      assert.ok(isHeld(sent), describeSent(sent));
      assert.deepEqual(await outgoing.received(), []);
    }),
    onOutgoing(
      harness,
      'sending.broken_link',
      'a link that breaks before the answer leaves it unknown',
      async ({ connector }, outgoing) => {
        await outgoing.answerNext('vanish');
        const sent = await send(connector, outgoing.createReply('perhaps'));
        assert.ok(!isHeld(sent), 'RetriableError would say that it was surely not sent');
        assert.ok(sent.thrown !== null || sent.result?.status === 'unknown', describeSent(sent));
        assert.equal(sent.marks, 1);
      },
    ),
    onOutgoing(harness, 'sending.errors', 'each error of the remote has its class', async ({ connector }, outgoing) => {
      const { errors, failNext } = outgoing;
      if (errors === undefined || failNext === undefined) return 'the remote under test names no `errors`';
      for (const [name, wanted] of Object.entries(errors)) {
        await failNext.call(outgoing, name);
        const sent = await send(connector, outgoing.createReply('well?'));
        assert.equal(classOf(sent), wanted, `${name}: ${describeSent(sent)}`);
      }
    }),
    onOutgoing(
      harness,
      'sending.twice',
      'a command that is sent twice arrives once, where the remote sees to that',
      async ({ connector, remote }, outgoing) => {
        if (!capabilitiesOf(harness, remote).idempotentSend) return 'it does not claim `idempotentSend`';
        const reply = outgoing.createReply('good morning');
        await send(connector, reply);
        const again = await send(connector, reply);
        assert.equal(again.result?.status, 'sent', describeSent(again));
        assert.equal((await outgoing.received()).length, 1);
      },
    ),
  ];
}

/** As the tables of `errors` write it. */
function classOf(sent: Sent): string {
  if (isHeld(sent)) return 'retriable' satisfies ErrorClass;
  const error = sent.result?.status === 'unknown' ? sent.result.error : failureOf(sent);
  return error?.category ?? (sent.result?.status === 'sent' ? 'sent' : 'unknown');
}
