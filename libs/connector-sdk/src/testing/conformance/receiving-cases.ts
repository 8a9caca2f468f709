import { eventIdOf } from '#contracts';
import assert from 'node:assert/strict';
import { createConnector, listMessages, onBench, until, withConnector } from './bench.js';
import type { Bench, ConformanceCase, ConformanceHarness, RemoteMessage } from './harness.js';

const message = (id: string, text: string, from = 'ada'): RemoteMessage => ({ id, from, text });

export function createReceivingCases(harness: ConformanceHarness): ConformanceCase[] {
  const readText = harness.readTextOf ?? ((data) => data.newText);
  const on = (name: string, work: (bench: Bench) => Promise<void>): ConformanceCase => ({ name, run: () => onBench(harness, work) });
  const awaitTaken = ({ context }: Pick<Bench, 'context'>, count: number) =>
    until(harness, context, `${count} messages taken`, () => listMessages(context).length >= count);
  const isAcknowledged = async ({ remote, context }: Bench, id: string) => (await remote.acknowledged(context)).includes(id);

  return [
    on('a message becomes an event whose id is made of its key', async (bench) => {
      await bench.remote.offer(message('m-1', 'hello'));
      await awaitTaken(bench, 1);
      const [data] = listMessages(bench.context);
      assert.ok(data);
      assert.equal(data.id, eventIdOf(data.idempotencyKey));
      assert.equal(readText(data).trim(), 'hello');
      const raw = bench.context.emitted[0]?.blobs.length
        ? bench.context.blobs.has(data.raw.ref)
        : await bench.context.blobs.get(data.raw.ref);
      assert.ok(raw, 'the raw bytes were handed over with the event or put before it');
    }),
    on('the same message twice has the same id', async (bench) => {
      await bench.remote.offer(message('m-1', 'hello'));
      await until(harness, bench.context, 'the message acknowledged', () => isAcknowledged(bench, 'm-1'));
      await bench.remote.offerAgain(message('m-1', 'hello'));
      await bench.remote.offer(message('m-2', 'and more'));
      await until(harness, bench.context, 'the next message taken', () =>
        listMessages(bench.context).some((data) => readText(data).trim() === 'and more'),
      );
      const ids = listMessages(bench.context).filter((data) => readText(data).trim() === 'hello');
      assert.equal(new Set(ids.map((data) => data.id)).size, 1);
    }),
    on('the remote is told only after the event is durable', async (bench) => {
      bench.context.setEmits('wait');
      await bench.remote.offer(message('m-1', 'hello'));
      await until(harness, bench.context, 'the event offered', () => bench.context.offered.length > 0);
      assert.equal(await isAcknowledged(bench, 'm-1'), false);
      bench.context.setEmits('take');
      await until(harness, bench.context, 'the message acknowledged', () => isAcknowledged(bench, 'm-1'));
    }),
    on('a log that is away leaves the message with the remote, and it comes again', async (bench) => {
      bench.context.setEmits('refuse');
      await bench.remote.offer(message('m-1', 'hello'));
      await until(harness, bench.context, 'the event offered', () => bench.context.offered.length > 0);
      assert.equal(await isAcknowledged(bench, 'm-1'), false);
      bench.context.setEmits('take');
      await bench.remote.offerAgain(message('m-1', 'hello'));
      await awaitTaken(bench, 1);
      await until(harness, bench.context, 'the message acknowledged', () => isAcknowledged(bench, 'm-1'));
      assert.equal(new Set(bench.context.offered.map((event) => event.data.id)).size, 1);
    }),
    {
      name: 'what was not taken before a restart comes after it, what was taken has the same id',
      run: async () => {
        const remote = await harness.openRemote();
        try {
          let state;
          let before: string | undefined;
          await withConnector(harness, remote, undefined, async (connector, context) => {
            const bench = { remote, connector, context };
            await remote.offer(message('m-1', 'hello'));
            await until(harness, context, 'the first acknowledged', () => isAcknowledged(bench, 'm-1'));
            before = listMessages(context)[0]?.id;
            context.setEmits('refuse');
            await remote.offer(message('m-2', 'again'));
            await until(harness, context, 'the second offered', () => context.offered.length > 1);
            state = context.state;
          });
          await withConnector(harness, remote, state, async (connector, context) => {
            await remote.offerAgain(message('m-2', 'again'));
            await until(harness, context, 'the second taken', () =>
              listMessages(context).some((data) => readText(data).trim() === 'again'),
            );
            for (const data of listMessages(context)) if (readText(data).trim() === 'hello') assert.equal(data.id, before);
            await until(harness, context, 'the second acknowledged', () => isAcknowledged({ remote, connector, context }, 'm-2'));
          });
        } finally {
          await remote.close();
        }
      },
    },
    on('messages of one conversation keep their order', async (bench) => {
      const texts = Array.from({ length: 10 }, (_, index) => `line ${index}`);
      for (const [index, text] of texts.entries()) {
        await bench.remote.offer(message(`m-${index}`, text));
        await bench.remote.offer(message(`n-${index}`, `other ${index}`, 'grace'));
      }
      await awaitTaken(bench, 20);
      const lines = listMessages(bench.context).filter((data) => readText(data).startsWith('line'));
      assert.deepEqual([...new Set(lines.map((data) => readText(data).trim()))], texts);
      assert.equal(new Set(lines.map((data) => data.conversation.key)).size, 1, 'one sender is one conversation');
      assert.equal(new Set(listMessages(bench.context).map((data) => data.conversation.key)).size, 2, 'two senders are two');
    }),
    on('a kind of message it does not know is kept as unsupported', async ({ remote, context }) => {
      if (remote.offerUnknownKind === undefined) return;
      await remote.offerUnknownKind(message('m-1', 'odd'));
      await until(harness, context, 'the message taken', () => listMessages(context).length > 0);
      assert.ok(listMessages(context)[0]?.parts.some((part) => part.type === 'unsupported'));
    }),
    {
      name: 'a wrong password is a state, not a crash',
      run: async () => {
        const remote = await harness.openRemote();
        try {
          if (remote.badSettings === undefined) return;
          const { connector, context } = createConnector(harness, remote.badSettings);
          try {
            await connector.start(context);
            await until(harness, context, 'the state bad_credentials', () =>
              context.reports.some((report) => report.state === 'bad_credentials'),
            );
            const report = context.reports.find(({ state }) => state === 'bad_credentials');
            assert.ok(report?.hint, 'an operator is told what to do');
          } finally {
            context.abort();
            await connector.stop();
          }
        } finally {
          await remote.close();
        }
      },
    },
  ];
}
