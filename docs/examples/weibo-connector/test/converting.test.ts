import { InboundMessage, type InboxId } from '@tributary/connector-sdk/contracts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseExactly } from '../src/converting/exact-json.js';
import { toInboundMessage } from '../src/converting/to-inbound-message.js';
import { readWeiboMessage } from '../src/converting/weibo-message.js';
import { readWeiboTime } from '../src/converting/weibo-time.js';
import { sign } from '../src/receiving/check-signature.js';

const about = {
  inbox: { id: 'i' as InboxId, channel: 'weibo', provider: 'fan-service' },
  receivedAt: new Date('2012-07-16T10:10:00.000Z'),
  raw: {
    ref: `sha256:${'0'.repeat(64)}` as InboundMessage['raw']['ref'],
    sha256: '0'.repeat(64),
    bytes: 1,
    contentType: 'application/json',
  },
  deliveryId: 'd',
  windowMs: 48 * 3_600_000,
  answerMentionsWithinMs: 2 * 3_600_000,
};
const convert = (text: string) => InboundMessage.parse(toInboundMessage(readWeiboMessage(text), about));
const said = (more: string) =>
  `{"receiver_id":1902538057,"sender_id":2489518277123456789,"created_at":"Mon Jul 16 18:09:20 +0800 2012",${more}}`;

describe('what Weibo posts', () => {
  it('is signed as its own example says', () => {
    assert.equal(sign('xyz123xyz', '1397022061823', '57155157'), '90e4c22c90a58f26526c2dd5b6c56c8822edeaa1');
  });

  it('keeps ids beyond 2^53, and texts that look like numbers', () => {
    const { sender, newText } = convert(said('"type":"text","text":"call 007 or \\"1e5\\" -3","data":{}'));
    assert.equal(sender.identities[0]?.value, '2489518277123456789');
    assert.equal(newText, 'call 007 or "1e5" -3');
    assert.deepEqual(parseExactly('{"a":[1,-2.5e3,"3",true,null]}'), { a: ['1', '-2.5e3', '3', true, null] });
    assert.throws(() => parseExactly('{"a":1'), SyntaxError);
    assert.throws(() => parseExactly('{1:2}'), SyntaxError, 'quotes around a name make no JSON of what is none');
  });

  it('tells its time with its zone', () => {
    assert.equal(readWeiboTime('Mon Jul 16 18:09:20 +0800 2012')?.toISOString(), '2012-07-16T10:09:20.000Z');
    assert.equal(readWeiboTime('yesterday'), null);
  });

  it('in public is an entry of its own conversation, with a clock of its own, and answered once', () => {
    const mention = convert(
      said('"type":"mention","text":"@us it is broken","data":{"subtype":"mention_status","key":"3469834834813482"}'),
    );
    const alone = convert(said('"type":"text","text":"hello","data":{}'));
    assert.equal(mention.conversation.kind, 'thread');
    assert.equal(mention.flags.public, true);
    assert.equal(mention.replyWindow.remaining, 1);
    assert.equal(mention.mayAutoReply, false);
    assert.equal(mention.handling?.tasks?.[0]?.dueAt, '2012-07-16T12:09:20.000Z');
    assert.equal(alone.handling, undefined);
    assert.notEqual(mention.conversation.key, alone.conversation.key);
    assert.equal(alone.flags.public, undefined);
    assert.equal(alone.replyWindow.endsAt, '2012-07-18T10:09:20.000Z');
  });

  it('has one id for one message, whoever writes its fields in which order', () => {
    const one = convert(said('"type":"image","text":"a","data":{"vfid":1,"tovfid":2}')).id;
    assert.equal(convert(said('"type":"image","data":{"tovfid":2,"vfid":1},"text":"a"')).id, one);
    assert.notEqual(convert(said('"type":"image","text":"b","data":{"vfid":1,"tovfid":2}')).id, one);
  });
});
