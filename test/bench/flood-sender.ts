import { SmtpClient } from '../support/smtp-client.js';

/** Sends `count` mails of one address that belong to no thread. Prints `{ms, refused}`. */
export async function main([port, to, count, connections]: readonly string[]): Promise<number> {
  const began = performance.now();
  let next = 0;
  let refused = 0;
  await Promise.all(
    Array.from({ length: Number(connections) }, async () => {
      const client = new SmtpClient(Number(port));
      for (let n = next++; n < Number(count); n = next++)
        if (!(await client.send('loud@flood.test', [to!], writeMail(n, to!))).startsWith('250')) refused += 1;
      client.close();
    }),
  );
  console.log(JSON.stringify({ ms: performance.now() - began, refused }));
  return 0;
}

function writeMail(n: number, to: string): string {
  return [
    'From: Loud <loud@flood.test>',
    `To: <${to}>`,
    `Subject: Offer ${n}`,
    `Message-ID: <${n}.${process.pid}@flood.test>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    '',
    'Buy now, for nobody else does. '.repeat(20),
    '',
  ].join('\r\n');
}
