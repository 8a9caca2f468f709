import { createHash, hash } from 'node:crypto';
import { Transform } from 'node:stream';
import { BlobRef } from '#contracts';
import { PermanentError } from '#runtime';

const PREFIX = 'sha256:';

export function hashOf(content: Buffer): string {
  return hash('sha256', content, 'hex');
}

export function toRef(sha256: string): BlobRef {
  return BlobRef.parse(PREFIX + sha256);
}

export function toSha256(ref: BlobRef): string {
  return ref.slice(PREFIX.length);
}

export function corrupt(sha256: string, where: string): PermanentError {
  return new PermanentError(`blob ${sha256} in ${where} does not match its hash: its bytes were changed or cut`, {
    code: 'blob_corrupt',
    hint: 'restore it from a backup; look at the disk it lies on',
    fields: { sha256, where },
  });
}

export function missing(sha256: string, where: string): PermanentError {
  return new PermanentError(`blob ${sha256} is not in ${where}`, {
    code: 'blob_missing',
    hint: 'restore it from a backup',
    fields: { sha256, where },
  });
}

/** Passes bytes on and fails at their end when they are not what the hash names. */
export function verifyHash(sha256: string, where: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(hash.digest('hex') === sha256 ? null : corrupt(sha256, where));
    },
  });
}
