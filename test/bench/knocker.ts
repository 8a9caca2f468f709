import { Agent, request } from 'node:http';
import { toWebhookHeaders } from '#connector-sdk';

/** `knocker URL SECRET MESSAGES CONNECTIONS`: posts signed JSON as fast as it is answered; prints {ms, waits[], refused} as JSON. */
export async function main(args: readonly string[]): Promise<number> {
  const [url, secret, messages, connections] = [args[0]!, args[1]!, Number(args[2]), Number(args[3])];
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const run = Date.now().toString(36);
  const waits: number[] = [];
  let refused = 0;
  let next = 0;
  const began = performance.now();
  const knock = async () => {
    for (let index = next++; index < messages; index = next++) {
      const sent = performance.now();
      const status = await post(url, secret, agent, `${run}-${index}`, {
        text: `Message ${index}: the printer on the second floor prints every page twice since this morning.`,
        user: `u-${index % 2_000}`,
        incident: 'database',
        title: 'Database overloaded',
        fingerprint: `host-${index % 40}`,
      });
      waits.push(performance.now() - sent);
      if (status !== 200 && status !== 202) refused += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, knock));
  process.stdout.write(JSON.stringify({ ms: performance.now() - began, waits, refused }));
  agent.destroy();
  return 0;
}

function post(url: string, secret: string, agent: Agent, id: string, body: object): Promise<number> {
  const payload = JSON.stringify(body);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(payload),
    ...toWebhookHeaders({ id, timestampS: Math.floor(Date.now() / 1000), payload }, [secret]),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}
