import { once } from 'node:events';
import type { InspectLine } from '#runtime';

/** Writes each line as it comes, at the pace of the reader. Resolves with the exit code. */
export async function writeLines(lines: AsyncIterable<InspectLine>): Promise<number> {
  process.stdout.on('error', leaveWhenReaderLeft);
  for await (const line of lines) if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain');
  return 0;
}

/** `inspect … | head` is no fault. */
function leaveWhenReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
