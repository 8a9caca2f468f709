import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const CONNECTIONS = 20;

/** The sender in a process of its own; resolves when every mail has its 250. `run` tells its mails from those of another run. */
export async function sendMails(port: number, count: number, run: string): Promise<void> {
  const args = [
    'apps/tools/run.mjs',
    'exec',
    'test/bench/sender',
    String(port),
    'support@example.com',
    String(count),
    String(CONNECTIONS),
    run,
  ];
  const sender = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { refused } = JSON.parse(await text(sender.stdout)) as { refused: number };
  if (refused > 0) throw new Error(`${refused} mails were refused`);
}
