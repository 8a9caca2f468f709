import type { SMTPServerDataStream } from 'smtp-server';

/** The whole message, or null when it passed the size limit: the rest is read and thrown away, for SMTP has no way to stop a sender. */
export function readMessage(stream: SMTPServerDataStream, limit: number): Promise<Buffer | null> {
  // By its events: iterating costs as much as all else the door does with a mail.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) chunks.length = 0;
      else chunks.push(chunk);
    });
    stream.once('end', () => resolve(bytes > limit ? null : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes)));
    stream.once('error', reject);
    stream.once('close', () => reject(new Error('the connection was closed within the message')));
  });
}
