import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ImapFlow } from 'imapflow';
import type { CommandId } from '#contracts';
import { toMessageId } from '../../../apps/email-connector/src/email.ids.js';
import { connectMailProgram, describeWithService } from '../../support/services/index.js';
import { type ImapBench, idsOf, mail, openImapBench, receivedBy, until, untilConnected } from './imap-bench.js';

const sent = (id: string, ...headers: string[]) =>
  [
    'From: Kim <kf@example.test>',
    'To: Ann <ann@customer.test>',
    'Subject: Re: About it',
    `Message-ID: <${id}>`,
    'Date: Mon, 02 Mar 2026 11:00:00 +0000',
    ...headers,
    '',
    'It is on its way.',
    '',
  ].join('\r\n');

describeWithService('dovecot', 'the folder of sent mail', () => {
  let bench: ImapBench;
  let agent: ImapFlow;
  beforeEach(async () => {
    bench = await openImapBench();
    agent = await connectMailProgram(bench.dovecot);
  });
  afterEach(async () => {
    agent?.close();
    await bench?.stop();
  });

  it('is found by its mark: what an agent wrote in her own program is an echo, in order with the rest', async () => {
    const { context } = await bench.run('kf', bench.config({ sentFolder: true }));
    await untilConnected(context);
    await bench.dovecot.deliver(mail('question'));
    await until(() => idsOf(context).includes('question'), 'the question');
    await agent.append('Sent', sent('answer@agent.test', 'In-Reply-To: <question@customer.test>'));
    await until(() => idsOf(context).includes('answer'), 'the answer');
    const [question, answer] = receivedBy(context);
    expect(question).toMatchObject({ direction: 'inbound', sender: { role: 'customer' } });
    expect(answer).toMatchObject({
      direction: 'echo',
      sender: { role: 'agent' },
      conversation: { key: question!.conversation.key },
      threading: { inReplyTo: question!.remoteMessageId },
      mayAutoReply: false,
    });
  });

  it('holds copies of what we sent ourselves: they end the doubt about it and are no entries', async () => {
    const { context } = await bench.run('kf', bench.config({ sentFolder: true }));
    await untilConnected(context);
    const commandId = 'c9b4f2a0-52b1-4c8e-9f0e-2c3d4e5f6a7b' as CommandId;
    const own = toMessageId(commandId, 'example.test', bench.secret.deriveAll('email-ids')[0]);
    await agent.append('Sent', sent(own));
    await agent.append('Sent', sent('by-hand@agent.test'));
    await until(() => idsOf(context).includes('by-hand'), 'the mail by hand');
    expect(idsOf(context)).toEqual(['by-hand']);
    expect(context.deliveries).toEqual([expect.objectContaining({ commandId, status: 'sent', evidence: 'self_echo' })]);
  });

  it('may have any name, and is left alone unless the inbox asks for it', async () => {
    await agent.mailboxCreate('已发送');
    const named = await bench.run('kf', bench.config({ sentFolder: '已发送' }));
    const without = await bench.run('kf2', bench.config());
    await Promise.all([untilConnected(named.context), untilConnected(without.context)]);
    await agent.append('已发送', sent('named@agent.test'));
    await agent.append('Sent', sent('elsewhere@agent.test'));
    await bench.dovecot.deliver(mail('customer'));
    await until(() => idsOf(named.context).length === 2 && idsOf(without.context).length === 1, 'the mails');
    expect(
      receivedBy(named.context)
        .map(({ direction }) => direction)
        .sort(),
    ).toEqual(['echo', 'inbound']);
    expect(idsOf(without.context)).toEqual(['customer']);
  });

  it('is not read as incoming mail besides: the inbox says what to change, and its other folders go on', async () => {
    const { context } = await bench.run('kf', bench.config({ sentFolder: true, folders: ['INBOX', 'Sent'] }));
    await bench.dovecot.deliver(mail('customer'));
    await until(() => idsOf(context).includes('customer'), 'the incoming mail');
    await until(
      () => context.reports.some(({ state, hint }) => state === 'degraded' && /out of imap.folders/.test(hint ?? '')),
      'the hint',
    );
  });
});
