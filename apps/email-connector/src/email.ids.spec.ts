import type { CommandId } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import {
  cutListFooter,
  isAddressOf,
  readCommandId,
  readTicketToken,
  toBounceAddress,
  toCanonicalAddress,
  toConversationKey,
  toMessageId,
  toPrint,
  toRemoteMessageId,
  toReplyAddress,
} from './email.ids.js';

const commandId = '0e1f0f5a-9d1b-4c0e-8a55-3f6f2c5a7b10' as CommandId;
const key = 'a key of at least thirty-two characters';

describe('ids of outgoing mail', () => {
  it('reads the command back out of its Message-ID and its return path, whatever happened to their case', () => {
    const messageId = toMessageId(commandId, 'example.com', key);
    const bounce = toBounceAddress('support@example.com', commandId, key)!;
    expect(readCommandId(`<${messageId.toUpperCase()}>`, key)).toBe(commandId);
    expect(readCommandId(bounce.toUpperCase(), key)).toBe(commandId);
    expect(bounce.indexOf('@')).toBeLessThanOrEqual(64);
  });

  it('knows no command of another installation, and none whose mac was moved from the other kind of id', () => {
    const messageId = toMessageId(commandId, 'example.com', key);
    const mac = messageId.slice(37, 49);
    expect(readCommandId(messageId, 'another key of thirty-two characters')).toBeNull();
    const bounce = toBounceAddress('support@example.com', commandId, key)!;
    expect(readCommandId(bounce.replace(/\.[a-z2-7]{12}@/, `.${mac}@`), key)).toBeNull();
    expect(readCommandId('0e1f0f5a-9d1b-4c0e-8a55-3f6f2c5a7b10@example.com', key)).toBeNull();
  });

  it('puts a ticket token into the reply address and reads it back; gives none when it would not fit', () => {
    const address = toReplyAddress('support@example.com', 'k3x9a7.q2w')!;
    expect(address).toBe('support+t.k3x9a7.q2w@example.com');
    expect(readTicketToken(address.toUpperCase())).toBe('K3X9A7.Q2W');
    expect(isAddressOf(address, 'support@example.com')).toBe(true);
    expect(readTicketToken('support@example.com')).toBeNull();
    expect(toReplyAddress('support@example.com', 'x'.repeat(60))).toBeNull();
  });
});

describe('an address of an inbox', () => {
  it.each([
    ['Support@Example.com', 'support@example.com', true],
    ['support+t.x@example.com', 'support@example.com', true],
    ['support+sales+t.x@example.com', 'support+sales@example.com', true],
    ['support+sales@example.com', 'support+sales@example.com', true],
    ['support@example.com', 'support+sales@example.com', false],
    ['supporter@example.com', 'support@example.com', false],
    ['support+t.x@example.com.evil.test', 'support@example.com', false],
    ['x@bücher.example', 'x@xn--bcher-kva.example', true],
  ])('%s of %s: %s', (address, inbox, expected) => expect(isAddressOf(address, inbox)).toBe(expected));
});

describe('identity of an incoming mail', () => {
  const mail = { sender: 'Anna@Example.com', dateAsWritten: 'Mon, 2 Mar 2026 09:00:00 +0000', subject: 'Printer', text: 'It burns.\n' };

  it('gives the copy that came through a list the same print', () => {
    const listed = `${mail.text}\n_______________________________________________\nPrinters mailing list\nhttp://lists.example.com/listinfo/printers\n`;
    expect(toPrint({ ...mail, text: listed })).toBe(toPrint(mail));
    expect(toPrint({ ...mail, text: 'It  burns.' })).toBe(toPrint(mail));
    for (const blanks of ['\u00a0', '\u2003', '\u202f', '\u3000', '\ufeff', ' \u200b\n'])
      expect(toPrint({ ...mail, text: `It${blanks}burns.` })).toBe(toPrint(mail));
    expect(toPrint(mail)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('gives other words, another sender or another date another print', () => {
    const prints = [mail, { ...mail, text: 'It smokes.' }, { ...mail, sender: 'bob@example.com' }, { ...mail, dateAsWritten: '' }];
    expect(new Set(prints.map(toPrint)).size).toBe(4);
  });

  it('keeps a signature below a rule that no list made', () => {
    expect(cutListFooter('Hello\n-- \nAnna\n')).toBe('Hello\n-- \nAnna\n');
  });

  it('takes the Message-ID, else a hash that depends on nothing of ours', () => {
    const nameless = { messageId: null, sender: 'a@b.c', dateAsWritten: '', content: 'x' };
    expect(toRemoteMessageId({ ...nameless, messageId: 'id@host' })).toBe('id@host');
    expect(toRemoteMessageId(nameless)).toMatch(/^h:[0-9a-f]{64}$/);
    expect(toRemoteMessageId(nameless)).toBe(toRemoteMessageId({ ...nameless }));
    expect(toRemoteMessageId({ ...nameless, content: 'y' })).not.toBe(toRemoteMessageId(nameless));
  });

  it('keys a conversation by inbox and sender, case and script of the domain aside', () => {
    expect(toConversationKey('support', 'Anna@Example.COM')).toBe('email:support:anna@example.com');
    expect(toCanonicalAddress('anna@BÜCHER.example')).toBe('anna@xn--bcher-kva.example');
  });
});
