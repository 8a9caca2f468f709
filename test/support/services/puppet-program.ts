import { createServer } from 'node:http';
import { HostedPuppet } from './hosted-puppet.js';
import { PuppetServer } from './puppet-library.js';

/**
 * A real PuppetServer over a mock puppet, in a process of its own (its library leaves handles open, and a restart shall be a real one).
 * Prints `{control: port}`; that port takes `{do, …}` by POST: each method of `HostedPuppet`, and `restart` of the server around it.
 */
const [port, token, loggedIn, tls] = process.argv.slice(2);
if (port === undefined || token === undefined) throw new Error('usage: puppet-program.ts PORT TOKEN [login|waiting] [tls|plain]');

const hosted = await HostedPuppet.start(loggedIn !== 'waiting');
const options = { endpoint: `127.0.0.1:${port}`, puppet: hosted.puppet, token, tls: { disable: tls === 'plain' } };
let server = new PuppetServer(options);
await server.start();

async function restart(downMs: number): Promise<void> {
  await server.stop();
  await new Promise((resolve) => setTimeout(resolve, downMs));
  server = new PuppetServer(options);
  await server.start();
}

type Command = { readonly do: string } & Record<string, unknown>;

async function carryOut(command: Command): Promise<unknown> {
  if (command.do === 'restart') return restart(Number(command['downMs'] ?? 0));
  if (command.do === 'stopServer') return server.stop();
  if (command.do === 'startServer') return (server = new PuppetServer(options)).start();
  const method = (hosted as unknown as Record<string, (given: Command) => unknown>)[command.do];
  if (method === undefined) throw new Error(`no such command: ${command.do}`);
  return method.call(hosted, command);
}

const control = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const command = JSON.parse(Buffer.concat(chunks).toString()) as Command;
    carryOut(command).then(
      (result) => response.end(JSON.stringify(result ?? null)),
      (error: unknown) => response.writeHead(500).end(String(error instanceof Error ? error.stack : error)),
    );
  });
});
control.listen(0, '127.0.0.1', () => {
  const address = control.address();
  console.log(JSON.stringify({ control: typeof address === 'object' ? address?.port : null }));
});
