import { createConformanceCases, type ConformanceHarness, type RemoteMessage } from '@tributary/connector-sdk/testing';
import type { CommandId, InboxId, ReplyRequested } from '@tributary/connector-sdk/contracts';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { connectorFactory } from '../src/index.js';
import { ParrotSimulator } from './simulator/parrot-simulator.js';

const harness: ConformanceHarness = {
  factory: connectorFactory as ConformanceHarness['factory'],
  // Cases that have nothing to try, and why. What you make of the parrot will have more to try: the suite says so.
  notApplicable: {
    'it holds no link: the remote calls, and tries again in its own order': ['receiving.broken_link', 'receiving.log_away_order'],
    'it takes messages at least once': ['receiving.at_most_once'],
    'a parrot says words to one person': ['in.*', 'receiving.groups', 'sending.kinds'],
    'the remote does not know a message again, and takes none back': ['sending.twice', 'sending.recall'],
    'a reply has at most as many parts': ['sending.parts_limit'],
    'a send tells all that there is to know': ['sending.receipts'],
  },
  openRemote: async () => {
    const remote = await new ParrotSimulator().open();
    const { baseUrl, secret, token } = remote;
    const post = (kind: string) => (message: RemoteMessage) => Promise.resolve(remote.post({ ...message, kind }));
    return {
      settings: { baseUrl, secret, token },
      badSettings: { baseUrl, secret, token: 'another' },
      reach: (url) => void (remote.callbackUrl = url),
      answerWithinMs: 5_000,
      offer: post('text'),
      offerAgain: post('text'),
      offerUnknownKind: post('whistle'),
      offerForged: (message) => remote.postNow({ ...message, kind: 'text' }, 'another secret'),
      acknowledged: () => Promise.resolve(remote.taken),
      sentBytes: (id) => remote.posted.get(id)!,
      outgoing: {
        createReply,
        received: () => Promise.resolve(remote.received),
        answerNext: (answer) => Promise.resolve(void (remote.next = { refuse: 'blocked', later: 'busy', vanish: 'vanish' }[answer])),
        errors: { blocked: 'recipient_blocked', unknown_user: 'recipient_invalid', bad_token: 'auth', rate_limited: 'retriable' },
        failNext: (error) => Promise.resolve(void (remote.next = error)),
      },
      close: () => remote.close(),
    };
  },
};

function createReply(text: string): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'conformance' as InboxId,
    to: [{ scheme: 'parrot', value: 'ada' }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'strict',
    actor: { kind: 'agent' },
  };
}

describe('the connector conforms', () => {
  for (const { name, run } of createConformanceCases(harness))
    it(name, async (test) => {
      const untried = await run();
      if (untried !== undefined) test.skip(untried);
    });
});
