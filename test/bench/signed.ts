import { generateKeyPairSync } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { SenderCheck } from '../../apps/email-connector/src/authenticating/check-sender.js';
import { hasSignature, readHeaderBlock, readStatedSender } from '../../apps/email-connector/src/authenticating/header-block.js';

const CLIENT = { ip: '192.0.2.1', helo: 'mail.bench.test', mailFrom: 'ann@bench.test' };
const TEXT = 'The printer on the second floor prints every page twice since this morning. '.repeat(20);

export interface CheckCost {
  /** CPU of one mail, µs. */
  readonly unsignedUs: number;
  readonly signedUs: number;
}

/** What it costs to find out who sent a mail, the answers of DNS known: SPF and DMARC of every mail, DKIM (RSA 2048) of a signed one. */
export async function measureChecks(count: number): Promise<CheckCost> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const zone: Record<string, string> = {
    'bench.test': 'v=spf1 ip4:192.0.2.1 -all',
    '_dmarc.bench.test': 'v=DMARC1; p=reject',
    's1._domainkey.bench.test': `v=DKIM1; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  };
  const resolve = async (name: string) => {
    const text = zone[name.toLowerCase()];
    if (text === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
    return [[text]];
  };
  const check = new SenderCheck(resolve, []);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const run = async (raw: Buffer): Promise<number> => {
    const before = process.cpuUsage();
    for (let at = 0; at < count; at += 1) {
      const block = readHeaderBlock(raw);
      const checks = await check.check({ raw, signed: hasSignature(block), client: CLIENT, from: readStatedSender(raw, block) }, 10_000);
      if (checks.dmarc !== 'pass') throw new Error(checks.reason);
    }
    const { user, system } = process.cpuUsage(before);
    return Math.round((user + system) / count);
  };
  const [unsigned, signed] = [await compose(), await compose(pem)];
  await run(signed);
  return { unsignedUs: await run(unsigned), signedUs: await run(signed) };
}

async function compose(privateKey?: string): Promise<Buffer> {
  const dkim = privateKey === undefined ? undefined : { domainName: 'bench.test', keySelector: 's1', privateKey };
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const mail = { from: 'Ann <ann@bench.test>', to: 'support@example.com', subject: 'Printer', text: TEXT, dkim };
  return (await transport.sendMail(mail)).message as Buffer;
}
