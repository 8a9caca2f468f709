import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { canList, type HeldPortion, type ListingConnector } from '#connector-sdk';
import type { CommandId } from '#contracts';
import { toMessageId } from '../../../apps/email-connector/src/email.ids.js';
import { connectMailProgram, describeWithService } from '../../support/services/index.js';
import { type ImapBench, idsOf, keysOf, mail, named, openImapBench, parkedBy, receivedBy, until, untilConnected } from './imap-bench.js';

const PATIENT = AbortSignal.timeout(60_000);

describeWithService('dovecot', 'what lies in a mailbox', () => {
  let bench: ImapBench;
  beforeEach(async () => {
    bench = await openImapBench();
  });
  afterEach(() => bench?.stop());

  const run = async (imap: Record<string, unknown> = {}) => {
    const { connector, context } = await bench.run('kf', bench.config(imap));
    if (!canList(connector)) throw new Error('a mailbox can be listed');
    return { context, connector: connector as ListingConnector };
  };
  const listOf = async (connector: ListingConnector) => {
    const portions: HeldPortion[] = [];
    for await (const portion of connector.listHeld(PATIENT)) portions.push(portion);
    return { messages: portions.flatMap(({ messages }) => messages), leftOut: portions.flatMap(({ leftOut = [] }) => leftOut) };
  };

  it('is named as the ledger names it, mail by mail, in several folders', async () => {
    const agent = await connectMailProgram(bench.dovecot);
    await agent.mailboxCreate('Orders');
    for (const id of named(1, 3)) await bench.dovecot.deliver(mail(id));
    await agent.append('Orders', mail('order'));
    agent.close();
    const { connector, context } = await run({ folders: ['INBOX', 'Orders'] });
    await until(() => idsOf(context).length === 4, 'the mails');
    const { messages, leftOut } = await listOf(connector);
    expect(messages.map(({ ref }) => ref).sort()).toEqual(
      receivedBy(context)
        .map(({ deliveryId }) => deliveryId)
        .sort(),
    );
    expect(messages.every(({ because, at }) => because === undefined && at !== undefined)).toBe(true);
    expect(leftOut).toEqual([]);
  });

  it('says of what it leaves out why: mail from before it began, our own copies, what it has not come to', async () => {
    const agent = await connectMailProgram(bench.dovecot);
    await bench.dovecot.deliver(mail('old'), undefined, new Date('2021-05-05T10:00:00Z'));
    await bench.dovecot.deliver(mail('older'), undefined, new Date('2021-05-04T10:00:00Z'));
    await bench.dovecot.deliver(mail('new'), undefined, new Date('2023-05-05T10:00:00Z'));
    const commandId = 'c9b4f2a0-52b1-4c8e-9f0e-2c3d4e5f6a7b' as CommandId;
    const own = toMessageId(commandId, 'example.test', bench.secret.deriveAll('email-ids')[0]);
    await agent.append('Sent', mail('copy').replace('copy@customer.test', own));
    agent.close();
    const { connector, context } = await run({ since: '2022-01-01', sentFolder: true });
    await until(() => idsOf(context).includes('new') && context.deliveries.length === 1, 'the mails');
    context.setEmits('refuse');
    await bench.dovecot.deliver(mail('next'));
    await until(() => context.offered.length > context.emitted.length, 'a mail that the log does not take');
    const { messages, leftOut } = await listOf(connector);
    expect(leftOut).toEqual([{ because: 'before_start', count: 2 }]);
    expect(messages.map(({ because }) => because)).toEqual([undefined, 'not_yet', 'own_answer']);
  });

  it('tells who wrote a mail and what about, also in other letters than ours', async () => {
    await bench.dovecot.deliver(
      mail('m1').replace('Subject: About m1', 'Subject: =?utf-8?B?6K6i5Y2V?=').replace('Ann <', '=?utf-8?B?5p2O?= <'),
    );
    const { connector, context } = await run();
    await until(() => idsOf(context).length === 1, 'the mail');
    const [{ ref } = { ref: '' }] = (await listOf(connector)).messages;
    expect(await connector.describeHeld([ref, 'imap:kf:INBOX:1:999', 'nonsense'], PATIENT)).toEqual([
      {
        ...{ ref, at: expect.any(String), sizeBytes: expect.any(Number), remoteMessageId: 'm1@customer.test' },
        ...{ sender: '李 <ann@customer.test>', subject: '订单' },
      },
    ]);
  });

  it('is taken again by the way that every mail takes, under the same id; the cursor stays', async () => {
    for (const id of named(1, 3)) await bench.dovecot.deliver(mail(id));
    const { connector, context } = await run({ maxMessageBytes: 2_000 });
    await bench.dovecot.deliver(mail('large', 'x'.repeat(5_000)));
    await until(() => idsOf(context).length === 3 && parkedBy(context).length === 1, 'the mails');
    const before = await context.state.get('imap:cursor:INBOX');
    const refs = (await listOf(connector)).messages.map(({ ref }) => ref);
    const agent = await connectMailProgram(bench.dovecot);
    await agent.mailboxOpen('INBOX');
    await agent.messageDelete('1', { uid: true });
    agent.close();
    const { taken } = await connector.fetchHeld([refs[0]!, refs[1]!, refs[3]!], PATIENT);
    expect(taken).toEqual([refs[1], refs[3]]);
    expect(idsOf(context)).toEqual(['m1', 'm2', 'm3', 'm2']);
    expect(parkedBy(context)).toHaveLength(2);
    const gaps = context.emitted.filter(({ type }) => type === 'inbox.gap.v1');
    expect(keysOf(context).size - gaps.length).toBe(4);
    expect(await context.state.get('imap:cursor:INBOX')).toEqual(before);
  });

  it('cannot be said while the server refuses: the reason is one that an operator can act on', async () => {
    const { connector, context } = await run();
    await untilConnected(context);
    await bench.dovecot.kill('SIGKILL');
    await expect(listOf(connector)).rejects.toMatchObject({ code: 'mailbox_unread', hint: expect.stringMatching(/host and port/) });
  });
});
