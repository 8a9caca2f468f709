import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SecretKey } from '#runtime';
import { TicketTokens } from '../../apps/ticketing/src/replies/ticket-token.js';
import { DnsServer } from '../support/dns-server.js';
import { AGENT, type Attack, DESK, identityAttacks, type Victim } from '../support/identity-attacks.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { SmtpClient } from '../support/smtp-client.js';
import { eventually, startProduct, type StartedProduct } from '../support/started-product.js';

interface Entry {
  readonly id: string;
  readonly ticketId: string;
  readonly direction: string;
  readonly folded: boolean;
  readonly author: { role: string; identity?: { assurance: string } };
  readonly flags: { doubts?: string[] };
  readonly checks: { reason?: string } | null;
  readonly threading: { rule: string; review: boolean } | null;
}
interface Ledger {
  readonly items: { ticketId: string | null; entryId: string | null; outcome: string }[];
}

const SECRET = 'The key is under the third stone.';
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const secret = randomBytes(32).toString('hex');
/** As the desk itself makes tokens. */
const own = new TicketTokens(new SecretKey(secret).deriveAll('ticket-token'));
const CUSTOMERS = '127.0.0.2';
const ATTACKERS = '127.0.0.9';

describe('who writes in the name of others', () => {
  const dns = new DnsServer({
    'strict.test': { TXT: [`v=spf1 ip4:${CUSTOMERS} -all`] },
    '_dmarc.strict.test': { TXT: ['v=DMARC1; p=reject'] },
    's1._domainkey.strict.test': { TXT: [`v=DKIM1; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`] },
    'soft.test': { TXT: [`v=spf1 ip4:${CUSTOMERS} -all`] },
    'plain.test': {},
    'agents.test': {},
    'evil.test': { TXT: [`v=spf1 ip4:${ATTACKERS} -all`] },
    'sub.evil.test': { TXT: [`v=spf1 ip4:${ATTACKERS} -all`] },
  });
  let product: StartedProduct;
  let outside: MailServer;
  let customers: SmtpClient;
  let attackers: SmtpClient;
  let victims: { strict: Victim; soft: Victim; plain: Victim };
  let attacks: Attack[];

  const entryOf = async (messageId: string): Promise<Entry> => {
    const found = await eventually(async () => {
      const { body } = await product.api<Ledger>(`/ledger?remoteMessageId=${encodeURIComponent(messageId)}`);
      return body.items.find(({ outcome }) => outcome === 'ticketed');
    }, `an entry of ${messageId}`);
    return (await product.api<Entry>(`/entries/${found.entryId}`)).body;
  };

  const openCase = async (name: string): Promise<Victim> => {
    const address = `${name}@${name}.test`;
    // Whom a customer copies in takes part, if the customer is proven; this one is not.
    const copied = name === 'plain' ? 'Cc: copied@evil.test\r\n' : '';
    const raw = `From: ${address}\r\nTo: ${DESK}\r\n${copied}Subject: Order\r\nMessage-ID: <${name}-1@${name}.test>\r\n\r\n${SECRET}\r\n`;
    expect(await customers.send(address, [DESK], raw)).toMatch(/^250 /);
    const { ticketId } = await entryOf(`${name}-1@${name}.test`);
    const { body: ticket } = await product.api<{ number: string }>(`/tickets/${ticketId}`);
    const told = await eventually(
      async () => outside.arrived.find(({ envelopeTo }) => envelopeTo.includes(address)),
      `a mail to ${address}`,
    );
    return {
      address,
      number: ticket.number,
      messageId: `${name}-1@${name}.test`,
      deskMessageId: told.header('message-id')!.replace(/[<>]/g, ''),
      expiredToken: own.make(ticketId, ticketId, new Date('2026-01-01T00:00:00Z')),
      token: /\+t\.([a-z2-7]+)@/.exec(told.header('reply-to')!)![1]!,
    };
  };

  beforeAll(async () => {
    outside = await startMailServer();
    product = await startProduct({
      TRIBUTARY_SMTP_OUT: outside.url,
      TRIBUTARY_SECRET_KEY: secret,
      TRIBUTARY_ADMIN_EMAIL: AGENT,
      TRIBUTARY_EMAIL_DNS_SERVERS: await dns.open(),
      TRIBUTARY_EMAIL_CHECK_SENDERS_MS: '10000',
      TRIBUTARY_SMTP_RELAYS: '192.0.2.1',
    });
    customers = new SmtpClient(product.smtpPort, '127.0.0.1', CUSTOMERS);
    attackers = new SmtpClient(product.smtpPort, '127.0.0.1', ATTACKERS);
    victims = { strict: await openCase('strict'), soft: await openCase('soft'), plain: await openCase('plain') };
    const foreign = new TicketTokens([randomBytes(32)]).make(
      '0190a000-0000-7000-8000-000000000000',
      '0190a000-0000-7000-8000-000000000001',
      new Date(),
    );
    attacks = identityAttacks(victims, foreign);
  }, 120_000);
  afterAll(async () => {
    customers?.close();
    attackers?.close();
    await product?.stop();
    await outside?.stop();
    dns.close();
  });

  it('gains no history, no rights and no answer, and is flagged with the reason', async () => {
    expect(attacks.length).toBeGreaterThanOrEqual(200);
    for (const { name, mailFrom, mail, to = DESK } of attacks)
      expect([name, await attackers.send(mailFrom, [to], mail)]).toEqual([name, expect.stringMatching(/^250 /)]);
    const tickets = new Map(
      await Promise.all(Object.values(victims).map(async ({ messageId }) => [(await entryOf(messageId)).ticketId, messageId] as const)),
    );
    const wrong: string[] = [];
    for (const { name, mail, doubt, mayJoin } of attacks) {
      const entry = await entryOf(/^Message-ID: <([^>]+)>/m.exec(mail)![1]!);
      const { doubts = [] } = entry.flags;
      if (entry.author.role !== 'customer') wrong.push(`${name}: taken for ${entry.author.role}`);
      if (tickets.has(entry.ticketId) && !mayJoin && !entry.folded) wrong.push(`${name}: stands in the ticket (${entry.threading?.rule})`);
      if (doubt !== undefined && !doubts.includes(doubt)) wrong.push(`${name}: ${doubt} is not among ${doubts.join(' ') || 'no doubts'}`);
      if (doubt === undefined && !entry.checks?.reason && doubts.length === 0) wrong.push(`${name}: not flagged at all`);
      if (entry.author.identity?.assurance === 'verified' && !/evil\.test/.test(mail.split('\r\n\r\n')[0]!))
        wrong.push(`${name}: verified`);
    }
    expect(wrong).toEqual([]);
    const smuggled = await product.api<Ledger>('/ledger?remoteMessageId=smuggled%40evil.test');
    expect(smuggled.body.items).toEqual([]);
  }, 180_000);

  it('an agent who answers now writes to the customer and to nobody else', async () => {
    for (const { address, messageId } of Object.values(victims)) {
      const { ticketId } = await entryOf(messageId);
      const before = outside.arrived.length;
      const answer = await product.api(`/tickets/${ticketId}/replies`, { method: 'POST', body: { text: `About ${address}: ${SECRET}` } });
      expect(answer.status).toBe(202);
      await eventually(
        async () => outside.arrived.slice(before).some(({ raw }) => raw.includes(`About ${address}`)),
        `the answer to ${address}`,
      );
    }
    const ofVictims = Object.values(victims);
    const told = outside.arrived.filter(({ raw }) => raw.includes(SECRET) || ofVictims.some(({ token }) => raw.includes(token)));
    const others = told.flatMap(({ envelopeTo }) => envelopeTo).filter((to) => !ofVictims.some(({ address }) => address === to));
    expect(others).toEqual([]);
    expect(outside.arrived.filter(({ raw }) => /^(?:bcc|x-injected):/im.test(raw.split('\r\n\r\n')[0]!))).toEqual([]);
  }, 60_000);

  it('nobody is told anything in whose name another one wrote', () => {
    const unasked = outside.arrived.filter(
      ({ envelopeTo, raw }) => envelopeTo.includes(victims.strict.address) && !raw.includes(victims.strict.number),
    );
    expect(unasked).toEqual([]);
  });
});
