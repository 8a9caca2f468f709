import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import { randomUUID } from 'node:crypto';
import type { ConnectorFactory } from '../../connector.js';
import type { ConformanceHarness, RemoteMessage } from '../conformance/index.js';
import { PigeonFactory } from './pigeon.connector.js';
import { PigeonLoft } from './pigeon-loft.js';

/** How the suite drives the sample: read it beside `pigeon.connector.ts`. `makeFactory` lets a test hand in a broken one. */
export function createPigeonHarness(
  makeFactory: (loft: PigeonLoft) => ConnectorFactory = (loft) => new PigeonFactory(loft),
): ConformanceHarness {
  // One loft a case; the factory looks the current one up when a connector is made.
  let loft = new PigeonLoft();
  return {
    factory: {
      descriptor: new PigeonFactory(loft).descriptor,
      create: (inbox, config) => makeFactory(loft).create(inbox, config),
    } as ConnectorFactory,
    patienceMs: 2_000,
    notApplicable: {
      'pigeons sign nothing, and wait for no answer': ['receiving.forged', 'receiving.deadline'],
      'it asks anew each time: there is no link': ['receiving.broken_link'],
      'it takes messages at least once': ['receiving.at_most_once'],
      'a note is words to one person': ['in.*', 'receiving.groups', 'sending.kinds'],
      'the loft has no more errors than its answers': ['sending.errors'],
      'a note may fly twice': ['sending.twice'],
      'a reply has at most as many parts': ['sending.parts_limit'],
      'what became of a note nobody tells': ['sending.receipts'],
    },
    openRemote: () => {
      const opened = (loft = new PigeonLoft());
      const land = (kind: string, { id, from, text }: RemoteMessage) => {
        opened.land({ id, from, kind, text, writtenAt: '2026-03-02T08:00:00.000Z' });
        return Promise.resolve();
      };
      return Promise.resolve({
        settings: { password: opened.password },
        badSettings: { password: 'barley' },
        offer: (message) => land('text', message),
        offerAgain: (message) => land('text', message),
        offerUnknownKind: (message) => land('egg', message),
        acknowledged: async (context) => {
          const position = (await context.state.get<number>('position')) ?? 0;
          return opened.notes.slice(0, position).map((note) => note.id);
        },
        sentBytes: (id) => Buffer.from(JSON.stringify(opened.notes.find((note) => note.id === id))),
        outgoing: {
          createReply: createPigeonReply,
          received: () => Promise.resolve(opened.flown),
          recalled: () => Promise.resolve([...opened.calledBack].map((flight) => opened.flown[flight - 1]!)),
          answerNext: (answer) => {
            opened.nextFlight = answer;
            return Promise.resolve();
          },
        },
        close: () => Promise.resolve(),
      });
    },
  };
}

export function createPigeonReply(text: string, more: Partial<ReplyRequested> = {}): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'conformance' as InboxId,
    to: [{ scheme: 'pigeon', value: 'ada' }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'strict',
    actor: { kind: 'agent' },
    ...more,
  };
}
