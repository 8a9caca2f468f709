import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { capabilitiesOf, onRemote, patienceOf, until, withConnector } from './bench.js';
import type { ConformanceHarness } from './harness.js';
import { Unshown, type RawCase } from './pins.js';
import { message, onIncoming, ONLY_SENDS, toIncoming, Watcher } from './incoming.js';
import type { MemoryState } from '../memory-stores.js';

/** Who answers ahead of the log does so within this. */
const HASTE_MS = 150;
/** Longer deadlines are believed: the door keeps them alike. */
const TRIED_DEADLINE_MS = 10_000;
const AT_MOST_ONCE = 'it says that it takes messages at most once';

export function createDurabilityCases(harness: ConformanceHarness): RawCase[] {
  const isAtMostOnce = (remote: Parameters<typeof capabilitiesOf>[1]) =>
    capabilitiesOf(harness, remote).inboundGuarantee === 'at_most_once';
  return [
    onIncoming(
      harness,
      'receiving.durable_first',
      'the remote is told only after the event is durable',
      async ({ remote, context }, watcher) => {
        if (isAtMostOnce(remote)) return AT_MOST_ONCE;
        context.setEmits('wait');
        await remote.offer(message('m-1', 'hello'));
        await watcher.offered();
        await sleep(HASTE_MS);
        assert.equal(await watcher.isAcknowledged('m-1'), false, 'it was acknowledged while the log had not taken it');
        context.setEmits('take');
        await watcher.acknowledged('m-1');
      },
    ),
    onIncoming(
      harness,
      'receiving.log_away',
      'a log that is away leaves the message with the remote, and it comes again',
      async ({ remote, context }, watcher) => {
        if (isAtMostOnce(remote)) return AT_MOST_ONCE;
        context.setEmits('refuse');
        await remote.offer(message('m-1', 'hello'));
        await watcher.offered();
        await sleep(HASTE_MS);
        assert.equal(await watcher.isAcknowledged('m-1'), false, 'it was acknowledged although the log refused it');
        context.setEmits('take');
        await remote.offerAgain(message('m-1', 'hello'));
        await watcher.taken(1);
        await watcher.acknowledged('m-1');
        assert.equal(watcher.idsOf('hello').length, 1);
      },
    ),
    onIncoming(
      harness,
      'receiving.log_away_order',
      'what a log that was away refused comes in its order',
      async ({ remote, context, front }, watcher) => {
        if (isAtMostOnce(remote)) return AT_MOST_ONCE;
        if (front !== null) return 'the remote pushes: in which order it tries again is its own affair';
        const all = [1, 2, 3, 4].map((number) => message(`m-${number}`, `line ${number}`));
        context.setEmits('refuse');
        for (const each of all) await remote.offer(each);
        await watcher.offered();
        await sleep(HASTE_MS);
        context.setEmits('take');
        for (const each of all) await remote.offerAgain(each);
        await watcher.taken(all.length);
        const taken = context.emitted.flatMap(({ type, data }) => (type === 'message.received.v1' ? [watcher.textOf(data as never)] : []));
        assert.deepEqual(
          [...new Set(taken)],
          all.map(({ text }) => text),
        );
      },
    ),
    onIncoming(
      harness,
      'receiving.at_most_once',
      'who takes messages at most once keeps them while the log is away, or tells of the gap',
      async ({ remote, context }, watcher) => {
        if (!isAtMostOnce(remote)) return 'it takes messages at least once';
        context.setEmits('refuse');
        await remote.offer(message('m-1', 'hello'));
        await watcher.offered();
        await sleep(HASTE_MS);
        context.setEmits('take');
        await until(harness, context, 'the message, or an inbox.gap', () =>
          context.emitted.some(({ type }) => type === 'message.received.v1' || type === 'inbox.gap.v1'),
        );
      },
    ),
    onRemote(
      harness,
      'receiving.restart',
      'what was not taken before a restart comes after it, what was taken has the same id',
      async (opened) => {
        const remote = toIncoming(harness, opened);
        if (remote === null) return ONLY_SENDS;
        if (isAtMostOnce(remote)) return AT_MOST_ONCE;
        let state: MemoryState | undefined;
        let before: string[] = [];
        await withConnector(harness, remote, undefined, async (bench) => {
          const watcher = new Watcher(harness, { ...bench, remote });
          await remote.offer(message('m-1', 'hello'));
          await watcher.acknowledged('m-1');
          before = watcher.idsOf('hello');
          bench.context.setEmits('refuse');
          await remote.offer(message('m-2', 'again'));
          await watcher.offered(2);
          state = bench.context.state;
        });
        await withConnector(harness, remote, state, async (bench) => {
          const watcher = new Watcher(harness, { ...bench, remote });
          await remote.offerAgain(message('m-2', 'again'));
          await watcher.takenText('again');
          assert.ok(
            watcher.idsOf('hello').every((id) => before.includes(id)),
            'what comes once more has the id it had',
          );
          await watcher.acknowledged('m-2');
        });
      },
    ),
    onIncoming(
      harness,
      'receiving.deadline',
      'the remote hears in time while the log waits, and the same message again is a no-op',
      async (bench, watcher) => {
        const { remote, context, front } = bench;
        const { ackDeadlineMs } = capabilitiesOf(harness, remote);
        const waits = remote.answerWithinMs;
        if (front === null || (waits === undefined && ackDeadlineMs === undefined)) return 'nobody waits for an answer';
        if (waits !== undefined)
          assert.ok((ackDeadlineMs ?? Infinity) <= waits, `ackDeadlineMs is ${ackDeadlineMs}; the remote waits ${waits} ms`);
        if (remote.reach === undefined) return new Unshown('receiving.deadline', 'reach');
        const limitMs = waits ?? ackDeadlineMs!;
        if (limitMs > TRIED_DEADLINE_MS) return new Unshown('receiving.deadline', `a deadline of ${TRIED_DEADLINE_MS} ms at most`);
        const answered = front.answers.length;
        context.setEmits('wait');
        await remote.offer(message('m-1', 'hello'));
        await watcher.offered();
        const heard = () => front.answers.length > answered;
        await until(harness, context, 'an answer of any kind', heard, Math.max(patienceOf(harness), limitMs + 2_000));
        for (const { tookMs } of front.answers.slice(answered))
          assert.ok(tookMs <= limitMs, `an answer took ${Math.round(tookMs)} of ${limitMs} ms`);
        // The answer has to reach the remote, too.
        await sleep(HASTE_MS);
        assert.equal(await watcher.isAcknowledged('m-1'), false, 'the remote was told that it is taken');
        context.setEmits('take');
        await remote.offerAgain(message('m-1', 'hello'));
        await watcher.acknowledged('m-1');
        assert.equal(watcher.idsOf('hello').length, 1, 'what was late and what came again have one id');
      },
    ),
  ];
}
