import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReplyRequested } from '#contracts';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketEditor } from '../../../apps/ticketing/src/tickets/ticket-editor.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { chat, chatEvent, listTold, openInbox, STATES } from '../../support/chat-desk.js';
import { type Desk, mail, openDesk, toRecord } from '../../support/ticketing-desk.js';

const grace = { kind: 'agent', id: randomUUID(), displayName: 'Grace' } as const;
const MAILS = { addressedBy: ['email'], cc: true, threads: true };
const settings = {
  deskSettings: { name: 'Help' },
  replies: { signature: { text: 'Your {desk}' } },
  inboxes: [
    { id: 'shop', channel: 'webchat' },
    { id: 'letters', channel: 'email' },
    { id: 'archive', channel: 'email' },
  ],
};
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ settings });
  await openInbox(desk, 'shop', 'webchat', { states: [...STATES] });
  await openInbox(desk, 'archive', 'email', MAILS);
  await openInbox(desk, 'letters', 'email', MAILS);
});
afterAll(() => desk.close());

const say = async (key: string, text: string, more: Parameters<typeof chat>[2] = {}) => {
  const message = chat(key, text, more);
  await desk.take(message);
  return (await desk.get(EntryReader).find(message.id))!.ticketId;
};
const answer = (ticket: string, text: string, more: object = {}) =>
  desk.get(ReplyService).reply(ticket, { parts: [toTextPart(text)], ...more }, grace);
const close = (ticket: string) => desk.get(TicketEditor).edit(ticket, { status: 'closed' }, grace);
const wish = (key: string, email: string) => desk.takeRecords(chatEvent(key, 'chat.transcript_requested', { email }));
const threadOf = async (ticket: string) => (await desk.get(EntryReader).list(ticket)).items.map(({ plainText }) => plainText);
const mailsTo = async (email: string): Promise<ReplyRequested[]> =>
  (await desk.requests()).filter(({ to, automatic }) => automatic?.reason === 'transcript' && to[0]!.value === email);

describe('what a contact does to his conversation', () => {
  it('rates the ticket that is closed already: each rating is an entry, the latest counts, and the ticket stays as it is', async () => {
    const ticket = await say('rater', 'hello');
    await answer(ticket, 'Hello');
    await close(ticket);
    const rated = chatEvent('rater', 'chat.rated', { score: 2, comment: 'Slow' });
    await desk.takeRecords(rated);
    await desk.takeRecords(rated);
    await desk.takeRecords(chatEvent('rater', 'chat.rated', { score: 9 }), chatEvent('rater', 'chat.rated', { score: 5 }));
    const view = await desk.get(TicketReader).find(ticket);
    expect(view).toMatchObject({ status: 'closed', rating: { score: 5, comment: null } });
    expect(await threadOf(ticket)).toEqual(['hello', 'Hello', 'Rated 2 of 5: Slow', 'chat.rated', 'Rated 5 of 5.']);
    const told = (await desk.events(ticket)).filter(({ type }) => type === 'ticket.rated.v1');
    expect(told.map(({ data }) => [data['rating'], data['comment']])).toEqual([
      [2, 'Slow'],
      [5, undefined],
    ]);
    const later = chat('rater', 'me again');
    await desk.takeRecords(chatEvent('rater', 'chat.rated', { score: 4 }), toRecord('message.received.v1', later));
    expect((await desk.get(EntryReader).find(later.id))!.ticketId).not.toBe(ticket);
  });

  it('tells the words of a rating to nobody who may not see the ticket', async () => {
    await say('whistle', 'quietly', { handling: { confidential: true } });
    await desk.takeRecords(chatEvent('whistle', 'chat.rated', { score: 1, comment: 'My boss did it' }));
    expect(JSON.stringify(await desk.events())).not.toContain('My boss did it');
  });

  it('ends it: the thread says so, and he waits in no line until he writes again', async () => {
    const ticket = await say('leaver', 'hello');
    await desk.takeRecords(chatEvent('leaver', 'chat.ended'));
    expect(await threadOf(ticket)).toEqual(['hello', 'Ended the conversation.']);
    expect((await desk.get(TicketReader).find(ticket))!.status).toBe('new');
    const before = (await listTold(desk, 'leaver')).length;
    await say('leaver', 'one more');
    expect((await listTold(desk, 'leaver')).slice(before)).toMatchObject([{ state: 'queued' }]);
  });
});

describe('a transcript by mail', () => {
  it('has what both sides saw of this one conversation, once, by the desk’s first inbox of mails', async () => {
    const ticket = await say('ada', 'My code is <b>42</b>');
    await answer(ticket, 'Thank you');
    await desk.get(TicketEditor).addNote(ticket, 'She is difficult', grace);
    const failed = await answer(ticket, 'Never arrived');
    const change = {
      commandId: failed.id,
      inboxId: 'shop',
      status: 'failed',
      rank: null,
      final: true,
      at: '2026-03-02T09:00:01.000Z',
      attempt: 1,
    };
    await desk.deliver({ ...change, evidence: 'provider_ack' } as never);
    const { number } = (await desk.get(TicketReader).find(ticket))!;
    await answer(ticket, 'By letter', { inboxId: 'letters', to: [{ scheme: 'email', value: 'secret@example.com' }] });
    await desk.take(mail({ from: 'secret@example.com', inbox: 'letters', subject: `Re: ${number}`, text: 'My secret' }));
    const wanted = chatEvent('ada', 'chat.transcript_requested', { email: 'ada@example.org' });
    await desk.takeRecords(wanted);
    await desk.takeRecords(wanted);
    const mails = await mailsTo('ada@example.org');
    expect(mails).toHaveLength(1);
    const [{ parts, ...sent }] = mails as [ReplyRequested];
    expect(sent).toMatchObject({ inboxId: 'letters', subject: 'Your conversation with Help', signature: { text: 'Your Help' } });
    expect([sent.inReplyTo, sent.references, sent.conversationKey]).toEqual([undefined, undefined, undefined]);
    const text = parts.map((part) => part.fallback).join('\n');
    expect(text).toContain('You:\nMy code is <b>42</b>');
    expect(text).toContain('Grace:\nThank you');
    expect(text).not.toMatch(/difficult|secret|Never arrived|By letter/);
    expect((await threadOf(ticket)).slice(-2)).toEqual([
      'Wants the transcript mailed to ada@example.org.',
      'The transcript of the conversation (2 messages) was mailed to ada@example.org.',
    ]);
  });

  it('goes out three times a day of a conversation, five to an address, and the thread says why no more', async () => {
    const ticket = await say('often', 'hello');
    await answer(ticket, 'Hello');
    for (let times = 0; times < 4; times += 1) await wish('often', 'often@example.org');
    expect(await mailsTo('often@example.org')).toHaveLength(3);
    expect((await threadOf(ticket)).at(-1)).toContain('this conversation was mailed 3 times');
    for (const key of ['o-1', 'o-2', 'o-3']) {
      await answer(await say(key, 'hello'), 'Hello');
      await wish(key, 'Often@example.org');
    }
    expect(await mailsTo('Often@example.org')).toHaveLength(2);
    desk.clock.advance(86_500_000);
    await wish('often', 'often@example.org');
    expect(await mailsTo('often@example.org')).toHaveLength(4);
  });

  it('goes out only of a conversation that somebody of the desk answered: nobody has us mail his words to a stranger', async () => {
    const ticket = await say('spammer', 'Buy now at spam.example');
    await wish('spammer', 'victim@example.org');
    expect(await mailsTo('victim@example.org')).toEqual([]);
    expect((await threadOf(ticket)).at(-1)).toContain('nobody of the desk has answered');
    await answer(ticket, 'No, thank you');
    await wish('spammer', 'victim@example.org');
    expect(await mailsTo('victim@example.org')).toHaveLength(1);
  });

  it('is refused of tickets that few may see, to the desk itself, and where no inbox writes mails', async () => {
    const hidden = await say('hidden', 'quietly', { handling: { confidential: true } });
    await wish('hidden', 'hidden@example.org');
    const ticket = await say('loop', 'hello');
    await wish('loop', 'support@example.com');
    await desk.database.sql.query(`update inboxes set removed = true where channel = 'email'`);
    await wish('loop', 'loop@example.org');
    await desk.database.sql.query(`update inboxes set removed = false where channel = 'email'`);
    expect([await mailsTo('hidden@example.org'), await mailsTo('support@example.com'), await mailsTo('loop@example.org')]).toEqual([
      [],
      [],
      [],
    ]);
    expect((await threadOf(hidden)).at(-1)).toContain('the ticket is confidential');
    const said = await threadOf(ticket);
    expect([said[2], said[4]]).toEqual([
      'The transcript was not mailed to support@example.com: the address is one of the desk’s own.',
      'The transcript was not mailed to loop@example.org: the desk has no inbox that writes mails.',
    ]);
  });
});
