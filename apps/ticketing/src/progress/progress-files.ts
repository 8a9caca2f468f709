import { Inject, Injectable } from '@nestjs/common';
import { Transform, type Readable } from 'node:stream';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { BlobRef, type Media } from '#contracts';
import { PermanentError, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';

const PURPOSE = 'progress-file';

interface Brought {
  readonly ref: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
}

/** Files that a customer brings to his ticket before he sends his message: each is named by a handle that only we can have made, for this ticket. */
@Injectable()
export class ProgressFiles {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws `PermanentError` (`upload_too_large`). */
  async take(ticketId: string, body: Readable, { name, type }: { readonly name: string; readonly type: string }) {
    const { ref, bytes } = await this.blobs.put(body.pipe(limitBytes(this.settings.smtp.maxMessageBytes)));
    const brought: Brought = { ref, name: cleanName(name), type, bytes };
    const written = Buffer.from(JSON.stringify(brought)).toString('base64url');
    return { file: `${written}.${this.secret.sign(PURPOSE, `${ticketId}:${written}`).toString('base64url')}`, name: brought.name, bytes };
  }

  /** Throws `PermanentError` (`file_unknown`). */
  read(ticketId: string, file: string): Media {
    const [written = '', mac = ''] = file.split('.');
    if (!this.secret.verify(PURPOSE, `${ticketId}:${written}`, Buffer.from(mac, 'base64url')))
      throw new PermanentError('this file was not brought here', { code: 'file_unknown', hint: 'bring it again' });
    const { ref, name, type, bytes } = JSON.parse(Buffer.from(written, 'base64url').toString('utf8')) as Brought;
    return {
      ...{ state: 'stored', blobRef: BlobRef.parse(ref), fileName: name, sizeBytes: bytes, sha256: ref.slice('sha256:'.length) },
      ...(type === '' ? {} : { declaredType: type }),
      scan: { status: 'not_scanned' },
    };
  }
}

/** The last part, without what means something to a file system. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1)!;
  return (
    last
      .replaceAll(/[\0-\x1f\x7f"<>:|?*]/g, '_')
      .slice(0, 200)
      .replace(/^\.+/, '') || 'file'
  );
}

function limitBytes(most: number): Transform {
  let taken = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      taken += chunk.length;
      done(taken > most ? new PermanentError(`a file has at most ${most} bytes`, { code: 'upload_too_large' }) : null, chunk);
    },
  });
}
