import { eventIdOf } from '#contracts';
import assert from 'node:assert/strict';
import { listMessages, onRemote, until, createConnector } from './bench.js';
import type { ConformanceHarness } from './harness.js';
import type { RawCase } from './pins.js';
import { message, onIncoming } from './incoming.js';

export function createReceivingCases(harness: ConformanceHarness): RawCase[] {
  return [
    onIncoming(harness, 'receiving.id', 'a message becomes an event whose id is made of its key', async ({ remote, context }, watcher) => {
      await remote.offer(message('m-1', 'hello'));
      await watcher.taken(1);
      const [data] = listMessages(context);
      assert.ok(data);
      assert.equal(data.id, eventIdOf(data.idempotencyKey));
      assert.equal(watcher.textOf(data), 'hello');
    }),
    onIncoming(harness, 'receiving.twice', 'the same message twice has the same id', async ({ remote, context }, watcher) => {
      await remote.offer(message('m-1', 'hello'));
      await watcher.acknowledged('m-1');
      await remote.offerAgain(message('m-1', 'hello'));
      await remote.offer(message('m-2', 'and more'));
      await watcher.takenText('and more');
      assert.equal(watcher.idsOf('hello').length, 1, 'each delivery of one message makes the same id');
      const [hello, more] = [watcher.idsOf('hello'), watcher.idsOf('and more')];
      assert.notDeepEqual(hello, more, 'another message has another id');
      assert.equal(context.failures.length, 0);
    }),
    onIncoming(harness, 'receiving.order', 'messages of one conversation keep their order', async ({ remote, context }, watcher) => {
      const texts = Array.from({ length: 10 }, (_, index) => `line ${index}`);
      for (const [index, text] of texts.entries()) {
        await remote.offer(message(`m-${index}`, text));
        await remote.offer(message(`n-${index}`, `other ${index}`, 'grace'));
      }
      await watcher.taken(20);
      const lines = listMessages(context).filter((data) => watcher.textOf(data).startsWith('line'));
      assert.deepEqual([...new Set(lines.map((data) => watcher.textOf(data)))], texts);
      assert.equal(new Set(lines.map((data) => data.conversation.key)).size, 1, 'one sender is one conversation');
      assert.equal(new Set(listMessages(context).map((data) => data.conversation.key)).size, 2, 'two senders are two');
    }),
    onIncoming(
      harness,
      'receiving.unknown_kind',
      'a kind of message it does not know is kept as unsupported, and shown',
      async ({ remote, context }, watcher) => {
        if (remote.offerUnknownKind === undefined) return 'the remote has no unknown kinds';
        await remote.offerUnknownKind(message('m-1', 'odd'));
        await watcher.taken(1);
        const [data] = listMessages(context);
        const part = data?.parts.find(({ type }) => type === 'unsupported');
        assert.ok(part, `its parts are ${data?.parts.map(({ type }) => type).join(', ')}`);
        assert.ok(part.fallback.trim(), 'an agent sees something in its place');
        assert.ok(data?.plainText.trim(), 'plainText tells of it');
        await watcher.acknowledged('m-1');
      },
    ),
    onIncoming(harness, 'receiving.raw', 'the raw bytes are those that the remote sent', async ({ remote, context }, watcher) => {
      // What a parser that writes again would change: order, white space, escapes, numbers beyond 2^53.
      await remote.offer(message('m-1', 'ümlaut 你好 “quoted” \\ / <b> & 9007199254740993'));
      await watcher.taken(1);
      const [data] = listMessages(context);
      assert.ok(data);
      const kept = await context.blobs.get(data.raw.ref).catch(() => null);
      assert.ok(kept, 'the bytes of `raw.ref` were handed over with the event, or put before it');
      assert.equal(data.raw.bytes, kept.length);
      assert.equal(data.raw.ref, `sha256:${data.raw.sha256}`);
      const sent = await remote.sentBytes?.('m-1');
      if (sent === undefined) return 'the connector itself puts the bytes together';
      assert.ok(kept.equals(sent), `kept ${JSON.stringify(kept.toString('utf8'))}, sent ${JSON.stringify(sent.toString('utf8'))}`);
    }),
    onIncoming(
      harness,
      'receiving.forged',
      'a request with a wrong signature is refused, and nothing is taken',
      async ({ remote, context }) => {
        if (remote.offerForged === undefined) return 'the remote signs nothing';
        const status = await remote.offerForged(message('m-1', 'forged'));
        assert.ok(status === 401 || status === 403, `answered ${status}`);
        assert.equal(context.offered.length, 0);
      },
    ),
    onRemote(harness, 'running.bad_credentials', 'a wrong password is a state, not a crash', async (remote) => {
      if (remote.badSettings === undefined) return 'there is no password to be wrong before it is used';
      const { connector, context } = createConnector(harness, remote.badSettings);
      try {
        await connector.start(context);
        const told = () => context.reports.find(({ state }) => state === 'bad_credentials');
        await until(harness, context, 'the state bad_credentials', () => told() !== undefined);
        assert.ok(told()?.detail && told()?.hint, 'an operator is told what is wrong and what to do');
        assert.deepEqual(context.failures, [], 'the run goes on: `fail` would start it anew for ever');
      } finally {
        context.abort();
        await connector.stop();
      }
    }),
    onIncoming(
      harness,
      'receiving.broken_link',
      'a link that breaks is a state, and what comes after it is taken',
      async ({ remote, context }, watcher) => {
        if (remote.cut === undefined || remote.mend === undefined) return 'the connector holds no link';
        await remote.offer(message('m-1', 'before'));
        await watcher.acknowledged('m-1');
        const reported = context.reports.length;
        await remote.cut();
        await until(harness, context, 'a state that is not connected', () =>
          context.reports.slice(reported).some(({ state }) => state === 'degraded' || state === 'connecting'),
        );
        await remote.mend();
        await remote.offer(message('m-2', 'after'));
        await watcher.takenText('after');
        assert.deepEqual(context.failures, []);
      },
    ),
  ];
}
