import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestContext } from '#connector-sdk/testing';
import type { InboundMessage } from '#contracts';
import { createTransport } from 'nodemailer';
import { DnsServer, type Zone } from '../../support/dns-server.js';
import { SmtpClient } from '../../support/smtp-client.js';
import { type EmailBench, openEmailBench } from './email-bench.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const key = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const zone: Zone = {
  'customer.test': { TXT: ['v=spf1 ip4:127.0.0.1 -all'] },
  '_dmarc.customer.test': { TXT: ['v=DMARC1; p=reject'] },
  's1._domainkey.customer.test': { TXT: [key] },
  'bank.test': { TXT: ['v=spf1 ip4:192.0.2.7 -all'] },
  '_dmarc.bank.test': { TXT: ['v=DMARC1; p=reject'] },
  's1._domainkey.bank.test': { TXT: [key] },
  'open.test': { TXT: ['v=spf1 +all'] },
  'plain.test': {},
};

async function compose(from: string, signer?: string): Promise<{ raw: string; id: string }> {
  const id = `${randomUUID()}@mail.test`;
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message } = await transport.sendMail({
    ...{ from, to: 'support@example.com', subject: 'An order', text: 'It has not come.\n', messageId: `<${id}>` },
    ...(signer === undefined ? {} : { dkim: { domainName: signer, keySelector: 's1', privateKey: pem } }),
  });
  return { raw: message.toString(), id };
}

describe('who sent a mail, at the door', () => {
  const dns = new DnsServer();
  let bench: EmailBench;
  let context: TestContext;
  let client: SmtpClient;

  const open = async (smtp: object, withinMs = 10_000) => {
    const dnsServers = [await dns.open()];
    bench = await openEmailBench({ smtp, email: { dnsServers, checkSendersMs: withinMs } });
    ({ context } = await bench.run('support', { address: 'support@example.com' }));
    client = new SmtpClient(bench.port);
  };
  const close = async () => {
    client.close();
    await bench.stop();
    dns.close();
  };
  const send = async (mailFrom: string, { raw, id }: { raw: string; id: string }): Promise<InboundMessage> => {
    expect(await client.send(mailFrom, ['support@example.com'], raw)).toMatch(/^250 /);
    return context.emitted.map(({ data }) => data as InboundMessage).find(({ remoteMessageId }) => remoteMessageId === id)!;
  };
  const seen = ({ sender, checks }: InboundMessage) => [sender.identities[0]!.assurance, checks?.spf, checks?.dkim, checks?.dmarc];

  describe('facing the world', () => {
    beforeAll(() => open({ relays: [] }));
    afterAll(close);
    beforeEach(() => {
      dns.zone = zone;
      dns.silent = false;
    });

    it.each([
      ['an aligned SPF', 'ann@customer.test', 'Ann <ann@customer.test>', undefined, ['verified', 'pass', 'none', 'pass']],
      [
        'an aligned signature, SPF of a forwarder',
        'ann@plain.test',
        'Ann <ann@bank.test>',
        'bank.test',
        ['verified', 'none', 'pass', 'pass'],
      ],
      ['a forged From', 'eve@plain.test', 'Bank <service@bank.test>', undefined, ['claimed', 'none', 'none', 'fail']],
      [
        "a forged From with one's own SPF and signature",
        'ann@customer.test',
        'Bank <service@bank.test>',
        'customer.test',
        ['claimed', 'pass', 'pass', 'fail'],
      ],
      ['a forged From and envelope', 'service@bank.test', 'Bank <service@bank.test>', undefined, ['claimed', 'fail', 'none', 'fail']],
      ['a domain that lets everybody send', 'ann@open.test', 'ann@open.test', undefined, ['claimed', 'pass', 'none', 'none']],
      ['a domain that says nothing', 'ann@plain.test', 'ann@plain.test', undefined, ['claimed', 'none', 'none', 'none']],
      ['a domain that is not there', 'ann@nowhere.test', 'ann@nowhere.test', undefined, ['claimed', 'none', 'none', 'none']],
      ['two authors', 'ann@customer.test', 'ann@customer.test, service@bank.test', undefined, ['claimed', 'pass', 'none', 'none']],
    ])('%s', async (_what, mailFrom, from, signer, expected) => {
      const message = await send(mailFrom, await compose(from, signer));
      expect(seen(message)).toEqual(expected);
      expect(message.checks).toMatchObject({ by: 'door', reason: expect.stringMatching(/\w/) });
    });

    it('a signed mail whose words were changed on the way fails', async () => {
      const { raw, id } = await compose('service@bank.test', 'bank.test');
      expect(seen(await send('x@plain.test', { id, raw: raw.replace('has not come', 'is on its way') }))).toEqual([
        'claimed',
        'none',
        'fail',
        'fail',
      ]);
    });

    it('a second subject above a signed mail takes its word away', async () => {
      const { raw, id } = await compose('service@bank.test', 'bank.test');
      const message = await send('x@plain.test', { id, raw: `Subject: pay here\r\n${raw}` });
      expect(seen(message)[0]).toBe('claimed');
      expect(message.checks?.reason).toContain('a field stands twice');
    });

    it('signatures of the first bytes only, and beyond the fifth, are not looked at', async () => {
      const { raw, id } = await compose('service@bank.test', 'bank.test');
      const partial = raw.replace('DKIM-Signature: v=1;', 'DKIM-Signature: v=1; l=10;');
      expect(seen(await send('x@plain.test', { id, raw: partial }))[2]).toBe('none');
      const before = dns.asked.length;
      const filler = Array.from(
        { length: 300 },
        (_, at) => `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d${at}.test; s=s; h=from; bh=x; b=y`,
      );
      await send('x@plain.test', {
        ...(await compose('service@bank.test')),
        raw: `${filler.join('\r\n')}\r\n${raw.replace(id, `many-${id}`)}`,
        id: `many-${id}`,
      });
      expect(dns.asked.length - before).toBeLessThan(10);
    });

    it('asks for SPF once for many mails', async () => {
      const first = await compose('ann@customer.test');
      await send('ann@customer.test', first);
      const before = dns.asked.length;
      for (let at = 0; at < 20; at++) await send('bob@customer.test', await compose('bob@customer.test'));
      expect(dns.asked.length).toBe(before);
    });
  });

  describe('without an answer from DNS', () => {
    beforeAll(() => open({ relays: [] }, 300));
    afterAll(close);

    it('mails pass, unverified for good, and later ones do not wait', async () => {
      dns.zone = zone;
      dns.silent = true;
      const message = await send('ann@customer.test', await compose('ann@customer.test'));
      expect(seen(message)).toEqual(['claimed', 'none', 'none', 'none']);
      expect(message.checks?.reason).toContain('nothing vouches for customer.test in time');
    });
  });

  describe('behind a server of ours', () => {
    beforeAll(() => open({ trustedAuthserv: 'mx.desk.test' }));
    afterAll(close);

    it('SPF is not asked, signatures are', async () => {
      dns.zone = zone;
      dns.silent = false;
      dns.asked.length = 0;
      const unsigned = await send('eve@plain.test', await compose('service@bank.test'));
      expect([unsigned.sender.identities[0]!.assurance, unsigned.checks]).toEqual(['claimed', undefined]);
      expect(dns.asked).toEqual([]);
      expect(seen(await send('x@plain.test', await compose('service@bank.test', 'bank.test')))).toEqual([
        'verified',
        'none',
        'pass',
        'pass',
      ]);
    });

    it('its word is taken, and nobody else’s', async () => {
      const results = (server: string) =>
        `Authentication-Results: ${server}; spf=pass smtp.mailfrom=customer.test; dmarc=pass header.from=customer.test\r\n`;
      const trusted = await compose('ann@customer.test');
      expect(await send('x@plain.test', { id: trusted.id, raw: results('mx.desk.test') + trusted.raw })).toMatchObject({
        checks: { by: 'server', dmarc: 'pass' },
        sender: { identities: [{ assurance: 'verified' }] },
      });
      const foreign = await compose('ann@customer.test');
      const message = await send('x@plain.test', { id: foreign.id, raw: results('mx.evil.test') + foreign.raw });
      expect([message.sender.identities[0]!.assurance, message.checks]).toEqual(['claimed', undefined]);
    });
  });
});
