import { Capabilities, type EventData, type MessagePart } from '#contracts';
import assert from 'node:assert/strict';
import { canSend, type ConnectorFactory } from '../../connector.js';
import { canShowState, canShowTyping } from '../../conversing.js';
import { canList } from '../../listing.js';
import { canRecall } from '../../recalling.js';
import { capabilitiesOf, createConnector, listMessages, onRemote, until, withConnector } from './bench.js';
import type { ConformanceHarness, RemoteUnderTest } from './harness.js';
import { Unshown, type RawCase, type Untried } from './pins.js';
import { message, onIncoming, ONLY_SENDS, toIncoming, Watcher } from './incoming.js';

const KINDS = ['image', 'file', 'audio', 'video', 'location', 'link', 'card', 'choice', 'form', 'quote', 'sticker', 'call'] as const;
const MEDIA = new Set<string>(['image', 'file', 'audio', 'video']);

/** Each declared capability of receiving is there, and no other. */
export function createClaimCases(harness: ConformanceHarness): RawCase[] {
  return [
    onRemote(harness, 'running.claims', 'it can do what it says it can, and nothing else', async (remote) => {
      const factory = harness.factory as ConnectorFactory;
      const said = Capabilities.parse(factory.descriptor.capabilities(factory.descriptor.configSchema.parse(remote.settings)));
      const { connector } = createConnector(harness, remote.settings);
      assert.equal(canSend(connector), said.out.length > 0, 'capabilities.out is not empty exactly when there is `send`');
      assert.ok(said.in.length > 0 || said.out.length > 0, 'it receives or sends');
      assert.equal(canShowTyping(connector), said.typing, 'capabilities.typing is true exactly when there is `showTyping`');
      assert.equal(
        canShowState(connector),
        (said.states ?? []).length > 0,
        'capabilities.states names some exactly when there is `showState`',
      );
      assert.equal(canList(connector), said.holdings === 'listed', 'capabilities.holdings is `listed` exactly when there is `listHeld`');
      assert.equal(canRecall(connector), said.recall, 'capabilities.recall is true exactly when there is `recall`');
      if (said.recall) assert.ok(said.returnsRemoteId, 'what is taken back is named by the id that it returned');
      assert.ok(said.recall || said.recallWithinMs === undefined, '`recallWithinMs` is the limit of `recall`');
      for (const [type, { maxBytes }] of Object.entries(said.media))
        assert.ok(said.out.includes(type) && maxBytes > 0, `media.${type} is the limit of a kind in \`out\``);
      await connector.stop();
    }),
    ...KINDS.map((type) =>
      onRemote(harness, `in.${type}`, `${type}: what it says it takes arrives as that, what it does not say never does`, (remote) =>
        bringKind(harness, remote, type),
      ),
    ),
    onIncoming(
      harness,
      'receiving.groups',
      'a group is a conversation of its own kind, where it takes groups',
      async ({ remote, context }, watcher) => {
        const { groups } = capabilitiesOf(harness, remote);
        if (remote.offerInGroup === undefined) {
          return groups ? new Unshown('receiving.groups', 'offerInGroup') : 'it takes no groups';
        }
        await remote.offer(message('m-1', 'alone'));
        await watcher.takenText('alone');
        await remote.offerInGroup(message('m-2', 'among others'));
        await watcher.takenText('among others');
        const of = (text: string) => listMessages(context).find((data) => watcher.textOf(data) === text)!.conversation;
        assert.equal(of('alone').kind, 'direct');
        assert.equal(of('among others').kind === 'group', groups, `it is ${of('among others').kind}, and \`groups\` is ${groups}`);
        if (groups) assert.notEqual(of('alone').key, of('among others').key, 'one sender in two places has two conversations');
      },
    ),
    onIncoming(
      harness,
      'receiving.sender_and_window',
      'who wrote, and until when an answer may go, is told as it says',
      async ({ remote, context }, watcher) => {
        const said = capabilitiesOf(harness, remote);
        await remote.offer(message('m-1', 'hello'));
        await watcher.taken(1);
        const { sender, replyWindow } = listMessages(context)[0]!;
        for (const { assurance } of sender.identities)
          assert.ok(said.identityAssurance.includes(assurance), `a sender is ${assurance}, which \`identityAssurance\` does not name`);
        if (said.out.length === 0) return;
        if (said.replyWindow === null)
          assert.ok(replyWindow.open && replyWindow.endsAt === undefined, 'it claims no window, and a message has one');
        if (said.replyWindow?.durationMs !== undefined)
          assert.ok(replyWindow.endsAt, 'the window has a duration: each message says its `endsAt`');
        if (said.replyWindow?.count !== undefined)
          assert.ok(replyWindow.remaining !== undefined, 'the window has a count: each message says what remains');
      },
    ),
  ];
}

async function bringKind(harness: ConformanceHarness, opened: RemoteUnderTest, type: MessagePart['type']): Promise<Untried | void> {
  const remote = toIncoming(harness, opened);
  if (remote === null) return ONLY_SENDS;
  const claimed = capabilitiesOf(harness, remote).in.includes(type);
  if (remote.offerKind === undefined) {
    return claimed ? new Unshown(`in.${type}`, 'offerKind') : 'it does not claim it';
  }
  return withConnector(harness, remote, undefined, async (bench) => {
    const watcher = new Watcher(harness, { ...bench, remote });
    if (!(await remote.offerKind!(type, message('m-1', 'see here')))) {
      return claimed ? new Unshown(`in.${type}`, 'offerKind') : 'the remote has no such kind';
    }
    await watcher.taken(1);
    const [data] = listMessages(bench.context);
    const part = data!.parts.find((each) => each.type === type);
    assert.equal(part !== undefined, claimed, `its parts are ${data!.parts.map((each) => each.type).join(', ')}`);
    assert.ok(
      data!.parts.every(({ fallback }) => fallback.trim() !== ''),
      'each part has words in its place',
    );
    if (part === undefined || !MEDIA.has(type)) return;
    const where = () => mediaOf(bench.context.emitted, data!, part.partId);
    await until(harness, bench.context, `the bytes of ${type}, or why there are none`, () => where() !== 'pending');
    assert.equal(where(), 'stored');
    const { blobRef, sizeBytes } = storedOf(bench.context.emitted, data!, part.partId);
    assert.equal((await bench.context.blobs.get(blobRef!)).length, sizeBytes);
  });
}

type Emitted = readonly { readonly type: string; readonly data: unknown }[];

/** The newest word of a part's bytes: its own, or that of a `media.ready`. */
function storedOf(emitted: Emitted, data: EventData<'message.received.v1'>, partId: string) {
  const later = emitted
    .filter(({ type }) => type === 'media.ready.v1')
    .map((event) => event.data as EventData<'media.ready.v1'>)
    .findLast((ready) => ready.partId === partId && ready.remoteMessageId === data.remoteMessageId);
  const part = data.parts.find((each) => each.partId === partId) as Extract<MessagePart, { type: 'image' | 'file' | 'audio' | 'video' }>;
  return later?.media ?? part.media;
}

function mediaOf(emitted: Emitted, data: EventData<'message.received.v1'>, partId: string): string {
  return storedOf(emitted, data, partId).state;
}
