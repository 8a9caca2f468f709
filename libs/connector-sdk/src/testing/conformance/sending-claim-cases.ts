import type { MessagePart, ReplyRequested } from '#contracts';
import assert from 'node:assert/strict';
import { canRecall } from '../../recalling.js';
import { capabilitiesOf, until } from './bench.js';
import type { ConformanceHarness, OutgoingUnderTest } from './harness.js';
import { demandListed, demandUnlisted, isListed, Unshown, type RawCase } from './pins.js';
import { describeSent, failureOf, onOutgoing, send, type Sent } from './send-once.js';

/** Beyond it nobody wants to wait for a test. */
const TRIED_CHARACTERS = 200_000;
const FILLER = '字';

/** Kinds that need no bytes: one of them is not in `out`. */
const BARE: readonly MessagePart[] = [
  { partId: '1', type: 'card', fallback: '[card]', kind: 'product', data: {} },
  { partId: '1', type: 'location', fallback: '[place]', datum: 'unknown', coordinatesAvailable: false },
  { partId: '1', type: 'sticker', fallback: '[sticker]' },
  { partId: '1', type: 'choice', fallback: '[choice]', id: '1' },
];

/** Each declared capability of sending is there, and no other. */
export function createSendingClaimCases(harness: ConformanceHarness): RawCase[] {
  return [
    onOutgoing(
      harness,
      'sending.recall',
      'a sent reply is taken back, and once more does no harm, where it claims `recall`',
      async (bench, outgoing) => {
        const { connector } = bench;
        if (!canRecall(connector)) return 'it takes nothing back';
        if (outgoing.recalled === undefined) return new Unshown('sending.recall', 'outgoing.recalled');
        const [stays, goes] = [outgoing.createReply('stays'), outgoing.createReply('goes')];
        await send(connector, stays);
        const { remoteMessageId, result } = await send(connector, goes);
        assert.ok(remoteMessageId, `no remote id: ${JSON.stringify(result)}`);
        const about = { commandId: goes.commandId, remoteMessageId, sentAt: bench.context.clock.now() };
        assert.equal((await connector.recall(about, 1)).status, 'recalled');
        const again = await connector.recall(about, 2).catch(() => null);
        assert.notEqual(again?.status, 'refused', 'called again, it says that it stays where it is, and it does not');
        const recalled = await outgoing.recalled();
        assert.equal(recalled.length, 1, `taken back: ${recalled.join(', ')}`);
        assert.ok(recalled[0]!.includes('goes'), `taken back: ${recalled[0]}`);
        const unknown = await connector.recall({ ...about, remoteMessageId: 'never-sent' }, 1).catch((error: unknown) => error);
        assert.notEqual((unknown as { status?: string }).status, 'recalled', 'what was never sent cannot be taken back');
      },
    ),
    onOutgoing(harness, 'sending.kinds', 'each kind that it says it sends arrives', async ({ connector, remote, context }, outgoing) => {
      const types = capabilitiesOf(harness, remote).out.filter((each) => each !== 'text');
      if (types.length === 0) return 'it sends text alone';
      const unshown: Unshown[] = [];
      for (const type of types) {
        const reply = (await outgoing.createReplyOf?.(type as MessagePart['type'], context)) ?? null;
        if (reply === null) {
          unshown.push(new Unshown(`out.${type}`, 'outgoing.createReplyOf'));
          continue;
        }
        const before = (await outgoing.received()).length;
        const sent = await send(connector, reply);
        assert.equal(sent.result?.status, 'sent', `${type}: ${describeSent(sent)}`);
        assert.ok((await outgoing.received()).length > before, `${type} never arrived`);
      }
      return holdParts(harness, 'out', unshown, types.length);
    }),
    onOutgoing(
      harness,
      'sending.unclaimed_kind',
      'a kind that it does not send is refused before anything leaves, where nothing may be adapted',
      async (bench, outgoing) => {
        const part = BARE.find(({ type }) => !capabilitiesOf(harness, bench.remote).out.includes(type));
        if (part === undefined) return 'it sends every kind';
        const sent = await send(bench.connector, { ...outgoing.createReply('x'), parts: [part], adapt: 'strict' });
        assert.ok(failureOf(sent)?.permanent, `${part.type}: ${describeSent(sent)}`);
        assert.equal(failureOf(sent)?.category, 'unsupported_part');
        assert.equal(sent.marks, 0, 'known before the mark');
        assert.deepEqual(await outgoing.received(), []);
      },
    ),
    onOutgoing(harness, 'sending.text_limit', 'a text beyond its limit is refused or arrives whole', async (bench, outgoing) => {
      const { text } = capabilitiesOf(harness, bench.remote);
      if (text.max > TRIED_CHARACTERS) return `a text of ${text.max} ${text.unit} is not tried here`;
      const length = Math.floor(text.max / (text.unit === 'bytes' ? 3 : 1)) + 1;
      await refusedOrWhole(outgoing, await send(bench.connector, strict(outgoing.createReply(FILLER.repeat(length)))), length, 'too_large');
    }),
    onOutgoing(harness, 'sending.parts_limit', 'more parts than it sends at once are refused, or all arrive', async (bench, outgoing) => {
      const { maxPartsPerSend } = capabilitiesOf(harness, bench.remote);
      if (maxPartsPerSend >= 32) return 'no reply has more';
      const parts = Array.from({ length: maxPartsPerSend + 1 }, (_, index): MessagePart => ({
        partId: `${index}`,
        type: 'text',
        text: FILLER,
        fallback: FILLER,
      }));
      await refusedOrWhole(outgoing, await send(bench.connector, strict({ ...outgoing.createReply(''), parts })), parts.length);
    }),
    onOutgoing(
      harness,
      'sending.proactive',
      'who may begin a conversation can do without what a message left behind',
      async ({ connector, remote }, outgoing) => {
        if (!capabilitiesOf(harness, remote).proactive) return 'it does not claim `proactive`';
        const { channelContext: _context, conversationKey: _key, ...reply } = outgoing.createReply('good morning');
        const sent = await send(connector, reply);
        if (sent.result?.status !== 'sent' && isListed(harness, 'sending.proactive'))
          return new Unshown('sending.proactive', 'an address that needs no message before');
        assert.equal(sent.result?.status, 'sent', describeSent(sent));
      },
    ),
    onOutgoing(
      harness,
      'sending.receipts',
      'the receipts that it claims come, and no other',
      async ({ connector, remote, context }, outgoing) => {
        const { receipts } = capabilitiesOf(harness, remote);
        const later = (['delivered', 'read', 'failed'] as const).filter((receipt) => receipts.includes(receipt));
        const unshown: Unshown[] = [];
        for (const receipt of later) {
          const reply = outgoing.createReply(`is it ${receipt}?`);
          const sent = await send(connector, reply);
          if (outgoing.report === undefined || (await outgoing.report(receipt, sent.remoteMessageId)) === false) {
            unshown.push(new Unshown(`receipts.${receipt}`, 'outgoing.report'));
            continue;
          }
          const told = () => context.deliveries.find(({ commandId, status }) => commandId === reply.commandId && status === receipt);
          await until(harness, context, `the delivery ${receipt}`, () => told() !== undefined);
          if (receipt === 'failed') assert.ok(told()?.error?.hint, 'what failed later says why, and what to do');
        }
        const others = context.deliveries.filter(({ status }) => !(receipts as readonly string[]).includes(status));
        assert.deepEqual(others, []);
        if (later.length === 0) return 'a send tells all that there is to know';
        return holdParts(harness, 'receipts', unshown, later.length);
      },
    ),
  ];
}

/** Each claim that was not shown is listed, and no other; says so where none was. */
function holdParts(harness: ConformanceHarness, area: 'out' | 'receipts', unshown: readonly Unshown[], claimed: number): Unshown | void {
  for (const each of unshown) demandListed(harness, each);
  demandUnlisted(
    harness,
    area,
    unshown.map(({ claim }) => claim),
  );
  return unshown.length === claimed ? unshown[0] : undefined;
}

function strict(reply: ReplyRequested): ReplyRequested {
  return { ...reply, adapt: 'strict' };
}

async function refusedOrWhole(outgoing: OutgoingUnderTest, sent: Sent, length: number, category?: string): Promise<void> {
  const arrived = (await outgoing.received()).join('').split(FILLER).length - 1;
  if (sent.result?.status === 'sent') return assert.equal(arrived, length, 'it says sent, and something is missing');
  assert.ok(failureOf(sent)?.permanent, describeSent(sent));
  if (category !== undefined) assert.equal(failureOf(sent)?.category, category);
  assert.equal(arrived, 0);
}
