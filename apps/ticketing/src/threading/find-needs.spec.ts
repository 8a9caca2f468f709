import { describe, expect, it } from '@jest/globals';
import { findNeeds } from './find-needs.js';
import { message } from './testing/message.js';

describe('what a batch needs to know', () => {
  it('is each thing once, sorted, and no subject of a mail that answers nothing', () => {
    const needs = findNeeds([
      message({
        id: 'b',
        print: 'p',
        refs: ['c', 'a'],
        subject: 'Re: 20260302-EML-001 Printer',
        token: { kind: 'expired', ticketId: 'T1' },
      }),
      message({ id: 'a', print: 'q', subject: 'New', conversation: { key: 'k', continues: true } }),
      message({ id: 'a', print: 'q', subject: 'Re: Bounced', bounce: true, conversation: { key: 'k', continues: true } }),
      message({ id: null, subject: 'AW: printer' }),
    ]);
    expect(needs).toEqual({
      messageIds: ['a', 'b', 'c'],
      copies: [
        { messageId: 'a', print: 'q' },
        { messageId: 'b', print: 'p' },
      ],
      numbers: ['20260302-EML-001'],
      conversations: [{ inboxId: 'support', key: 'k' }],
      topics: ['printer'],
      ticketIds: ['T1'],
    });
  });
});
