import { describe, expect, it } from '@jest/globals';
import { RecipientDirectory } from '../smtp/recipient-directory.js';
import { chooseInboxes, chooseSender } from './choose-inboxes.js';

const directory = new RecipientDirectory();
const inboxes = [
  { id: 'reader', addresses: ['mailbox@example.com'], catchAll: true },
  { id: 'sales', addresses: ['sales@example.com', 'verkauf@bücher.example'], catchAll: false },
  { id: 'help', addresses: ['help@example.com', '支持@例子.cn'], catchAll: false },
  { id: 'elsewhere', addresses: ['info@other.example'], catchAll: true },
];
directory.replace(inboxes);
const reader = inboxes[0]!;
const routes = {
  reader,
  find: (address: string) => directory.findNamed(address) ?? (directory.find(address)?.id === 'reader' ? reader : null),
};
const mailOf = (...headers: string[]) => Buffer.from(['From: ann@customer.test', ...headers, '', 'Hello', ''].join('\r\n'));
const chosen = (...headers: string[]) => [...chooseInboxes(mailOf(...headers), routes)].map(([{ id }, by]) => `${id}: ${by.join()}`);

describe('a mail in a mailbox of several inboxes', () => {
  it.each([
    ['goes where it was written to', ['To: sales@example.com'], ['sales: sales@example.com']],
    [
      'to each inbox that it names',
      ['To: Sales <SALES@example.com>', 'Cc: help+x@example.com'],
      ['sales: SALES@example.com', 'help: help+x@example.com'],
    ],
    ['stays with the reader when it names none of them', ['To: list@lists.test'], ['reader: ']],
    ['stays there when it names nobody', [], ['reader: ']],
    ['stays there with what the reader catches', ['To: anything@example.com'], ['reader: anything@example.com']],
    ['is not drawn away by a catch-all of another mailbox', ['To: anything@other.example'], ['reader: ']],
    [
      'follows the original recipient before the fields of the mail',
      ['X-Original-To: help@example.com', 'To: sales@example.com'],
      ['help: help@example.com'],
    ],
    ['also a blind copy to the reader', ['X-Original-To: mailbox@example.com', 'To: sales@example.com'], ['reader: mailbox@example.com']],
    [
      'by every recipient Exim names',
      ['Envelope-To: sales@example.com, help@example.com'],
      ['sales: sales@example.com', 'help: help@example.com'],
    ],
    ['by where it was delivered', ['Delivered-To: sales@example.com', 'To: list@lists.test'], ['sales: sales@example.com']],
    [
      'unless that is only the mailbox itself',
      ['Delivered-To: mailbox@example.com', 'To: sales@example.com'],
      ['sales: sales@example.com'],
    ],
    [
      'not where the sender himself says it was delivered',
      [
        'Received: from mx',
        'Received: from pc',
        'X-Original-To: help@example.com',
        'Delivered-To: help@example.com',
        'To: sales@example.com',
      ],
      ['sales: sales@example.com'],
    ],
    [
      'where a server before the last one says so',
      ['Received: by lmtp', 'X-Original-To: help@example.com', 'Received: from mx', 'To: sales@example.com'],
      ['help: help@example.com'],
    ],
    ['in punycode as in Unicode', ['To: verkauf@xn--bcher-kva.example'], ['sales: verkauf@xn--bcher-kva.example']],
    ['in Unicode, both sides of the @', ['To: 支持@例子.cn'], ['help: 支持@例子.cn']],
    ['with a reply token', ['To: sales+t.abc@example.com'], ['sales: sales+t.abc@example.com']],
  ])('%s', (_what, headers, where) => {
    expect(chosen(...headers)).toEqual(where);
  });

  it('that an agent wrote belongs to the inbox in whose name she wrote it', () => {
    const sent = (from: string) => chooseSender(Buffer.from(`From: Kim <${from}>\r\nTo: help@example.com\r\n\r\nHello\r\n`), routes).id;
    expect(sent('sales@example.com')).toBe('sales');
    expect(sent('kim@home.test')).toBe('reader');
  });
});
