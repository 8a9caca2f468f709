import { InboundMessage, type InboxId } from '@tributary/connector-sdk/contracts';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readParrotMessage } from '../src/converting/parrot-message.js';
import { toInboundMessage } from '../src/converting/to-inbound-message.js';

const about = {
  inbox: { id: 'i' as InboxId, channel: 'parrot', provider: 'parrot' },
  receivedAt: new Date('2026-03-02T08:00:01.000Z'),
  raw: {
    ref: `sha256:${'0'.repeat(64)}` as InboundMessage['raw']['ref'],
    sha256: '0'.repeat(64),
    bytes: 1,
    contentType: 'application/json',
  },
};

// Paste what the remote really sends: each kind it has, each field it may leave out.
it('keeps the words, the sender and the time', () => {
  const raw = Buffer.from('{"id":"7","from":{"id":"ada"},"kind":"text","text":"hello","sentAt":"2026-03-02T08:00:00Z"}');
  const message = InboundMessage.parse(toInboundMessage(readParrotMessage(raw), about));
  assert.equal(message.newText, 'hello');
  assert.equal(message.occurredAt, '2026-03-02T08:00:00.000Z');
  assert.equal(message.sender.identities[0]?.value, 'ada');
});
