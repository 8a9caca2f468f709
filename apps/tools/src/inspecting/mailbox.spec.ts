import { describe, expect, it } from '@jest/globals';
import { readMailbox } from './mailbox.js';

const mails = (file: string, text: string) => readMailbox(file, Buffer.from(text)).map((raw) => raw.toString());

describe('a mailbox file', () => {
  it('is split at From lines that follow an empty line, and keeps the bytes between', () => {
    const text =
      'From a@x Mon\nSubject: 1\n\nhere\nFrom there on\n\nFrom b@x Tue\r\nSubject: 2\r\n\r\ntext\r\n\r\nFrom c@x\r\nSubject: 3\r\n\r\n';
    expect(mails('box.mbox', text)).toEqual([
      'Subject: 1\n\nhere\nFrom there on\n\n',
      'Subject: 2\r\n\r\ntext\r\n\r\n',
      'Subject: 3\r\n\r\n',
    ]);
  });

  it('is refused when it is no mbox, and empty when it is empty', () => {
    expect(() => mails('box.mbox', 'Subject: no envelope\n\n')).toThrow('this is no mbox');
    expect(mails('box.mbox', '\n')).toEqual([]);
  });

  it('of JSON Lines becomes mails again, whatever the values', () => {
    const rows = [
      { message_id: 'a@x', in_reply_to: ['b@x'], references: ['c@x', 'b@x'], subject: '打印机', from: 'Ann <ann@x>', thread_topic: 'T' },
      { message_id: '<d@x>', in_reply_to: 'Your mail <e@x>', references: null, to: ['p@x', 'q@x'], date: 5 },
      { subject: 'two\r\nBcc: evil@x' },
    ];
    expect(mails('box.jsonl', `${rows.map((row) => JSON.stringify(row)).join('\n')}\n\n`)).toEqual([
      'Message-ID: <a@x>\r\nIn-Reply-To: <b@x>\r\nReferences: <c@x> <b@x>\r\nSubject: 打印机\r\nFrom: Ann <ann@x>\r\nThread-Topic: T\r\n\r\n',
      'Message-ID: <d@x>\r\nIn-Reply-To: Your mail <e@x>\r\nTo: p@x, q@x\r\n\r\n',
      'Subject: two Bcc: evil@x\r\n\r\n',
    ]);
  });

  it('says which line is broken', () => {
    expect(() => mails('box.jsonl', '{}\n[1]\n')).toThrow('line 2 is no JSON object');
    expect(() => mails('box.jsonl', '{}\n\n{"a\n')).toThrow('line 3 is no JSON object');
  });
});
