import { describe, expect, it } from '@jest/globals';
import { InboundMessage } from '#contracts';
import { toMessageId } from '../email.ids.js';
import { parseMail } from './parse-mail.js';
import { toSelfEcho } from './self-echo.js';
import { toInboundMessage } from './to-inbound-message.js';

const KEY = Buffer.alloc(32, 7);

function echoOf(...headers: string[]) {
  const raw = Buffer.from(
    [
      'From: Kim <kf@example.com>',
      ...headers,
      '',
      'We sent it.',
      '',
      'On Mon, 2 Mar 2026 at 10:00, Ann <ann@customer.test> wrote:',
      '> Where is it?',
      '',
    ].join('\r\n'),
  );
  const { event } = toInboundMessage(raw, parseMail(raw), {
    inboxId: 'support',
    provider: 'mail',
    address: 'kf@example.com',
    rcptTo: [],
    receivedAt: '2026-03-02T09:00:00.000Z',
    deliveryId: 'imap:support:Sent:1:7',
    sentBy: ['kf@example.com', 'hilfe@bücher.example'],
  });
  return InboundMessage.parse(event);
}

describe('a mail from the folder of sent mail', () => {
  it('is an echo by an agent, in the conversation of whom she wrote to, and answered by no robot', () => {
    const echo = echoOf(
      'To: Ann <ann@customer.test>',
      'Cc: bob@customer.test',
      'In-Reply-To: <1@customer.test>',
      'Message-ID: <2@agent.test>',
    );
    expect(echo).toMatchObject({
      direction: 'echo',
      sender: { role: 'agent', displayName: 'Kim', identities: [{ value: 'kf@example.com' }] },
      conversation: { key: 'email:support:ann@customer.test' },
      threading: { inReplyTo: '1@customer.test' },
      newText: 'We sent it.',
      mayAutoReply: false,
    });
    expect(echo.recipients.map(({ kind, identity }) => `${kind} ${identity.value}`)).toEqual([
      'to ann@customer.test',
      'cc bob@customer.test',
    ]);
  });

  it('counts blind copies, and the desk itself last, however its address is written', () => {
    const echo = echoOf('To: hilfe@xn--bcher-kva.example, kf+x@example.com', 'Bcc: ann@customer.test', 'Reply-To: kim@home.test');
    expect(echo.recipients.map(({ identity }) => identity.value)).toEqual([
      'ann@customer.test',
      'hilfe@xn--bcher-kva.example',
      'kf+x@example.com',
    ]);
    expect(echo.conversation.key).toBe('email:support:ann@customer.test');
    expect(echo.replyTo).toBeUndefined();
  });

  it('that we sent ourselves proves that it was sent; nobody can pretend it', () => {
    const commandId = 'c9b4f2a0-52b1-4c8e-9f0e-2c3d4e5f6a7b' as never;
    const own = echoOf('To: ann@customer.test', `Message-ID: <${toMessageId(commandId, 'example.com', KEY)}>`);
    expect(toSelfEcho(own, [Buffer.alloc(32), KEY])).toMatchObject({ commandId, status: 'sent', evidence: 'self_echo' });
    expect(toSelfEcho(own, [Buffer.alloc(32)])).toBeNull();
    expect(toSelfEcho({ ...own, direction: 'inbound' }, [KEY])).toBeNull();
  });
});
