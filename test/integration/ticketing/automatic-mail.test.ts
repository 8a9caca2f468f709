import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toMessageId } from '../../../apps/email-connector/src/email.ids.js';
import { parseMail } from '../../../apps/email-connector/src/converting/parse-mail.js';
import { toInboundMessage } from '../../../apps/email-connector/src/converting/to-inbound-message.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketEditor } from '../../../apps/ticketing/src/tickets/ticket-editor.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { CommandId, InboundMessage } from '#contracts';
import { openDesk } from '../../support/ticketing-desk.js';
import type { Desk } from '../../support/ticketing-desk.js';

const SUPPORT = 'support@example.com';
const AGENT = { kind: 'agent' as const, displayName: 'Ada' };

let desk: Desk;
let run = 0;
let customer = '';
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => {
  customer = `ann${(run += 1)}@customer${run}.test`;
});

/** As the door hands it to ticketing. */
async function arrive(lines: readonly string[], envelopeFrom = customer): Promise<InboundMessage> {
  const raw = Buffer.from(`${lines.join('\r\n')}\r\n`);
  const envelope = {
    ...{ inboxId: 'support', provider: 'email', address: SUPPORT, mailFrom: envelopeFrom, rcptTo: [SUPPORT] },
    ...{ receivedAt: desk.clock.now().toISOString(), deliveryId: randomUUID() },
  };
  const { event } = toInboundMessage(raw, parseMail(raw), envelope);
  await desk.take(event);
  return event;
}

const placeOf = async (message: InboundMessage) => {
  const entry = (await desk.get(EntryReader).find(message.id))!;
  return { entry, ticket: (await desk.get(TicketReader).find(entry.ticketId))! };
};
const heads = (from: string, ...more: string[]) => [
  `From: ${from}`,
  `To: ${SUPPORT}`,
  `Message-ID: <${randomUUID()}@x.test>`,
  'Date: Mon, 02 Mar 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  ...more,
];
const human = (...more: string[]) => arrive([...heads(`Ann <${customer}>`, ...more), '', 'Please help.']);
const report = (type: string, ...parts: string[]) => [
  `Content-Type: multipart/report; report-type=${type}; boundary=b`,
  '',
  ...parts.flatMap((part) => ['--b', part]),
  '--b--',
];

/** Each about our mail `ours`, as it comes in life: as few of our ids as that kind may have. */
const KINDS: Readonly<Record<string, (ours: string, told: string) => [lines: string[], from: string, reason: string]>> = {
  'auto-reply': (ours) => [
    [...heads(`Ann <${customer}>`, 'Subject: Out of office', 'Auto-Submitted: auto-replied', `In-Reply-To: <${ours}>`), '', 'I am away.'],
    '',
    'header:auto-submitted',
  ],
  bounce: (ours) => [
    [
      ...heads('Mail Delivery System <mailer-daemon@customer.test>', 'Subject: Undelivered Mail Returned to Sender'),
      ...report(
        'delivery-status',
        'Content-Type: text/plain\r\n\r\nIt could not be delivered.\r\n',
        `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${customer}\r\nAction: failed\r\nStatus: 5.1.1\r\n`,
        `Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <${ours}>\r\nSubject: Re: x\r\n`,
      ),
    ],
    '',
    'report:delivery-status',
  ],
  'feedback-report': (ours) => [
    [
      ...heads('complaints@provider.test', 'Subject: FW: x'),
      ...report(
        'feedback-report',
        'Content-Type: text/plain\r\n\r\nAn abuse report.\r\n',
        'Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n',
        `Content-Type: message/rfc822\r\n\r\nFrom: ${SUPPORT}\r\nMessage-ID: <${ours}>\r\nSubject: Re: x\r\n\r\nHello\r\n`,
      ),
    ],
    'complaints@provider.test',
    'type:feedback-report',
  ],
  'read-receipt': (ours) => [
    [
      ...heads(`Ann <${customer}>`, 'Subject: Read'),
      ...report(
        'disposition-notification',
        'Content-Type: text/plain\r\n\r\nIt was read.\r\n',
        `Content-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; ${customer}\r\nOriginal-Message-ID: <${ours}>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n`,
      ),
    ],
    customer,
    'type:disposition-notification',
  ],
  'mailing-list': (ours) => [
    [
      ...heads(`Ann <${customer}>`, 'Subject: Re: x', 'List-Id: <friends.lists.test>', 'Precedence: list', `In-Reply-To: <${ours}>`),
      '',
      'A word to all.',
    ],
    customer,
    'header:list-id',
  ],
};

/** A ticket that was answered and closed; what the customer has of it. */
async function openClosed() {
  const first = await human('Subject: Order');
  const { ticket } = await placeOf(first);
  const reply = await desk
    .get(ReplyService)
    .reply(ticket.id, { parts: [{ type: 'text', partId: '1', text: 'Done.', fallback: 'Done.' }] }, AGENT);
  const ours = toMessageId(reply.id as CommandId, 'example.com', 'a key');
  const at = desk.clock.now().toISOString();
  const change = { commandId: reply.id as CommandId, inboxId: first.inbox.id, status: 'sent' as const, final: false, attempt: 1, at };
  await desk.deliver({ ...change, rank: 4, evidence: 'provider_ack', remoteMessageId: ours });
  await desk.get(TicketEditor).edit(ticket.id, { status: 'closed' }, AGENT);
  return { ticket, ours };
}

describe.each(Object.entries(KINDS))('a mail of kind %s', (kind, write) => {
  it('alone is kept folded in a closed ticket with the reason, and is not answered', async () => {
    const [lines, envelopeFrom, reason] = write(`${randomUUID()}@nowhere.test`, '');
    const before = (await desk.requests()).length;
    const { entry, ticket } = await placeOf(await arrive(lines, envelopeFrom));
    expect(ticket).toMatchObject({ status: 'closed', folded: true, numberTold: null });
    expect(entry).toMatchObject({ folded: true, flags: { automated: { class: kind, reason } } });
    expect(await desk.requests()).toHaveLength(before);
  });

  it('about a mail of ours joins its thread folded, and reopens nothing; a person does', async () => {
    const { ticket, ours } = await openClosed();
    const before = (await desk.requests()).length;
    const [lines, envelopeFrom] = write(ours, ticket.number);
    const { entry, ticket: after } = await placeOf(await arrive(lines, envelopeFrom));
    expect(entry).toMatchObject({ ticketId: ticket.id, folded: true, threading: { review: false } });
    expect(after.status).toBe('closed');
    expect(await desk.requests()).toHaveLength(before);
    await human('Subject: Re: Order', `In-Reply-To: <${ours}>`);
    expect((await desk.get(TicketReader).find(ticket.id))!.status).toBe('open');
  });
});

describe("a mail through the group that is the desk's own address", () => {
  const list = [
    'List-Id: Support <support.example.com>',
    'List-Post: <https://groups.test/x>, <mailto:support@example.com>',
    'Precedence: list',
  ];

  it("is the customer's, and is acknowledged", async () => {
    const { entry, ticket } = await placeOf(await human('Subject: Order', ...list));
    expect(ticket).toMatchObject({ status: 'new', folded: false, numberTold: { how: 'acknowledgement' } });
    expect(entry.flags.automated).toBeUndefined();
  });

  it("is a robot's, when a robot wrote it", async () => {
    const { ticket } = await placeOf(await human('Subject: Order', ...list, 'Auto-Submitted: auto-generated'));
    expect(ticket).toMatchObject({ status: 'closed', folded: true });
  });

  it('is for the readers of another list, when that only has a name like ours', async () => {
    const other = ['List-Id: Support <support.example.com.lists.test>', 'List-Post: <mailto:support@lists.test>'];
    expect((await placeOf(await human('Subject: Order', ...other))).ticket).toMatchObject({ status: 'closed', folded: true });
  });
});
