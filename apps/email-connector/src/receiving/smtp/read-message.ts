import type { SMTPServerDataStream } from 'smtp-server';
import type { HeldBytes } from './bytes-in-flight.js';
import { tooBusy, tooLarge } from './door-answers.js';

/**
 * The whole message. Rejects with a `DoorAnswer` when it passed the size limit, or with others held too much: the rest is read and thrown away,
 * for SMTP has no way to stop a sender. What the message holds is counted in `held`; the caller releases it.
 */
export function readMessage(stream: SMTPServerDataStream, limit: number, held: HeldBytes): Promise<Buffer> {
  // By its events: iterating costs as much as all else the door does with a mail.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let dropped = false;
    let ended = false;
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (dropped) return;
      if (bytes <= limit && held.add(chunk.length)) {
        chunks.push(chunk);
        return;
      }
      dropped = true;
      chunks.length = 0;
      held.release();
    });
    stream.once('end', () => {
      ended = true;
      if (bytes > limit) reject(tooLarge(limit));
      else if (dropped) reject(tooBusy());
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes));
    });
    stream.once('error', reject);
    stream.once('close', () => {
      if (!ended) reject(new Error('the connection was closed within the message'));
    });
  });
}
