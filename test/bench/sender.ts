import { SmtpClient } from '../support/smtp-client.js';

/** As on a desk, not all of one domain: that would be a flood. */
export const SENDING_DOMAINS = 100;
const THREAD_LENGTH = 10;
const BODY = 'The printer on the second floor prints every page twice since this morning. '.repeat(20);

/** A process that sends N mails of 2 kB over C connections: threads of ten, each of one customer, in order. Prints the milliseconds. */
export async function main(args: readonly string[]): Promise<number> {
  const [port, to, count, connections, run] = [Number(args[0]), args[1]!, Number(args[2]), Number(args[3]), args[4] ?? 'x'];
  const threads = Array.from({ length: Math.ceil(count / THREAD_LENGTH) }, (_, index) => index);
  let refused = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new SmtpClient(port);
      for (let thread = threads.shift(); thread !== undefined; thread = threads.shift())
        for (let turn = 0; turn < Math.min(THREAD_LENGTH, count - thread * THREAD_LENGTH); turn += 1)
          if (!(await client.send(addressOf(thread), [to], writeMail(run, thread, turn, to))).startsWith('250')) refused += 1;
      client.close();
    }),
  );
  console.log(JSON.stringify({ ms: performance.now() - began, refused }));
  return 0;
}

function addressOf(thread: number): string {
  return `c${thread}@bench${thread % SENDING_DOMAINS}.test`;
}

function writeMail(run: string, thread: number, turn: number, to: string): string {
  const id = (n: number) => `<${run}.${thread}.${n}@bench.test>`;
  const earlier = Array.from({ length: turn }, (_, n) => id(n)).join(' ');
  return [
    `From: Customer ${thread} <${addressOf(thread)}>`,
    `To: <${to}>`,
    `Subject: ${turn > 0 ? 'Re: ' : ''}Printer ${thread}`,
    `Message-ID: ${id(turn)}`,
    ...(turn > 0 ? [`In-Reply-To: ${id(turn - 1)}`, `References: ${earlier}`] : []),
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Turn ${turn}. ${BODY}`,
    '',
  ].join('\r\n');
}
