import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { eventIdOf, type InboundMessage } from '#contracts';
import type { ConnectorContext } from '#connector-sdk';
import { breakPigeon, breakRaven, runSuite, startIn } from './run-suite.js';

type Emit = ConnectorContext['emit'];

const DURABLE = 'receiving.durable_first';
const AWAY = 'receiving.log_away';
const AWAY_ORDER = 'receiving.log_away_order';
const IN_TIME = 'receiving.deadline';
const ORDER = 'receiving.order';
const TWICE = 'receiving.twice';
const UNKNOWN = 'receiving.unknown_kind';
const RAW = 'receiving.raw';
const PASSWORD = 'running.bad_credentials';
const FORGED = 'receiving.forged';

/** Every message goes through `change` on its way to the log. */
const emitChanged = (change: (message: InboundMessage, raw: Buffer) => [InboundMessage, Buffer]) => (context: ConnectorContext) => {
  const emit = (async (type: 'message.received.v1', data: InboundMessage, [raw]: Buffer[]) => {
    const [changed, bytes] = change(data, raw!);
    await context.emit(type, changed, [bytes]);
  }) as unknown as Emit;
  return { emit };
};

describe('the suite finds, and nothing else is wrong with it, a connector that', () => {
  it('conforms: nothing', async () => {
    expect(await runSuite(breakPigeon())).toEqual({});
    expect(await runSuite(breakRaven())).toEqual({});
  });

  it('moves its cursor before the event is durable', async () => {
    const found = await runSuite(
      breakPigeon((connector) =>
        startIn(connector, (context) => {
          let position = 0;
          const emit = (async (...args: Parameters<Emit>) => {
            await context.state.set('position', (position += 1));
            await context.emit(...args).catch(() => undefined);
          }) as Emit;
          return { emit };
        }),
      ),
    );
    expect(Object.keys(found).sort()).toEqual([DURABLE, AWAY].sort());
    expect(found[DURABLE]).toContain('acknowledged while the log had not taken it');
    expect(found[AWAY]).toContain('acknowledged although the log refused it');
  });

  it('answers 200 before the event is durable', async () => {
    const found = await runSuite(
      breakRaven((connector) =>
        startIn(connector, (context) => ({
          emit: ((...args: Parameters<Emit>) => void context.emit(...args).catch(() => undefined)) as unknown as Emit,
        })),
      ),
    );
    expect(Object.keys(found).sort()).toEqual([DURABLE, AWAY, IN_TIME].sort());
    expect(found[DURABLE]).toContain('acknowledged while the log had not taken it');
    expect(found[IN_TIME]).toContain('the remote was told that it is taken');
  });

  it('loses the order', async () => {
    const found = await runSuite(
      breakPigeon((_connector, loft) => {
        const read = loft.read.bind(loft);
        loft.read = async (...args) => [...(await read(...args))].reverse();
      }),
    );
    expect(Object.keys(found).sort()).toEqual([AWAY_ORDER, ORDER].sort());
    expect(found[AWAY_ORDER]).toMatch(/line/);
  });

  it('swallows unknown kinds', async () => {
    const found = await runSuite(
      breakRaven((connector) =>
        startIn(connector, (context) => {
          const emit = (async (...[type, data, blobs]: Parameters<Emit>) => {
            if ('parts' in data && data.parts.some((part) => part.type === 'unsupported')) return;
            await context.emit(type, data, blobs);
          }) as Emit;
          return { emit };
        }),
      ),
    );
    expect(Object.keys(found)).toEqual([UNKNOWN]);
    expect(found[UNKNOWN]).toContain('1 messages taken: did not happen');
  });

  it('shows an unknown kind as nothing', async () => {
    const hide = emitChanged((data, raw) => {
      const [part] = data.parts;
      return part?.type === 'unsupported'
        ? [{ ...data, parts: [{ ...part, fallback: '' }], plainText: '', newText: '' }, raw]
        : [data, raw];
    });
    const found = await runSuite(breakPigeon((connector) => startIn(connector, hide)));
    expect(Object.keys(found)).toEqual([UNKNOWN]);
    expect(found[UNKNOWN]).toContain('an agent sees something in its place');
  });

  it('writes the raw bytes anew', async () => {
    const tidy = (context: ConnectorContext) =>
      emitChanged((data, raw) => {
        const bytes = Buffer.from(JSON.stringify(JSON.parse(raw.toString('utf8'))));
        return [{ ...data, raw: { ...data.raw, ...context.blobs.describe(bytes) } }, bytes];
      })(context);
    const found = await runSuite(breakRaven((connector) => startIn(connector, tidy)));
    expect(Object.keys(found)).toEqual([RAW]);
    expect(found[RAW]).toMatch(/kept .*sent /s);
  });

  it('makes a new id of each delivery', async () => {
    const anew = emitChanged((data, raw) => {
      const idempotencyKey = `${data.idempotencyKey}${randomUUID()}`;
      return [{ ...data, idempotencyKey, id: eventIdOf(idempotencyKey) }, raw];
    });
    const found = await runSuite(breakRaven((connector) => startIn(connector, anew)));
    expect(Object.keys(found).sort()).toEqual([TWICE, AWAY, IN_TIME].sort());
    expect(found[TWICE]).toContain('each delivery of one message makes the same id');
  });

  it('knows no deadline', async () => {
    const found = await runSuite(breakRaven(undefined, { ackDeadlineMs: undefined }));
    expect(Object.keys(found)).toEqual([IN_TIME]);
    expect(found[IN_TIME]).toContain('ackDeadlineMs is undefined; the remote waits 2000 ms');
  });

  it('blocks past the deadline while the log is slow', async () => {
    const found = await runSuite(
      breakRaven((connector) =>
        startIn(connector, (context) => {
          const emit = (async (...args: Parameters<Emit>) => {
            const taking = context.emit(...args);
            const taken = await Promise.race([taking.then(() => true), sleep(500, false, { signal: context.signal })]);
            for (const until = performance.now() + 1_800; !taken && performance.now() < until;);
            await taking;
          }) as Emit;
          return { emit };
        }),
      ),
    );
    expect(Object.keys(found)).toEqual([IN_TIME]);
    expect(found[IN_TIME]).toMatch(/an answer took 2\d\d\d of 2000 ms/);
  });

  it('crashes on bad credentials, at the start or later', async () => {
    const early = await runSuite(
      breakPigeon((connector, loft) => {
        const start = connector.start.bind(connector);
        connector.start = async (context) => {
          await Promise.race([loft.read(0, connectorPassword(connector), context.signal), sleep(5)]);
          return start(context);
        };
      }),
    );
    expect(Object.keys(early)).toEqual([PASSWORD]);
    expect(early[PASSWORD]).toContain('does not know you');
    const late = await runSuite(
      breakPigeon((connector) =>
        startIn(connector, (context) => ({
          report: (state) => (state.state === 'bad_credentials' ? context.fail(new Error(state.detail)) : context.report(state)),
        })),
      ),
    );
    expect(Object.keys(late)).toEqual([PASSWORD]);
  });

  it('believes every signature', async () => {
    const found = await runSuite(
      breakRaven((connector) => {
        const answer = connector.answer.bind(connector);
        connector.answer = (request) => answer(request).catch(() => ({ status: 200 }));
      }),
    );
    expect(found[FORGED]).toContain('answered 200');
  });

  it('says that it may lose messages, and then tells of none', async () => {
    const harness = breakRaven(
      (connector) =>
        startIn(connector, (context) => ({
          emit: (async (...args: Parameters<Emit>) => context.emit(...args).catch(() => undefined)) as Emit,
        })),
      { inboundGuarantee: 'at_most_once' },
    );
    const { 'it takes messages at least once': _atLeastOnce, ...others } = harness.notApplicable!;
    const notApplicable = { ...others, 'it takes messages at most once': [DURABLE, AWAY, 'receiving.restart'] };
    const found = await runSuite({ ...harness, notApplicable });
    expect(Object.keys(found)).toEqual(['receiving.at_most_once']);
  });
});

function connectorPassword(connector: object): string {
  return (connector as { config: { password: string } }).config.password;
}
